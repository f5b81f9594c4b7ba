"""When an answer must be looked at again, against a walk through every midnight that knows nothing of turning days."""

import datetime as dt
from collections.abc import Iterator
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from rulebook.decision import Decision, decide
from rulebook.engine import prepare
from rulebook.periods import each_day
from rulebook.status import outcome_of
from rulebook.watching import Gist, find_coming, find_next_look, first_instant_of, gist_of
from tests.rulebook.asking import inputs_of
from tests.rulebook.builders import (
    ON,
    ask,
    certification,
    day,
    facts,
    law_of,
    licence,
    place,
    policy,
    privilege,
    provision,
    requiring,
    restriction,
    status,
    training,
)
from tests.rulebook.properties import holds_in_worlds
from tests.rulebook.test_walk import days_that_matter
from tests.rulebook.worlds import draw_world

UTC = ZoneInfo("Etc/UTC")
# Behind UTC, far before it, and with clocks that are put forward at midnight.
ZONES = [ZoneInfo(name) for name in ("America/Denver", "Pacific/Kiritimati", "America/Santiago", "Etc/UTC")]
LAST = ON.replace(year=ON.year + 12)
PERMITS = law_of(place("XA", provision(checked_on="2036-01-01")), months=1200)


def looks_again(held, law=PERMITS, site=None, zone=UTC, on=ON, asked_on=ON, **asked) -> str:
    """The instant, as a text; the day alone where it is midnight UTC."""
    found = find_next_look(ask(held, law, site, on=on, asked_on=asked_on, **asked), zone)
    assert found.tzinfo is dt.UTC
    return found.isoformat().removesuffix("+00:00").removesuffix("T00:00:00")


END = LAST.isoformat()
TRAINED = facts(licences=[licence()], training=[training(50, "2026-09-01")])
AN_HOUR = {"kind": "training_hours", "minimum": 50}


def test_nothing_dated_is_looked_at_again_after_twelve_years() -> None:
    assert looks_again(facts(licences=[licence()])) == END


@pytest.mark.parametrize(
    ("record", "law", "expected"),
    [
        pytest.param({"licences": [licence(expires_on="2027-05-31")]}, PERMITS, "2027-06-01", id="a licence ends"),
        pytest.param(
            {"licences": [licence(expires_on="2026-06-15")]}, PERMITS, "2026-06-16", id="today is its last valid day"
        ),
        pytest.param(
            {"licences": [licence(number="1"), licence(number="2", expires_on="2026-12-31")]}, PERMITS, "2027-01-01",
            id="one of two licences ends, which changes no outcome",
        ),
        pytest.param(
            {"licences": [licence(expires_on="2020-01-01")], "training": [training(50, "2026-09-01")]},
            requiring(AN_HOUR), "2026-09-01", id="a finding changes though all is refused for good",
        ),
        pytest.param(
            {"licences": [licence("XB", expires_on="2026-09-30")], "privileges": [privilege(expires_on="2026-12-31")]},
            PERMITS, "2026-10-01", id="the home licence ends before the privilege",
        ),
        pytest.param(
            {"licences": [licence(statuses=[status("suspended", "2026-07-01", "2026-08-01")])]}, PERMITS,
            "2026-07-01", id="a suspension to come",
        ),
        pytest.param(
            {"licences": [licence(restrictions=[restriction("no_minors", "2026-07-01")])]}, PERMITS, END,
            id="a restriction that does not touch the patient",
        ),
        pytest.param(
            {"licences": [licence(issued_on="2024-02-29")]}, requiring({"kind": "years_licensed", "minimum": 3}),
            "2027-02-28", id="an anniversary of 29 February",
        ),
        pytest.param(
            {"licences": [licence()],
             "continuing_education": [{"hours": 4, "completed_on": "2025-08-31", "subject": "x"}]},
            requiring({"kind": "continuing_education", "minimum": 4, "months": 18}), "2027-03-01",
            id="education leaves its window",
        ),
        pytest.param(
            {"licences": [licence(statuses=[status("probation", "2020-01-01")])],
             "statements": [{"key": "licence_restriction_reviewed", "by": "x", "from": "2026-07-01", "until": None}]},
            PERMITS, "2026-07-01", id="a reading of the order",
        ),
    ],
)  # fmt: skip
def test_what_is_waited_for(record: dict, law, expected: str) -> None:
    assert looks_again(facts(**record), law) == expected


