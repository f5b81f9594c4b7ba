"""Patients of whom everything was asked, for the tests of the screening."""

from clinics.screening.patients import Answer, Patient, Presence
from clinics.screening.screening import screen
from rulebook.loading import read_precautions

PRECAUTIONS = read_precautions()
ASKED = [name for name, item in PRECAUTIONS.items.items() if item.is_asked]
PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN
PARENT_AND_CHILD = ("parental_consent", "child_assent")


def patient(*present, where=None, unknown=(), treated=("thigh",), age=40, attested=(), **more):
    """Everything asked and absent, but for what is named; `where` gives the regions of what is present."""
    answers = dict.fromkeys(ASKED, Answer(ABSENT))
    answers |= {name: Answer(PRESENT, tuple((where or {}).get(name, ()))) for name in present}
    answers |= dict.fromkeys(unknown, Answer(UNKNOWN))
    told = {"group": None, **more}
    age = None if told["group"] else age
    return Patient(age=age, answers=answers, treated=frozenset(treated), attested=frozenset(attested), **told)


def screened(*present, **told):
    return screen(patient(*present, **told), PRECAUTIONS)


def item(screening, name):
    (found,) = [one for one in screening.items if one.precaution.id == name]
    return found
