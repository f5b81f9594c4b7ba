"""How far something is met on each day there is: a timeline of three statuses, and how several are joined."""

import datetime as dt
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Met, unmet, or unknown, which is never met. Worst first when sorted by `rank`: a known shortfall is not mended by
    finding out more.
    """

    UNMET = "unmet"
    UNKNOWN = "unknown"
    MET = "met"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return _RANKS[self]


_RANKS = {Status.UNMET: 0, Status.UNKNOWN: 1, Status.MET: 2}
UNMET, UNKNOWN, MET = Status.UNMET, Status.UNKNOWN, Status.MET
FIRST_DAY = dt.date.min


def worst(statuses: Iterable[Status]) -> Status:
    """The worst of them; of none, met."""
    return min(statuses, key=lambda status: _RANKS[status], default=MET)


@dataclass(frozen=True, slots=True)
class Timeline:
    """A status for every day: each of `statuses` holds from its day in `days` until the next; the first day is the
    calendar's first.
    """

    days: tuple[dt.date, ...]
    statuses: tuple[Status, ...]

    def on(self, day: dt.date) -> Status:
        """The status on a day."""
        return self.statuses[bisect_right(self.days, day) - 1]

    def first(self, status: Status, *, since: dt.date = FIRST_DAY) -> dt.date | None:
        """The first day with the status, from `since` on."""
        if self.on(since) is status:
            return since
        turns = zip(self.days, self.statuses, strict=True)
        return next((day for day, held in turns if day > since and held is status), None)


def always(status: Status) -> Timeline:
    """The same on every day."""
    return Timeline((FIRST_DAY,), (status,))


def from_day(day: dt.date | None, *, before: Status = UNMET, after: Status = MET) -> Timeline:
    """One status before the day and another from it on; None is a day that never comes."""
    if day is None:
        return always(before)
    return draw([day], lambda asked: after if asked >= day else before)


def draw(days: Iterable[dt.date], status_on: Callable[[dt.date], Status]) -> Timeline:
    """The timeline of something whose status can only turn on these days."""
    turns = sorted({FIRST_DAY, *days})
    return Timeline(tuple(turns), tuple(status_on(day) for day in turns))


def join(timelines: Sequence[Timeline], decide: Callable[[list[Status]], Status]) -> Timeline:
    """What `decide` makes of the statuses of all of them, on each day."""
    days = (day for one in timelines for day in one.days)
    return draw(days, lambda day: decide([one.on(day) for one in timelines]))
