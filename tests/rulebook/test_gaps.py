"""What stands between the answer and a yes."""

import pytest

from rulebook.telling import tell_decision
from tests.rulebook.builders import (
    ask,
    authorization,
    certification,
    facts,
    law_of,
    licence,
    place,
    policy,
    provision,
    requiring,
    restriction,
    status,
    training,
)

REFERRAL = {"kind": "attestation", "key": "referral", "says": "a referral"}
CONSENT = {"kind": "attestation", "key": "informed_consent", "says": "consent"}
UNREAD = {"kind": "unread", "says": "…"}
EXAM = {"kind": "exam_passed", "form": "written"}
CPR = {"kind": "credential_held", "title": "CPR"}
MET = {"kind": "patient_age", "minimum": 1}


def gaps_of(*leaves: dict, joint: str = "all_of", **record) -> list[dict]:
    held = facts(**{"licences": [licence()], **record})
    return tell_decision(ask(held, requiring(*leaves, joint=joint)))["gaps"]


def codes(gaps: list[dict]) -> list[str]:
    return [gap["code"] for gap in gaps]


@pytest.mark.parametrize(
    ("tree", "gaps"),
    [
        pytest.param(
            {"all_of": [MET, EXAM, REFERRAL, UNREAD]}, ["exam_passed", "referral", "unread"], id="every child"
        ),
        pytest.param({"any_of": [EXAM, UNREAD, REFERRAL]}, ["referral"], id="of several ways the nearest"),
        pytest.param({"any_of": [EXAM, UNREAD]}, ["unread"], id="unknown is nearer than unmet"),
        pytest.param({"any_of": [{"all_of": [EXAM, CPR]}, CPR]}, ["credential_held"], id="then the fewest gaps"),
        pytest.param({"any_of": [CPR, EXAM]}, ["credential_held"], id="then the first"),
        pytest.param({"any_of": [EXAM, CPR]}, ["exam_passed"], id="then the first, the other way round"),
        pytest.param({"any_of": [EXAM, MET]}, [], id="a way that is open leaves no gap"),
        pytest.param(
            {"any_of": [{"all_of": [REFERRAL, CONSENT]}, {"all_of": [REFERRAL, EXAM]}]},
            ["referral", "informed_consent"],
            id="the status of a way is that of its worst",
        ),
        pytest.param(
            {"all_of": [{"any_of": [EXAM, {"any_of": [CPR, REFERRAL]}]}, EXAM]},
            ["referral", "exam_passed"],
            id="nested",
        ),
    ],
)
def test_which_way_is_told(tree: dict, gaps: list[str]) -> None:
    held = facts(licences=[licence()])
    assert codes(tell_decision(ask(held, law_of(place("XA", provision(requires=tree)))))["gaps"]) == gaps


@pytest.mark.parametrize(
    ("leaf", "record", "told"),
    [
        pytest.param(
            {"kind": "training_hours", "minimum": 50},
            {"training": [training(38)]},
            (50, 38, 12, "hours"),
            id="whole hours",
        ),
        pytest.param(
            {"kind": "training_hours", "minimum": 50},
            {"training": [training(12.3)]},
            (50, 12.3, 37.7, "hours"),
            id="hours with a fraction",
        ),
        pytest.param(
            {"kind": "supervised_sessions", "minimum": 25},
            {"training": [training(supervised_sessions=5)]},
            (25, 5, 20, "sessions"),
            id="sessions",
        ),
        pytest.param({"kind": "years_licensed", "minimum": 20}, {}, (20, 16, 4, "years"), id="whole years"),
        pytest.param(
            {"kind": "continuing_education", "minimum": 4.5, "months": 12}, {}, (4.5, 0, 4.5, "hours"), id="education"
        ),
        pytest.param(EXAM, {}, ("written", None, None, None), id="no number, no shortfall"),
        pytest.param(REFERRAL, {}, (None, None, None, None), id="a condition"),
    ],
)
def test_how_much_is_missing(leaf: dict, record: dict, told: tuple) -> None:
    (gap,) = gaps_of(leaf, **record)
    assert (gap["required"], gap["held"], gap["shortfall"], gap["unit"]) == told


def test_conditions_are_the_gaps_that_are_conditions_once_each_in_order() -> None:
    held = facts(licences=[licence(statuses=[status("probation", "2020-01-01")])])
    whole = tell_decision(ask(held, requiring(REFERRAL, EXAM, CONSENT), policy({"all_of": [CONSENT, REFERRAL]})))
    assert whole["conditions"] == ["licence_restriction_reviewed", "referral", "informed_consent"]
    assert whole["conditions_about"][0] == {"code": "licence_restriction_reviewed", "about": "practitioner"}
    assert codes(whole["gaps"]) == [
        "licence_restriction_reviewed",
        "referral",
        "exam_passed",
        "informed_consent",
        "informed_consent",
        "referral",
    ]


