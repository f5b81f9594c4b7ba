"""Until when an answer holds, what changes it next, and when time alone makes it permitted.

A status can change only on a day that a fact or a provision names, or that follows from one by arithmetic. So only
those days are asked about, never every day of twelve years.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from rulebook.engine import Inquiry, Judgement
from rulebook.outlook import Group, Mover, Reader, Window
from rulebook.periods import ONE_DAY, shift_years
from rulebook.status import MET, UNMET, Outcome, Status, outcome_of

YEARS_AHEAD = 12


class NextChange(NamedTuple):
    """The first day of another outcome, and the codes whose status differs from the day before."""

    on: dt.date
    outcome: Outcome
    because: tuple[str, ...]


class Horizon(NamedTuple):
    """`holds_until` and `next_change` are None when nothing changes within twelve years."""

    holds_until: dt.date | None
    next_change: NextChange | None
    earliest_on: dt.date | None


_FOR_EVER = Horizon(None, None, None)


def find_horizon(inquiry: Inquiry, today: Judgement) -> Horizon:
    """Look ahead from the day asked about; the patient's age, the facts and the day of asking stay as they are."""
    reader = Reader(inquiry, today, window_of(inquiry.case.question.on))
    if today.status is UNMET and reader.is_refused_for_good():
        return _FOR_EVER
    outlook = Outlook(reader.read_rest(), reader.read_bases())
    return _FOR_EVER if outlook.ceiling is UNMET else _walk(outlook, today.status)


def look_ahead(inquiry: Inquiry, today: Judgement) -> "Outlook":
    """The answer on later days, from the day asked about on."""
    reader = Reader(inquiry, today, window_of(inquiry.case.question.on))
    return Outlook(reader.read_rest(), reader.read_bases())


def _walk(outlook: "Outlook", now: Status) -> Horizon:
    """From one day on which the answer may change to the next, until both days looked for are found."""
    change, earliest = None, None
    for day in outlook.days():
        status = outlook.status(day)
        if change is None and status is not now:
            change = NextChange(day, outcome_of(status), outlook.codes_that_differ(day))
        if status is MET and now is not MET:
            earliest = day
        if change and (earliest or now is MET or outlook.ceiling is not MET):
            break
    return Horizon(change.on - ONE_DAY, change, earliest) if change else _FOR_EVER


def window_of(start: dt.date) -> Window:
    """The days after a day, up to and on the day twelve years later."""
    return Window(start, shift_years(start, YEARS_AHEAD) or dt.date.max)


class Outlook:
    """The answer on later days: the best of the bases, and all of the rest. It is never above its `ceiling`."""

    def __init__(self, rest: Group, bases: list[Group]) -> None:
        self._rest, self._bases = rest, bases
        self._open = [basis for basis in bases if basis.ceiling is not UNMET]
        self.ceiling = min(rest.ceiling, max([basis.ceiling for basis in self._open], default=UNMET))

    def days(self) -> list[dt.date]:
        """The days on which the answer may change, in their order."""
        return sorted({day for group in (self._rest, *self._open) for mover in group.movers for day in mover.days})

    def status(self, day: dt.date) -> Status:
        """The top node's status on a day."""
        rest = self._rest.status(day)
        return min(rest, max([basis.status(day) for basis in self._open], default=UNMET)) if rest is not UNMET else rest

    def codes_that_differ(self, day: dt.date) -> tuple[str, ...]:
        """The codes whose statuses are not the same on the day and the day before, over every basis."""
        movers = [mover for group in (self._rest, *self._bases) for mover in group.movers]
        before, after = _count(movers, day - ONE_DAY), _count(movers, day)
        return tuple(sorted({code for code, _ in (before - after) + (after - before)}))


def _count(movers: Iterable[Mover], day: dt.date) -> Counter[tuple[str, Status]]:
    return Counter([told for mover in movers for told in mover.codes(day)])
