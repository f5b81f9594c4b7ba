"""Until when an answer holds, what changes it next, and when time alone makes it permitted.

A status can change only on a day that a fact or a provision names, or that follows from one by arithmetic. So only
those days are asked about, never every day of twelve years.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rulebook.engine import Inquiry, Judgement
from rulebook.findings import leaves_in
from rulebook.periods import ONE_DAY, shift_years
from rulebook.question import REVIEWED_KEYS
from rulebook.status import Outcome, Status, outcome_of

YEARS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class NextChange:
    """The first day of another outcome, and the codes whose status differs from the day before."""

    on: dt.date
    outcome: Outcome
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Horizon:
    """`holds_until` and `next_change` are None when nothing changes within twelve years.

    `turning_days` are the days within them on which a status may change.
    """

    holds_until: dt.date | None
    next_change: NextChange | None
    earliest_on: dt.date | None
    turning_days: tuple[dt.date, ...]


def find_horizon(inquiry: Inquiry, today: Judgement) -> Horizon:
    """Look ahead from the day asked about; the patient's age, the facts and the day of asking stay as they are."""
    start, now = inquiry.case.question.on, today.top.status
    days = turning_days(inquiry, start)
    turned, earliest = None, None
    previous = start
    for day in days:
        status = inquiry.status(day)
        if turned is None:
            if status is not now:
                turned = (previous, day, status)
            previous = day
        if earliest is None and status is Status.MET:
            earliest = day
        if turned and (earliest or now is Status.MET):
            break
    earliest = None if now is Status.MET else earliest
    if turned is None:
        return Horizon(None, None, earliest, days)
    before, day, status = turned
    last = today if before == start else inquiry.judge(before)
    because = codes_that_differ(last, inquiry.judge(day))
    return Horizon(day - ONE_DAY, NextChange(day, outcome_of(status), because), earliest, days)


def turning_days(inquiry: Inquiry, start: dt.date) -> tuple[dt.date, ...]:
    """The days after `start`, up to twelve years on, on which a status may change."""
    last = shift_years(start, YEARS_AHEAD) or dt.date.max
    return tuple(sorted({day for day in _days_named(inquiry) if start < day <= last}))


def _days_named(inquiry: Inquiry) -> Iterator[dt.date]:
    case = inquiry.case
    for basis in inquiry.bases:
        yield from basis.turning_days()
    for profession in inquiry.professions:
        alone = frozenset((profession,))
        for provision in inquiry.all_provisions(profession):
            yield provision.starts
            if provision.until is not None:
                yield provision.until
            yield from provision.current.turning_days(case, alone)
    for leaf in inquiry.consent:
        yield from leaf.turning_days(case, inquiry.professions)
    standard = inquiry.standard_node()
    if standard is not None:
        yield from standard.turning_days(case, inquiry.professions)
    yield from _policy_days(inquiry)
    for statement in case.facts.statements:
        if statement.key in REVIEWED_KEYS:
            yield from (day for day in (statement.starts, statement.until) if day)


def _policy_days(inquiry: Inquiry) -> Iterator[dt.date]:
    for version in inquiry.site.versions if inquiry.site else ():
        yield version.starts
        if version.until is not None:
            yield version.until
        yield from version.node.turning_days(inquiry.case, inquiry.professions)


def codes_that_differ(one: Judgement, other: Judgement) -> tuple[str, ...]:
    """The codes whose statuses are not the same on the two days, over every basis."""
    before, after = _statuses(one), _statuses(other)
    return tuple(sorted(code for code in before.keys() | after.keys() if before.get(code) != after.get(code)))


def _statuses(judgement: Judgement) -> dict[str, list[Status]]:
    told: dict[str, list[Status]] = defaultdict(list)
    for leaf in leaves_in(judgement.top):
        told[leaf.code].append(leaf.status)
    return {code: sorted(statuses) for code, statuses in told.items()}
