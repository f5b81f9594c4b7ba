"""The horizon against a naive walk through the days, which knows nothing of turning days."""

import datetime as dt
from collections import defaultdict
from random import Random
from typing import Any

import pytest

from rulebook.decision import Decision
from rulebook.engine import Judgement
from rulebook.horizon import look_ahead
from rulebook.periods import each_day
from rulebook.status import Status, outcome_of
from tests.rulebook.asking import ask_engine, ask_reference, with_days
from tests.rulebook.builders import ON
from tests.rulebook.properties import holds_in_worlds
from tests.rulebook.reference_nodes import add_months, leaves_of
from tests.rulebook.worlds import draw_world

Data = dict[str, Any]
LAST = ON.replace(year=ON.year + 12)
SOON = ON + dt.timedelta(days=12)


@pytest.mark.parametrize("seed", range(30))
def test_twelve_years_day_by_day(seed: int) -> None:
    decision = ask_engine(draw_world(Random(seed)))
    inquiry, now = decision.inquiry, decision.judgement.status
    statuses = {day: inquiry.judge(day).status for day in each_day(ON, LAST)}
    assert statuses[ON] is now
    changed = next((day for day, status in statuses.items() if status is not now), None)
    assert decision.horizon.holds_until == (changed and changed - dt.timedelta(days=1))
    later = next((day for day, status in statuses.items() if status is Status.MET), None)
    assert decision.horizon.earliest_on == (None if now is Status.MET else later)
    if changed is not None:
        told = decision.horizon.next_change
        assert (told.on, told.outcome) == (changed, outcome_of(statuses[changed]))


@holds_in_worlds(180)
def test_the_reference_finds_the_same_days(world: Data, random: Random) -> None:
    """Every day of the next two weeks, and of the years after that those that anything could turn on."""
    decision, reference = ask_engine(world), ask_reference(world)
    first = reference.outcome_on(ON)
    days = sorted({*each_day(ON + dt.timedelta(days=1), SOON), *days_that_matter(world)})
    outcomes = {day: reference.outcome_on(day) for day in days}
    changed = next((day for day, outcome in outcomes.items() if outcome != first), None)
    permitted = next((day for day, outcome in outcomes.items() if outcome == "permitted"), None)
    assert decision.horizon.holds_until == (changed and changed - dt.timedelta(days=1))
    assert decision.horizon.earliest_on == (None if first == "permitted" else permitted)
    assert because_told(decision) == because_found(reference, changed)


def because_told(decision: Decision) -> list[str] | None:
    change = decision.horizon.next_change
    return None if change is None else list(change.because)


def because_found(reference: Any, changed: dt.date | None) -> list[str] | None:
    """The codes that differ between the day before and the day, a code that is missing on one of them too."""
    if changed is None:
        return None
    before, after = reference.codes_on(changed - dt.timedelta(days=1)), reference.codes_on(changed)
    return sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code))


def days_that_matter(world: Data) -> set[dt.date]:
    """Each day named, the day after it, its anniversaries and its months, give or take the unevenness of months."""
    named = days_in(with_days(world))
    later = {add_months(day, months) for day in named for months in (0, 1, 6, 12, 24, 132)}
    around = {dt.date.fromordinal(min(day.toordinal() + more, 3652059)) for day in later for more in (0, 1, 2, 3)}
    return {day for day in around if ON < day <= LAST}


def days_in(value: Any) -> set[dt.date]:
    if isinstance(value, dict):
        return {day for inner in value.values() for day in days_in(inner)}
    if isinstance(value, list):
        return {day for inner in value for day in days_in(inner)}
    return {value} if isinstance(value, dt.date) else set()


@holds_in_worlds(120)
def test_the_short_way_ahead_finds_what_the_long_way_finds(world: Data, random: Random) -> None:
    """The horizon looks again only at what may change; on every day that is what judging all of it finds."""
    decision = ask_engine(world)
    inquiry, today = decision.inquiry, decision.judgement
    outlook = look_ahead(inquiry, today)
    days = sorted(days_that_matter(world)) or [SOON]
    for day in random.sample(days, min(len(days), 4)):
        assert outlook.status(day) is inquiry.judge(day).status
        before, after = codes_found(inquiry.judge(day - dt.timedelta(days=1))), codes_found(inquiry.judge(day))
        differ = {code for code in before.keys() | after.keys() if before.get(code) != after.get(code)}
        assert outlook.codes_that_differ(day) == tuple(sorted(differ))
        assert inquiry.judge(day).status is today.status or any(day >= turn > ON for turn in outlook.days())


def codes_found(judgement: Judgement) -> dict[str, list[Status]]:
    found = defaultdict(list)
    for code, status in sorted(code for part in judgement.parts() for code in part.codes()):
        found[code].append(status)
    return found


def test_the_reference_knows_a_tree_by_its_leaves() -> None:
    reference = ask_reference(draw_world(Random(1)))
    parts, _ = reference.parts()
    assert all(
        set(leaf) == {"code", "layer", "status", "stated"} for part in parts.values() for leaf in leaves_of(part)
    )
