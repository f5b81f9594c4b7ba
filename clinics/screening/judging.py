"""What one source's telling means for this patient."""

from dataclasses import dataclass

from clinics.screening.patients import Answer, Patient, Presence
from clinics.screening.results import BARS, MEANS, Result
from rulebook.precautions import Category, Telling

# Who may consent in a parent's place is for the law to say, and the decision has asked it.
OWN_CONSENT = "minor_own_consent"
_OF_PARENT_AND_CHILD = frozenset({"parental_consent", "child_assent"})


@dataclass(frozen=True, slots=True)
class Heard:
    """A telling with what it means here.

    `open_keys` are the keys whose attestation its condition still waits for, `asks` what would have to be known for a
    surer word: `regions` (where on the body it is) or `body_region` (which part is to be treated).
    """

    telling: Telling
    result: Result
    open_keys: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()


def hear(telling: Telling, answer: Answer, patient: Patient) -> Heard:
    """What a telling means for a patient to whom its precaution applies."""
    if telling.only_with is not None and patient.answer_to(telling.only_with).presence is Presence.ABSENT:
        return Heard(telling, Result.CAUTION)
    if telling.category in BARS and telling.where is not None:
        return _bar_over_place(telling, answer, patient)
    if telling.category is Category.AVOID_AREA:
        return _leave_out(telling, answer, patient)
    if telling.category is Category.CONDITION:
        return Heard(telling, Result.CAUTION, open_keys=_open_keys(telling, patient))
    if telling.deep and patient.deep_muscles is not False and _touches(telling.regions, patient) is not False:
        return Heard(telling, Result.AVOID_AREA)
    return Heard(telling, MEANS[telling.category])


def _bar_over_place(telling: Telling, answer: Answer, patient: Patient) -> Heard:
    """A bar over a place is one where that place is to be treated; elsewhere it asks for care.

    Where nobody said which place it is, that has to be asked: it may be the one.
    """
    regions = answer.regions or telling.regions
    if not regions:
        return Heard(telling, Result.AVOID_AREA, asks=("regions",))
    touches = _touches(regions, patient)
    if touches is None:
        return Heard(telling, Result.AVOID_AREA, asks=("body_region",))
    return Heard(telling, Result.DO_NOT_TREAT if touches else Result.CAUTION)


def _leave_out(telling: Telling, answer: Answer, patient: Patient) -> Heard:
    """An area that is known to lie elsewhere asks for care alone."""
    regions = answer.regions or telling.regions
    is_elsewhere = bool(regions) and _touches(regions, patient) is False
    return Heard(telling, Result.CAUTION if is_elsewhere else Result.AVOID_AREA)


def _touches(regions: tuple[str, ...], patient: Patient) -> bool | None:
    """Whether one of the regions is to be treated; None where nobody said which are."""
    return None if not patient.treated else not patient.treated.isdisjoint(regions)


def _open_keys(telling: Telling, patient: Patient) -> tuple[str, ...]:
    met = patient.attested | (_OF_PARENT_AND_CHILD if OWN_CONSENT in patient.attested else frozenset())
    return tuple(key for key in telling.met_by if key not in met)
