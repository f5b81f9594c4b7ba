"""The leaves on what was learned and for how long one has practised."""

import pytest

from tests.rulebook.builders import (
    ask,
    authorization,
    facts,
    found,
    law_of,
    licence,
    place,
    privilege,
    provision,
    requiring,
    status,
    training,
)

HOURS = {"kind": "training_hours", "minimum": 10}


def course(name: str = "DN-1", *parts: tuple[float, str, str, str], **given) -> dict:
    words = ("hours", "part", "delivery", "subject")
    return training(course=name, **given) | {"hours": [dict(zip(words, part, strict=True)) for part in parts]}


def outcome_of(leaf: dict, **record) -> str:
    return ask(facts(**{"licences": [licence()], **record}), requiring(leaf)).outcome


def held_of(leaf: dict, **record):
    decision = ask(facts(**{"licences": [licence()], **record}), requiring(leaf))
    return found(decision, leaf["kind"])[0]["held"]


@pytest.mark.parametrize(
    ("completed_on", "held"),
    [("2026-06-14", 10), ("2026-06-15", 10), ("2026-06-16", 0)],
    ids=["the day before", "on the day", "the day after"],
)
def test_training_counts_from_the_day_of_completion(completed_on: str, held: int) -> None:
    assert held_of(HOURS, training=[training(10, completed_on)]) == held


@pytest.mark.parametrize(
    ("hours", "minimum", "outcome"),
    [
        pytest.param([9.99], 10, "refused", id="a hundredth short"),
        pytest.param([10], 10, "permitted", id="exactly"),
        pytest.param([5, 5], 10, "permitted", id="two courses"),
        pytest.param([0.1] * 3, 0.3, "permitted", id="tenths that binary fractions would lose"),
        pytest.param([16.67, 16.67, 16.66], 50, "permitted", id="thirds rounded by hand"),
        pytest.param([16.67, 16.67, 16.65], 50, "refused", id="thirds, a hundredth short"),
    ],
)
def test_hours_are_summed_exactly(hours: list, minimum: float, outcome: str) -> None:
    held = [training(one, course=f"DN-{number}") for number, one in enumerate(hours)]
    assert outcome_of(HOURS | {"minimum": minimum}, training=held) == outcome


PARTS = [
    (1, "practical", "in_person", "dry_needling"),
    (2, "didactic", "in_person", "dry_needling"),
    (4, "didactic", "live_online", "dry_needling"),
    (8, "didactic", "online", "dry_needling"),
    (16, "didactic", "in_person", "foundation"),
]


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        pytest.param({}, 15, id="needling alone by default"),
        pytest.param({"subject": "dry_needling"}, 15, id="needling"),
        pytest.param({"subject": "foundation"}, 16, id="foundation"),
        pytest.param({"subject": "any"}, 31, id="any subject"),
        pytest.param({"part": "practical"}, 1, id="practical"),
        pytest.param({"part": "didactic"}, 14, id="theory"),
        pytest.param({"delivery": "in_person"}, 3, id="in person only"),
        pytest.param({"delivery": "live"}, 7, id="live: in person and live online"),
        pytest.param({"delivery": "live_online"}, 4, id="live online only"),
        pytest.param({"delivery": "online"}, 8, id="online only"),
        pytest.param({"delivery": "in_person", "part": "didactic", "subject": "any"}, 18, id="every filter at once"),
    ],
)
def test_hours_count_that_match_every_filter(asked: dict, held: float) -> None:
    assert held_of(HOURS | asked, training=[course("DN-1", *PARTS)]) == held


@pytest.mark.parametrize(
    ("approved_by", "asked", "held"),
    [
        pytest.param([], True, 0, id="by nobody"),
        pytest.param(["XB-1"], True, 10, id="by the place"),
        pytest.param(["XB"], True, 10, id="by its country"),
        pytest.param(["XB-2"], True, 0, id="by its neighbour"),
        pytest.param(["XA", "XB-1"], True, 10, id="by another and the place"),
        pytest.param([], False, 10, id="approval is not asked"),
    ],
)
def test_hours_approved_by_the_place_or_its_country(approved_by: list, asked: bool, held: int) -> None:
    law = law_of(place("XB-1", provision(requires=HOURS | {"approved_by_jurisdiction": asked})))
    record = facts(licences=[licence("XB-1")], training=[training(10, approved_by=approved_by)])
    assert found(ask(record, law, jurisdiction="XB-1"), "training_hours")[0]["held"] == held


def test_evidence_names_the_courses_that_count() -> None:
    courses = [training(4, course="A"), training(4, course="B", completed_on="2030-01-01"), course("C", PARTS[4])]
    decision = ask(facts(licences=[licence()], training=courses), requiring(HOURS))
    assert found(decision, "training_hours")[0]["evidence"] == ("training-1",)


@pytest.mark.parametrize(
    ("sessions", "outcome"), [([24], "refused"), ([25], "permitted"), ([20, 5], "permitted"), ([], "refused")]
)
def test_supervised_sessions_are_summed(sessions: list, outcome: str) -> None:
    held = [training(course=str(number), supervised_sessions=one) for number, one in enumerate(sessions)]
    assert outcome_of({"kind": "supervised_sessions", "minimum": 25}, training=held) == outcome


def test_sessions_to_come_do_not_count() -> None:
    held = [training(supervised_sessions=25, completed_on="2026-06-16")]
    assert held_of({"kind": "supervised_sessions", "minimum": 25}, training=held) == 0


YEARS = {"kind": "years_licensed", "minimum": 2}