def test_a_review_falls_overdue_at_midnight_utc_wherever_the_site_is() -> None:
    """The horizon, whose day of asking stays, sees nothing coming at all."""
    law = law_of(place("XA", provision(checked_on="2026-01-10")), months=6)
    held = facts(licences=[licence()])
    assert ask(held, law, asked_on=ON).horizon.holds_until is None
    for zone in ZONES:
        assert looks_again(held, law, zone=zone) == "2026-07-11"
    assert looks_again(held, law, on=day("2026-07-11"), asked_on=day("2026-07-11")) == "2038-07-11"


def test_days_of_treatment_begin_at_midnight_of_the_site() -> None:
    held = facts(licences=[licence(expires_on="2026-12-31")])
    assert looks_again(held, zone=ZoneInfo("America/Denver")) == "2027-01-01T07:00:00"
    assert looks_again(held, zone=ZoneInfo("Pacific/Kiritimati")) == "2026-12-31T10:00:00"


@pytest.mark.parametrize(
    ("on", "zone", "expected"),
    [
        pytest.param("2026-09-06", "America/Santiago", "2026-09-06T04:00:00+00:00", id="clocks skip its midnight"),
        pytest.param("2026-11-01", "America/Havana", "2026-11-01T04:00:00+00:00", id="clocks strike it twice"),
        pytest.param("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00+00:00", id="the day was left out"),
    ],
)
def test_the_first_instant_of_a_day(on: str, zone: str, expected: str) -> None:
    assert first_instant_of(day(on), ZoneInfo(zone)).isoformat() == expected


def test_law_and_policy_that_begin_and_declarations_that_end() -> None:
    held = facts(licences=[licence()])
    old = provision(id="old", until="2027-01-01", checked_on="2036-01-01")
    law = law_of(place("XA", old, provision(id="new", starts="2027-01-01", checked_on="2036-01-01")), months=1200)
    assert looks_again(held, law) == "2027-01-01"  # as permitted as before, by another provision
    assert looks_again(held, law, on=day("2027-01-01"), asked_on=day("2027-01-01")) == "2039-01-01"
    begins = policy({"kind": "years_licensed", "minimum": 1}, starts=day("2026-09-01"))
    assert looks_again(held, PERMITS, begins) == "2026-09-01"
    seen = policy({"kind": "licence_checked", "within_months": 6})
    assert looks_again(facts(licences=[licence(checked_on="2026-05-31")]), PERMITS, seen) == "2026-12-01"


def test_it_is_looked_at_again_for_a_rise_too() -> None:
    law = law_of(place("XA", provision(requires=AN_HOUR, checked_on="2036-01-01")), months=1200)
    assert looks_again(TRAINED, law) == "2026-09-01"
    child = facts(licences=[licence()], certifications=[certification(issued_on="2026-08-01")])
    standard = {"name": "trial", "requires": {"all_of": [{"kind": "certification"}]}}
    assert looks_again(child, PERMITS, standard=standard) == "2026-08-01"


def walk(world: dict[str, Any], zone: ZoneInfo, days: list[dt.date]) -> Iterator[tuple[dt.datetime, Gist]]:
    """What is found at the midnights of the days, there and in UTC, each asked for itself."""
    question, held, law, standard, site, _ = inputs_of(world)
    for instant in sorted({first_instant_of(one, where) for one in days for where in (zone, dt.UTC)}):
        asked = question._replace(on=instant.astimezone(zone).date())
        yield instant, gist_of(prepare(asked, held, law, standard, site, instant.date()).judge(asked.on))


def ask_from_noon(world: dict[str, Any], zone: ZoneInfo) -> tuple[Decision, dt.datetime]:
    """The decision of an instant in the middle of ON, with the days that it is there and in UTC."""
    at = dt.datetime.combine(ON, dt.time(12), tzinfo=dt.UTC)
    question, held, law, standard, site, _ = inputs_of(world)
    question = question._replace(on=at.astimezone(zone).date())
    return decide(question, held, law, standard, site, at.date()), at


def check_against_walk(world: dict[str, Any], zone: ZoneInfo, days: list[dt.date]) -> None:
    decision, at = ask_from_noon(world, zone)
    last = decision.question.on.replace(year=decision.question.on.year + 12)
    end, now = first_instant_of(last, zone), gist_of(decision.judgement)
    changed = next((one for one, gist in walk(world, zone, days) if at < one < end and gist != now), end)
    assert find_next_look(decision, zone) == changed


