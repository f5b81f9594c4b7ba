"""What counts of what several sources told."""

import pytest

from rulebook.facts import normalise_number
from rulebook.settling import settle
from tests.rulebook.builders import (
    ask,
    authorization,
    certification,
    facts,
    found,
    law_of,
    licence,
    place,
    privilege,
    provision,
    requiring,
    restriction,
    status,
    told,
    training,
)

PERMITS = law_of(place("XA", provision()))
SUSPENDED = {"statuses": [status("suspended", "2020-01-01")]}


def twice(item: dict, **other) -> list[dict]:
    """The same thing told by two sources, the second with other content."""
    return [item | {"order": 1}, item | {"order": 2} | other]


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("licences", licence()),
        ("privileges", privilege()),
        ("certifications", certification()),
        ("training", training()),
    ],
)
def test_self_stated_facts_count_for_nothing(kind: str, item: dict) -> None:
    assert getattr(settle(facts(**{kind: [item | {"assurance": "self_stated"}]})), kind) == ()
    assert len(getattr(settle(facts(**{kind: [item | {"assurance": "awarded"}]})), kind)) == 1


@pytest.mark.parametrize(
    ("other", "findings"),
    [
        pytest.param({}, [("licence_active", "met")], id="told alike, it is one telling"),
        pytest.param({"assurance": "awarded"}, [("licence_active", "met")], id="alike in all but the assurance"),
        pytest.param({"checked_on": "2026-01-01"}, [("licence_active", "met")], id="alike in all but the last look"),
        pytest.param({"number": "l 1"}, [("licence_active", "met")], id="alike in all but the spelling"),
        pytest.param(SUSPENDED, [("licence_active", "met"), ("licence_suspended", "unmet")], id="one says suspended"),
        pytest.param(
            {"expires_on": "2020-01-01"}, [("licence_expired", "unmet"), ("licence_active", "met")], id="one says ended"
        ),
        pytest.param(
            {"restrictions": [restriction("no_invasive_procedures")]},
            [("licence_active", "met"), ("licence_active", "met"), ("licence_restricted_from_needling", "unmet")],
            id="one tells a restriction",
        ),
        pytest.param({"assurance": "self_stated", **SUSPENDED}, [("licence_active", "met")], id="one is self-stated"),
    ],
)
def test_one_licence_told_by_two_sources_stands_with_both(other: dict, findings: list) -> None:
    for tellings in (twice(licence(), **other), twice(licence(), **other)[::-1]):
        decision = ask(facts(licences=tellings), PERMITS)
        assert sorted(told(decision, "licence")) == sorted(findings)
        assert len(decision.judgement.bases) == 1


def test_the_highest_assurance_does_not_outweigh_a_suspension() -> None:
    tellings = twice(licence(assurance="seen_at_source"), assurance="awarded", **SUSPENDED)
    assert ask(facts(licences=tellings), PERMITS).outcome == "refused"


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("12345-2401", "123452401", True),
        ("pt 12.345", "PT-12345", True),
        ("PT–12345", "pt12345", True),
        ("A-1", "A-10", False),
        ("O1", "01", False),
        ("ß1", "ss1", True),
    ],
    ids=[
        "a dash",
        "blanks, dots, case",
        "an en dash",
        "another number",
        "the letter O and zero",
        "a sharp s in capitals",
    ],
)
def test_numbers_are_compared_bare(one: str, other: str, same: bool) -> None:
    assert (normalise_number(one) == normalise_number(other)) is same
    record = facts(licences=[licence(number=one), licence(number=other, **SUSPENDED)])
    assert (ask(record, PERMITS).outcome == "refused") is same


def test_a_number_spelt_in_two_ways_is_told_as_the_lower() -> None:
    decision = ask(facts(licences=twice(licence(number="l-1"), number="L.1")), PERMITS)
    assert decision.judgement.bases[0].basis.number == "L.1"


def test_years_count_from_the_later_day_that_sources_tell() -> None:
    tellings = twice(licence(issued_on="2010-01-01"), issued_on="2025-01-01")
    decision = ask(facts(licences=tellings), requiring({"kind": "years_licensed", "minimum": 2}))
    assert found(decision, "years_licensed")[0]["held"] == 1


@pytest.mark.parametrize(
    ("first", "second", "counts"),
    [
        ("seen_at_source", "register", 1),
        ("register", "seen_at_source", 2),
        ("register", "awarded", 1),
        ("awarded", "register", 2),
        ("awarded", "awarded", 1),
        ("self_stated", "awarded", 2),
    ],
)
def test_of_other_items_one_counts(first: str, second: str, counts: int) -> None:
    """The highest assurance, then the first recorded; whichever comes first in the list."""
    one = training(10, assurance=first, order=1)
    two = training(20, assurance=second, order=2)
    for tellings in ([one, two], [two, one]):
        decision = ask(
            facts(licences=[licence()], training=tellings), requiring({"kind": "training_hours", "minimum": 1})
        )
        assert found(decision, "training_hours")[0]["held"] == counts * 10


FUTURE = {"issued_on": "2030-01-01"}


