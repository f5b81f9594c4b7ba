"""What the demo's clinic asked: about everybody, and about children of each age at which consent changes."""

from collections.abc import Iterable
from typing import Any

from credentials.demo.people import FIRST_SHORT, FIRST_WHOLE
from credentials.demo.records import Invented

Question = dict[str, Any]
AT_THE_BEDSIDE = ("parental_consent", "child_assent")
# Register, age, and what is vouched for: the bands of consent, and ages on both sides of the standard's twelve years.
CHILDREN = (
    ("CA-QC", 9, AT_THE_BEDSIDE),
    ("CA-QC", 13, AT_THE_BEDSIDE),
    ("CA-QC", 13, ()),
    ("CA-QC", 15, ("minor_own_consent", "child_assent")),
    ("AU", 12, AT_THE_BEDSIDE),
    ("AU", 14, ("minor_own_consent", "child_assent")),
    ("GB", 11, AT_THE_BEDSIDE),
    ("GB", 15, AT_THE_BEDSIDE),
    ("GB", 16, ("minor_own_consent", "child_assent")),
    ("NL", 11, AT_THE_BEDSIDE),
    ("NL", 14, (*AT_THE_BEDSIDE, "minor_own_consent")),
    ("NL", 17, ("minor_own_consent", "child_assent")),
    ("NZ", 15, AT_THE_BEDSIDE),
    ("US-AK", 13, AT_THE_BEDSIDE),
    ("US-NE", 18, AT_THE_BEDSIDE),
    ("US-IA", 12, AT_THE_BEDSIDE),
)
# Who is asked about somewhere else than where their register is: on a privilege, or on a second register.
ELSEWHERE = (
    ("US-TX home-good", "US-NC"),
    ("US-NC home-lost", "US-IA"),
    ("US-NC home-lost", "US-NE"),
    ("US-IA privileges-ended", "US-NE"),
    ("US-IA privileges-ended", "US-AK"),
    ("US-IA privileges-ended", "US-TX"),
    ("US-NE home-watched", "US-AK"),
    ("AU two-registers", "NZ"),
    ("GB whole", "GB-SCT"),
)


def ask_clinic_questions(people: Iterable[Invented]) -> list[tuple[str, Question]]:
    """Each question with the alias of whom it is about. Whoever is certified for adults alone is asked about with
    nothing vouched for, so that what is left to tick at the bedside shows."""
    by_alias = {one.alias: one for one in people}
    questions = []
    for alias, one in by_alias.items():
        attested = () if alias.endswith(" adults") else one.place.attested
        questions.append((alias, ask(one.place.patient_is_in, {"age": 44}, attested)))
    for register, age, attested in CHILDREN:
        for alias in (f"{register} whole", f"{register} adults", f"{register} restriction"):
            place = by_alias[alias].place
            questions.append((alias, ask(place.patient_is_in, {"age": age}, (*place.attested, *attested))))
    for alias, jurisdiction in ELSEWHERE:
        questions.append((alias, ask(jurisdiction, {"group": "adult"}, ())))
    for group in ("child", "adult"):
        questions.append(("US-FL whole", ask("US-FL", {"group": group}, ("informed_consent",))))
    return questions


def ask(jurisdiction: str, patient: dict[str, Any], attested: Iterable[str]) -> Question:
    """A question without its practitioner."""
    return {"jurisdiction": jurisdiction, "patient": patient, "attested": list(attested)}


def address_first_questions(numbers: dict[str, str]) -> tuple[str, str]:
    """The paths to paste after the first start: sixteen hours short of Florida's fifty, and permitted there."""
    query = "standing?jurisdiction=US-FL&age=44&attested=informed_consent"
    short, whole = (f"/api/v1/practitioners/{numbers[alias]}/{query}" for alias in (FIRST_SHORT, FIRST_WHOLE))
    return short, whole