def test_gaps_come_from_every_layer_in_the_trees_order() -> None:
    decision = ask(
        facts(licences=[licence(expires_on="2020-01-01")]),
        requiring(REFERRAL),
        policy(CPR),
        standard={"name": "trial", "requires": {"all_of": [EXAM]}},
        name="Ada",
    )
    assert [(gap["layer"], gap["code"]) for gap in tell_decision(decision)["gaps"]] == [
        ("identity", "name_does_not_match"),
        ("licence", "licence_expired"),
        ("law", "referral"),
        ("standard", "exam_passed"),
        ("policy", "credential_held"),
    ]


def test_a_yes_has_no_gaps_and_no_conditions() -> None:
    whole = tell_decision(ask(facts(licences=[licence()]), requiring(MET)))
    assert (whole["gaps"], whole["conditions"], whole["may_perform"]) == ([], [], True)


@pytest.mark.parametrize(
    ("leaf", "record", "closes"),
    [
        pytest.param({"kind": "years_licensed", "minimum": 20}, {}, True, id="years pass"),
        pytest.param({"kind": "years_licensed", "minimum": 30}, {}, False, id="not within twelve years"),
        pytest.param(
            {"kind": "training_hours", "minimum": 50}, {"training": [training(50, "2030-01-01")]}, True,
            id="a course whose end is on record",
        ),
        pytest.param({"kind": "training_hours", "minimum": 50}, {}, False, id="hours do not come of themselves"),
        pytest.param(
            {"kind": "certification"}, {"certifications": [certification(issued_on="2027-01-01")]}, True,
            id="a certification that begins later",
        ),
        pytest.param(
            {"kind": "certification"}, {"certifications": [certification(expires_on="2020-01-01")]}, False,
            id="an expired one",
        ),
        pytest.param(
            {"kind": "board_authorization"},
            {"authorizations": [authorization(statuses=[status("suspended", "2026-01-01", "2027-01-01")])]}, True,
            id="a suspension with an end",
        ),
        pytest.param(REFERRAL, {}, False, id="a tick does not come of itself"),
        pytest.param(
            {"kind": "attestation", "key": "law_studied", "says": "…", "about": "practitioner"},
            {"statements": [{"key": "law_studied", "by": "x", "from": "2027-01-01", "until": None}]}, True,
            id="a statement that begins later, whatever its key begins with",
        ),
        pytest.param(UNREAD, {}, False, id="law does not read itself"),
        pytest.param({"kind": "patient_age", "minimum": 30}, {}, False, id="the patient's age stays as asked"),
    ],
)  # fmt: skip
def test_whether_waiting_closes_a_gap(leaf: dict, record: dict, closes: bool) -> None:
    (gap,) = gaps_of(leaf, **record)
    assert gap["closes_with_time"] is closes


@pytest.mark.parametrize(
    ("given", "closes"),
    [
        pytest.param({"statuses": [status("suspended", "2026-01-01", "2027-01-01")]}, True, id="suspended for a year"),
        pytest.param({"statuses": [status("revoked", "2026-01-01")]}, False, id="revoked"),
        pytest.param(
            {"statuses": [status("revoked", "2026-01-01")], "restrictions": [restriction("other", "2027-01-01")]},
            False,
            id="revoked, and something else changes later",
        ),
        pytest.param(
            {"restrictions": [restriction("no_invasive_procedures")], "expires_on": "2030-01-01"},
            False,
            id="limited for ever, and expiring later",
        ),
        pytest.param({"issued_on": "2026-07-01"}, True, id="not yet valid"),
        pytest.param({"expires_on": "2026-06-14"}, False, id="expired"),
        pytest.param({"restrictions": [restriction("other", "2020-01-01", "2027-01-01")]}, True, id="limited"),
    ],
)
def test_whether_waiting_mends_a_licence(given: dict, closes: bool) -> None:
    decision = ask(facts(licences=[licence(**given)]), law_of(place("XA", provision())))
    assert [gap["closes_with_time"] for gap in tell_decision(decision)["gaps"]] == [closes]


@pytest.mark.parametrize(("later", "closes"), [("permitted", True), ("prohibited", False), ("silent", False)])
def test_law_to_come_closes_the_gap_of_law_that_is_missing(later: str, closes: bool) -> None:
    coming = provision(later, starts="2027-01-01")
    decision = ask(facts(licences=[licence()]), law_of(place("XA", coming)))
    assert [(gap["code"], gap["closes_with_time"]) for gap in tell_decision(decision)["gaps"]] == [
        ("law_not_on_file", closes)
    ]


def test_a_key_that_begins_like_a_code_of_law_is_closed_by_its_own_statement() -> None:
    studied = {"kind": "attestation", "key": "law_studied", "says": "…", "about": "practitioner"}
    stated = {"key": "law_studied", "by": "x", "from": "2027-01-01", "until": None}
    gaps = gaps_of(studied, UNREAD, statements=[stated])
    assert [(gap["code"], gap["closes_with_time"]) for gap in gaps] == [("law_studied", True), ("unread", False)]