@pytest.mark.parametrize(
    ("kind", "leaf", "item", "worse"),
    [
        ("certifications", {"kind": "certification"}, certification(), FUTURE),
        ("certifications", {"kind": "certification"}, certification(), {"number": "c 1", **FUTURE}),
        ("authorizations", {"kind": "board_authorization"}, authorization(), FUTURE),
        ("authorizations", {"kind": "board_authorization"}, authorization(number="A-1"), {"number": "a1", **FUTURE}),
        (
            "credentials",
            {"kind": "credential_held", "title": "CPR"},
            {"title": "CPR", "issued_on": "2020-01-01", "expires_on": None},
            {"expires_on": "2020-02-01"},
        ),
        (
            "statements",
            {"kind": "attestation", "key": "skill", "about": "practitioner", "says": "…"},
            {"key": "skill", "by": "x", "from": "2020-01-01", "until": None},
            {"until": "2020-02-01"},
        ),
    ],
)
def test_what_the_better_source_tells_counts(kind: str, leaf: dict, item: dict, worse: dict) -> None:
    better = item | {"order": 1, "assurance": "awarded"}
    worse = item | worse | {"order": 2, "assurance": "seen_at_source"}
    outcome = ask(facts(licences=[licence()], **{kind: [better, worse]}), requiring(leaf)).outcome
    assert outcome in ("refused", "conditional")
    swapped = [better | {"assurance": "seen_at_source"}, worse | {"assurance": "awarded"}]
    assert ask(facts(licences=[licence()], **{kind: swapped}), requiring(leaf)).outcome == "permitted"


def test_a_privilege_told_twice_is_the_one_of_the_better_source() -> None:
    tellings = twice(privilege(assurance="seen_at_source", **SUSPENDED), assurance="awarded", number="p1", statuses=[])
    decision = ask(facts(licences=[licence("XB")], privileges=tellings), PERMITS)
    assert [code for code, _ in told(decision, "licence")] == ["privilege_suspended", "home_licence_in_good_standing"]


@pytest.mark.parametrize(
    ("other", "held"),
    [({}, 4), ({"subject": "law"}, 8), ({"completed_on": "2026-05-31"}, 8), ({"hours": 3}, 7)],
    ids=["the same entry twice", "another subject", "another day", "other hours"],
)
def test_education_is_told_apart_by_day_subject_and_hours(other: dict, held: int) -> None:
    entry = {"hours": 4, "completed_on": "2026-06-01", "subject": "anatomy"}
    record = facts(licences=[licence()], continuing_education=twice(entry, **other))
    law = requiring({"kind": "continuing_education", "minimum": 1, "months": 12})
    assert found(ask(record, law), "continuing_education")[0]["held"] == held


def test_evidence_of_a_telling_names_every_fact_that_says_so() -> None:
    decision = ask(facts(licences=[licence(), licence(), licence(**SUSPENDED)]), PERMITS)
    evidence = {one.code: one.evidence for one in decision.findings if one.layer == "licence"}
    assert evidence == {"licence_active": ("licences-1", "licences-2"), "licence_suspended": ("licences-3",)}


def test_tellings_stand_in_an_order_of_their_own() -> None:
    """Not in that of the telling: the same facts give the same bytes."""
    tellings = [
        licence(id="a", expires_on="2030-01-01"),
        licence(id="b", **SUSPENDED),
        licence(id="c", restrictions=[restriction("other"), restriction("no_minors")]),
    ]
    answers = [ask(facts(licences=told), PERMITS) for told in (tellings, tellings[::-1], tellings[1:] + tellings[:1])]
    orders = [[(one.code, one.evidence) for one in answer.findings] for answer in answers]
    assert orders[0] == orders[1] == orders[2]


@pytest.mark.parametrize(
    ("kind", "item", "others"),
    [
        ("privileges", privilege(), ({"compact": "OT"}, {"profession": "AT"}, {"remote": "XB"}, {"number": "P-2"})),
        (
            "authorizations",
            authorization(number="A-1"),
            ({"jurisdiction": "XB"}, {"profession": "AT"}, {"title": "permit"}, {"number": "A-2"}, {"number": None}),
        ),
        ("training", training(), ({"provider": "x"}, {"course": "x"}, {"completed_on": "2016-05-09"})),
        ("certifications", certification(), ({"issuer": "x"}, {"number": "C-2"})),
        (
            "statements",
            {"key": "skill", "by": "x", "from": "2020-01-01", "until": None},
            ({"key": "other"}, {"by": "y"}, {"from": "2020-01-02"}),
        ),
        (
            "exams",
            {"form": "written", "of": "DN-1", "passed_on": "2020-01-01"},
            ({"form": "practical"}, {"of": "DN-2"}, {"passed_on": "2020-01-02"}),
        ),
        (
            "credentials",
            {"title": "CPR", "issued_on": "2020-01-01", "expires_on": None},
            ({"title": "DPT"}, {"issued_on": "2020-01-02"}),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_items_that_differ_in_a_part_of_their_key_are_two(kind: str, item: dict, others: tuple) -> None:
    assert len(getattr(settle(facts(**{kind: [item, item]})), kind)) == 1
    for other in others:
        assert len(getattr(settle(facts(**{kind: [item, item | other]})), kind)) == 2, other