@pytest.mark.parametrize(
    ("issued_on", "on", "held", "outcome"),
    [
        pytest.param("2024-06-15", "2026-06-14", 1, "refused", id="the day before the anniversary"),
        pytest.param("2024-06-15", "2026-06-15", 2, "permitted", id="the anniversary"),
        pytest.param("2024-06-15", "2026-06-16", 2, "permitted", id="the day after"),
        pytest.param("2024-02-29", "2026-02-27", 1, "refused", id="29 February, the day before"),
        pytest.param("2024-02-29", "2026-02-28", 2, "permitted", id="29 February becomes the 28th in a common year"),
        pytest.param("2026-02-28", "2028-02-28", 2, "permitted", id="28 February stays the 28th in a leap year"),
        pytest.param("2024-02-29", "2028-02-28", 3, "permitted", id="four years are full on the 29th"),
        pytest.param("2030-01-01", "2026-06-15", 0, "refused", id="a licence to come"),
    ],
)
def test_years_are_full_on_the_anniversary(issued_on: str, on: str, held: int, outcome: str) -> None:
    old = licence("XB", "OLD", issued_on=issued_on)
    here = licence("XA", "NEW", issued_on="2026-02-01" if issued_on < "2026-02-01" else issued_on)
    decision = ask(facts(licences=[old, here]), requiring(YEARS), on=on)
    assert found(decision, "years_licensed")[0]["held"] == held
    assert found(decision, "years_licensed")[0]["status"].word == ("met" if outcome == "permitted" else "unmet")


@pytest.mark.parametrize(
    ("other", "asked", "found_status"),
    [
        pytest.param({"expires_on": "2020-01-01"}, {}, "met", id="an expired one counts"),
        pytest.param({"statuses": [status("revoked", "2012-01-01")]}, {}, "met", id="so does a revoked one"),
        pytest.param({"profession": "AT"}, {}, "unmet", id="of another profession"),
        pytest.param({"assurance": "self_stated"}, {}, "unmet", id="self-stated"),
        pytest.param({}, {"in_jurisdiction": True}, "unmet", id="elsewhere, where years here are asked"),
        pytest.param({}, {"in_jurisdiction": False}, "met", id="elsewhere, where years anywhere do"),
    ],
)
def test_which_licences_count_for_years(other: dict, asked: dict, found_status: str) -> None:
    held = [licence("XB", "OLD", **{"issued_on": "2010-01-01", **other}), licence("XA", issued_on="2026-01-01")]
    decision = ask(facts(licences=held), requiring(YEARS | asked))
    assert found(decision, "years_licensed")[0]["status"].word == found_status


def test_years_in_the_country_count_in_its_subdivision() -> None:
    law = law_of(place("XB-1", provision(requires=YEARS | {"in_jurisdiction": True})))
    held = [
        licence("XB", "OLD", issued_on="2010-01-01", expires_on="2011-01-01"),
        licence("XB-1", issued_on="2026-01-01"),
    ]
    assert ask(facts(licences=held), law, jurisdiction="XB-1").outcome == "permitted"


def test_years_of_a_privilege_do_not_count() -> None:
    held = facts(licences=[licence("XB", issued_on="2026-01-01")], privileges=[privilege(issued_on="2010-01-01")])
    assert ask(held, requiring(YEARS)).outcome == "refused"


EDUCATION = {"kind": "continuing_education", "minimum": 4, "months": 6}


@pytest.mark.parametrize(
    ("completed_on", "on", "held"),
    [
        pytest.param("2025-12-15", "2026-06-15", 0, id="six months ago to the day is outside"),
        pytest.param("2025-12-16", "2026-06-15", 4, id="a day later is inside"),
        pytest.param("2026-06-15", "2026-06-15", 4, id="on the day"),
        pytest.param("2026-06-16", "2026-06-15", 0, id="the day after"),
        pytest.param("2025-08-31", "2026-02-28", 4, id="31 August is inside on 28 February"),
        pytest.param("2025-08-28", "2026-02-28", 0, id="28 August is outside on 28 February"),
        pytest.param("2025-08-29", "2026-02-28", 4, id="29 August is inside on 28 February"),
        pytest.param("2025-08-31", "2026-03-01", 0, id="31 August is outside on 1 March"),
        pytest.param("2025-08-31", "2026-08-31", 0, id="a year ago is outside"),
        pytest.param("2026-02-28", "2026-08-31", 0, id="31 August less six months is clamped to 28 February"),
        pytest.param("2026-03-01", "2026-08-31", 4, id="and 1 March is after it"),
    ],
)
def test_the_window_of_continuing_education(completed_on: str, on: str, held: int) -> None:
    record = facts(
        licences=[licence()],
        continuing_education=[{"hours": 4, "completed_on": completed_on, "subject": "anatomy"}],
    )
    assert found(ask(record, requiring(EDUCATION), on=on), "continuing_education")[0]["held"] == held


def test_education_of_all_subjects_is_summed_exactly() -> None:
    parts = [("anatomy", 1.25), ("law", 1.25), ("needling", 1.5)]
    held = [{"hours": hours, "completed_on": "2026-06-01", "subject": subject} for subject, hours in parts]
    assert outcome_of(EDUCATION, continuing_education=held) == "permitted"
    assert outcome_of(EDUCATION, continuing_education=held[:2]) == "refused"


def test_training_is_no_continuing_education_and_no_authorization() -> None:
    record = {"training": [training(50)], "authorizations": [authorization()]}
    assert outcome_of(EDUCATION, **record) == "refused"
    assert outcome_of({"kind": "exam_passed", "form": "written"}, **record) == "refused"