@holds_in_worlds(250)
def test_it_is_never_late_and_never_early(world: dict[str, Any], random: Random) -> None:
    """Every midnight of the next two weeks, and of the years after that those that anything could turn on."""
    soon = set(each_day(ON, ON + dt.timedelta(days=14)))
    check_against_walk(world, random.choice(ZONES), sorted(soon | days_that_matter(world)))


@pytest.mark.parametrize("seed", range(12))
def test_two_years_day_by_day(seed: int) -> None:
    world, zone = draw_world(Random(seed)), ZONES[seed % 4]
    decision, at = ask_from_noon(world, zone)
    days = list(each_day(ON, ON.replace(year=ON.year + 2)))
    now, looked = gist_of(decision.judgement), find_next_look(decision, zone)
    changed = next((one for one, gist in walk(world, zone, days) if one > at and gist != now), None)
    assert looked == changed if changed else looked > first_instant_of(days[-1], zone)


def coming(held, law=PERMITS, site=None, **asked) -> tuple | None:
    found = find_coming(ask(held, law, site, on=ON, asked_on=ON, **asked))
    return found and (found.on.isoformat(), found.outcome.value, list(found.because))


PROHIBITED = law_of(
    place("XA", provision(id="old", until="2027-01-01"), provision("prohibited", id="new", starts="2027-01-01"))
)
REVOKED = [status("revoked", "2026-09-01")]


@pytest.mark.parametrize(
    ("record", "law", "site", "expected"),
    [
        pytest.param(
            {"licences": [licence()]}, PROHIBITED, None, ("2027-01-01", "refused", ["law_permits", "law_prohibits"]),
            id="enacted law",
        ),
        pytest.param(
            {"licences": [licence(expires_on="2028-01-01")]}, PROHIBITED, None,
            ("2027-01-01", "refused", ["law_permits", "law_prohibits"]), id="enacted law before a licence expires",
        ),
        pytest.param(
            {"licences": [licence(statuses=REVOKED)]}, PERMITS, None,
            ("2026-09-01", "refused", ["licence_active", "licence_revoked"]), id="an order to come",
        ),
        pytest.param(
            {"licences": [licence("XB", statuses=REVOKED)], "privileges": [privilege()]}, PERMITS, None,
            ("2026-09-01", "refused", ["home_licence_in_good_standing", "home_licence_not_in_good_standing"]),
            id="an order at home",
        ),
        pytest.param(
            {"licences": [licence(restrictions=[restriction("no_invasive_procedures", "2026-09-01")])]}, PERMITS, None,
            ("2026-09-01", "refused", ["licence_restricted_from_needling"]), id="a restriction to come",
        ),
        pytest.param(
            {"licences": [licence()]}, PERMITS,
            policy({"kind": "years_licensed", "minimum": 40}, starts=day("2026-09-01")),
            ("2026-09-01", "refused", ["years_licensed"]), id="rules of the site",
        ),
        pytest.param({"licences": [licence(expires_on="2026-12-31")]}, PERMITS, None, None, id="a licence expires"),
        pytest.param({"licences": [licence()]}, PERMITS, None, None, id="nothing"),
        pytest.param({}, PROHIBITED, None, None, id="law for whom it does not concern"),
        pytest.param(
            {"licences": [licence()], "certifications": [certification(expires_on="2026-12-31")]},
            requiring({"kind": "certification"}), None, None, id="a certification that expires",
        ),
        pytest.param(
            {"licences": [licence()],
             "continuing_education": [{"hours": 4, "completed_on": "2026-01-31", "subject": "x"}]},
            requiring({"kind": "continuing_education", "minimum": 4, "months": 12}), None, None,
            id="hours that leave their window",
        ),
    ],
)  # fmt: skip
def test_what_is_coming_because_somebody_decided_so(record: dict, law, site, expected: tuple | None) -> None:
    assert coming(facts(**record), law, site) == expected


@holds_in_worlds(150)
def test_what_is_coming_is_a_change_of_the_outcome_on_that_day(world: dict[str, Any], random: Random) -> None:
    decision, _ = ask_from_noon(world, UTC)
    found = find_coming(decision)
    if found is not None:
        before, after = (decision.inquiry.judge(one).status for one in (found.on - dt.timedelta(1), found.on))
        assert before is not after
        assert outcome_of(after) is found.outcome
        assert found.because
