"""A whole answer in a line, as a receptionist reads it."""

import pytest

from rulebook.findings import Finding
from rulebook.summary import summarise
from tests.rulebook.made_findings import CONDITION, FLORIDA, HOURS, UNKNOWN, UNMET, UTAH, YEARS, cited, found, name_of

SOURCE = FLORIDA.text
SHORT_HOURS = cited("training_hours", UNMET, required=50, held=38, **HOURS)
CONSENT = cited("informed_consent", CONDITION, law_says="the patient's informed consent")
SKILL = cited("instructor_found_skill", CONDITION, about="practitioner", law_says="the instructor found the skill")


@pytest.mark.parametrize(
    ("outcome", "gaps", "line"),
    [
        pytest.param(
            "refused",
            [SHORT_HOURS],
            f"Not permitted in Florida: 38 of 50 in-person hours, {SOURCE}",
            id="the reason and where it is written",
        ),
        pytest.param(
            "refused",
            [cited("years_licensed", UNMET, required=2, held=1, **YEARS), SHORT_HOURS],
            "Not permitted in Florida: 1 of 2 years licensed as a physical therapist; 38 of 50 in-person hours, "
            f"{SOURCE}",
            id="a source that two reasons share is told once",
        ),
        pytest.param(
            "refused",
            [SHORT_HOURS, CONSENT],
            f"Not permitted in Florida: 38 of 50 in-person hours, {SOURCE}. Still to be confirmed for this "
            "treatment: the patient's informed consent",
            id="what a tick would settle is told apart from a shortfall",
        ),
        pytest.param(
            "refused",
            [
                SHORT_HOURS,
                found("certification", UNMET, "standard", required="adult", words={"patient_group": "asked"}),
            ],
            f"Not permitted in Florida: 38 of 50 in-person hours, {SOURCE}; a current certification for adults "
            "is not on record (by the training standard, which is guidance and not law)",
            id="the standard is never told as law",
        ),
        pytest.param(
            "refused",
            [found("no_licence_here", UNMET, "licence")],
            "Not permitted in Florida: no licence or privilege on record is valid for this place",
            id="no licence here",
        ),
        pytest.param(
            "conditional",
            [CONSENT],
            f"Permitted in Florida once confirmed for this treatment: the patient's informed consent, {SOURCE}",
            id="a tick away",
        ),
        pytest.param(
            "conditional",
            [SKILL, CONSENT],
            f"Permitted in Florida once confirmed for this treatment: the patient's informed consent, {SOURCE}; "
            "and about the practitioner: the instructor found the skill",
            id="ticks about the treatment apart from those about the practitioner",
        ),
        pytest.param(
            "undetermined",
            [cited("law_partly_read", UNKNOWN, law_says="…")],
            f"Cannot tell for Florida: part of this law that bears on the answer was not read, {SOURCE}",
            id="cannot tell",
        ),
        pytest.param(
            "refused",
            [SHORT_HOURS, cited("law_partly_read", UNKNOWN, law_says="…")],
            f"Not permitted in Florida: 38 of 50 in-person hours, {SOURCE}. Besides, part of this law that bears "
            "on the answer was not read",
            id="a refusal comes before what is not known",
        ),
        pytest.param(
            "refused",
            [SHORT_HOURS, found("licence_suspended", UNMET, "licence", words=UTAH), SHORT_HOURS],
            f"Not permitted in Florida: 38 of 50 in-person hours, {SOURCE}; the Utah licence as a physical therapist "
            f"is suspended; 38 of 50 in-person hours, {SOURCE}",
            id="a source is told again after a reason of another",
        ),
        pytest.param("permitted", [], "Permitted in Florida", id="yes"),
    ],
)
def test_an_answer_is_a_line(outcome: str, gaps: list[Finding], line: str) -> None:
    assert summarise(outcome, "Florida", gaps, name_of) == line
