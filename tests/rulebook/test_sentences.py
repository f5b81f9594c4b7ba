"""The sentences that people read, on paper and on the page."""

import string

import pytest

from rulebook import messages
from rulebook.explain import message_of, say
from rulebook.findings import Finding
from rulebook.law import Law
from tests.rulebook.made_findings import CONDITION, HOURS, MET, UNKNOWN, UNMET, UTAH, YEARS, found, name_of


@pytest.mark.parametrize(
    ("finding", "sentence"),
    [
        pytest.param(
            found("training_hours", UNMET, required=50, held=38, **HOURS),
            "38 of 50 in-person hours of needling training.",
            id="too few hours",
        ),
        pytest.param(
            found("training_hours", MET, required=50, held=54.5, **HOURS),
            "54.5 in-person hours of needling training (50 needed).",
            id="hours enough",
        ),
        pytest.param(
            found(
                "training_hours",
                UNMET,
                required=1,
                held=0,
                unit="hours",
                words={"part": "practical", "subject": "foundation"},
            ),
            "0 of 1 practical hour of foundation training.",
            id="one hour has no plural",
        ),
        pytest.param(
            found("years_licensed", UNMET, required=2, held=1, **YEARS),
            "1 of 2 years licensed as a physical therapist.",
            id="too few years",
        ),
        pytest.param(
            found("years_licensed", MET, required=2, held=3, **YEARS),
            "3 years licensed as a physical therapist (2 needed).",
            id="more years than needed",
        ),
        pytest.param(
            found("supervised_sessions", UNMET, required=250, held=12, unit="sessions"),
            "12 of 250 supervised sessions.",
            id="too few sessions",
        ),
        pytest.param(
            found("continuing_education", MET, required=4, held=4, unit="hours", words={"months": "24"}),
            "4 hours of continuing education in 24 months (4 needed).",
            id="continuing education",
        ),
        pytest.param(
            found("informed_consent", CONDITION, law_says="the patient's informed consent"),
            "To be confirmed: the patient's informed consent.",
            id="a tick still to be made",
        ),
        pytest.param(
            found("parental_consent", MET), "Confirmed: consent of a parent or guardian.", id="a tick that was made"
        ),
        pytest.param(
            found("certification", UNMET, "standard", required="child", words={"patient_group": "asked"}),
            "Not on record: a current certification for children.",
            id="no certification for the group asked about",
        ),
        pytest.param(
            found("board_authorization", MET, required="dry needling registration", evidence=("authorization-1",)),
            "On record: the board's dry needling registration.",
            id="an authorization on record",
        ),
        pytest.param(
            found("licence_expired", UNMET, "licence", words={**UTAH, "expires_on": "2026-05-31"}),
            "The Utah licence as a physical therapist ended on 31 May 2026.",
            id="a licence that has ended",
        ),
        pytest.param(
            found("licence_active", MET, "licence", words={"place": "GB", "profession": "PT"}),
            "The United Kingdom licence as a physiotherapist is active.",
            id="a physiotherapist's national register",
        ),
        pytest.param(
            found(
                "privilege_suspended",
                UNMET,
                "licence",
                words={"place": "US-CO", "profession": "OT", "until": "2027-01-02"},
            ),
            "The Colorado compact privilege as an occupational therapist is suspended until 2 January 2027.",
            id="a privilege suspended for a time",
        ),
        pytest.param(
            found("licence_restriction_reviewed", CONDITION, "licence", words=UTAH),
            "To be confirmed: a person has read the order that limits the Utah licence.",
            id="an order still to be read",
        ),
        pytest.param(
            found("licence_restriction_reviewed", MET, "licence", words=UTAH),
            "A person has read the order that limits the Utah licence.",
            id="an order that was read",
        ),
        pytest.param(
            found("home_licence_not_in_good_standing", UNMET, "licence", words=UTAH),
            "The home licence (Utah) is not in good standing.",
            id="a home licence that fails the privilege",
        ),
        pytest.param(
            found("law_prohibits", UNMET, law_says="Needling is the practice of acupuncture."),
            "The law forbids it: Needling is the practice of acupuncture.",
            id="the law's own words after ours",
        ),
        pytest.param(
            found("law_not_on_file", UNKNOWN, words={"profession": "RMT"}),
            "No law of this place is on file for massage therapists.",
            id="no law on file",
        ),
        pytest.param(
            found("unread", UNKNOWN, law_says="section 1.5 as amended"),
            "A part of the law was not read: section 1.5 as amended.",
            id="a part that was not read",
        ),
        pytest.param(
            found("patient_age", UNMET, "standard", required=12, held=9, unit="years"),
            "The patient is 9, and the least age is 12.",
            id="a patient too young",
        ),
        pytest.param(
            found("patient_age", UNMET, "standard", required=12, held=0, unit="years"),
            "The patient is 0, and the least age is 12.",
            id="a baby",
        ),
        pytest.param(
            found("patient_age", MET, "standard", required=12, unit="years"),
            "The patient is an adult, and the least age is 12.",
            id="an adult needs no age",
        ),
        pytest.param(
            found("patient_age_at_least_12", CONDITION, "standard", required=12),
            "To be confirmed: the patient is at least 12 years old.",
            id="a child of unknown age",
        ),
        pytest.param(
            found("body_region", UNMET, required="hand, wrist", held="knee"),
            "Needling of the knee is not allowed, only of: hand, wrist.",
            id="a region outside those allowed",
        ),
        pytest.param(
            found("a_key_of_some_file", CONDITION, law_says="the course was approved by a listed sponsor"),
            "To be confirmed: the course was approved by a listed sponsor.",
            id="a law file's own key has the file's words",
        ),
        pytest.param(
            found("a_key_of_some_policy", CONDITION, "policy"),
            "To be confirmed: a key of some policy.",
            id="a key without words",
        ),
    ],
)
def test_a_finding_is_a_sentence(finding: Finding, sentence: str) -> None:
    assert say(finding, name_of) == sentence


def test_every_message_id_has_a_text(shipped_law: Law) -> None:
    """Whatever a finding is, its message is in one of the tables; no sentence shows a blank for a missing word."""
    tables = {**messages.SENTENCES, **messages.MEASURES, **messages.PHRASES}
    standings = {f"standing.{name}" for name in messages.STANDINGS}
    for place in shipped_law.jurisdictions.values():
        for provisions in place.provisions.values():
            for provision in provisions:
                for leaf in provision.overdue.leaves():
                    for status in (MET, CONDITION, UNKNOWN, UNMET):
                        finding = Finding(
                            leaf.code,
                            "law",
                            status,
                            "",
                            leaf.required,
                            leaf.required,
                            law_says=leaf.law_says,
                            words=leaf.words(frozenset((provision.profession,))),
                        )
                        message, _ = message_of(finding)
                        assert message in tables or message in standings, message
                        assert say(finding).endswith("."), say(finding)
                        assert "  " not in say(finding)


def test_messages_ask_only_for_words_that_are_given() -> None:
    given = {
        "held", "required", "law_says", "place", "word", "as_profession", "professions", "group", "level", "until",
        "expires_on", "issued_on", "months", "hours", "sessions", "years", "training",
    }  # fmt: skip
    tables = (messages.SENTENCES, messages.MEASURES, messages.PHRASES, messages.STANDINGS)
    for table in tables:
        for message, text in table.items():
            asked = {name for _, name, _, _ in string.Formatter().parse(text) if name}
            assert asked <= given, message
