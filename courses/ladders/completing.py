"""Whether a learner completed a level, by the days on which things happened.

What is attended, passed or supervised counts from the days on which the level's prerequisites were met: who sits the
second seminar too early has not attended it. So it follows from the record alone and never from the order of recording.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from courses.ladders.findings import LevelProgress, Requirement
from courses.ladders.leaves import Done, Known, day_reached, draw_node, is_of_level
from courses.ladders.record import IN_FORCE, LearnerRecord
from courses.ladders.shapes import Component, Examination, Level
from courses.ladders.timelines import MET, UNKNOWN, UNMET, Status, Timeline, always, worst

Told = list[tuple[dt.date, int]]


def judge_level(level: Level, record: LearnerRecord, on: dt.date) -> LevelProgress:
    """How far the level is completed by what happened until the day, and on which day it was."""
    return Judgement(record, on).progress(level)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One record as known on one day; what levels came to is worked out once each."""

    record: LearnerRecord
    on: dt.date
    _done: dict[str, Done] = field(default_factory=dict)

    def progress(self, level: Level) -> LevelProgress:
        """How far the level is completed."""
        opened = self.opened(level)
        found = [
            *self._components(level, opened),
            *self._examinations(level, opened),
            *self._supervised(level, opened),
        ]
        if level.prerequisites is not None:
            found.append(_judge_opened(opened, self.on))
        latest = latest_day(level, self.record.enrolled_on)
        if level.finish_within_days is not None:
            found.append(self._in_time(found, level.finish_within_days, latest))
        days = [one.met_on for one in found if one.status is MET and one.met_on is not None]
        is_complete = worst(one.status for one in found) is MET
        return LevelProgress(tuple(found), max(days) if is_complete else None, latest)

    def opened(self, level: Level) -> Timeline:
        """On which days the prerequisites of the level are met."""
        if level.prerequisites is None:
            return always(MET)
        return draw_node(level.prerequisites, self.known(level))

    def known(self, level: Level) -> Known:
        """What the prerequisites of the level are judged by."""
        before = {one.code: one for one in level.before}
        return Known(self.record, self.on, lambda code: self.done(before[code]))

    def done(self, level: Level) -> Done:
        """Whether the level is completed, here or under another enrolment, and since when.

        An award that its provider suspended or revoked, with none in force beside it, takes the completion away.
        """
        if level.code not in self._done:
            self._done[level.code] = self._find_done(level)
        return self._done[level.code]

    def _find_done(self, level: Level) -> Done:
        awards = [one for one in self.record.earned if is_of_level(one, self.record, level.code) and one.on <= self.on]
        in_force = [one.on for one in awards if one.status == IN_FORCE]
        if awards and not in_force:
            return Done(UNMET)
        progress = self.progress(level)
        days = [*in_force, *([progress.completed_on] if progress.completed_on else [])]
        if days:
            return Done(MET, min(days))
        return Done(worst(one.status for one in progress.requirements))

    def _components(self, level: Level, opened: Timeline) -> Iterator[Requirement]:
        for one in level.components:
            yield self._sum("component", one.code, one.hundredths, "hundredths", self._attended(level, one), opened)

    def _attended(self, level: Level, component: Component) -> Told:
        wanted = (level.code, component.code)
        return [(one.on, one.hundredths) for one in self.record.attended if (one.level_code, one.component) == wanted]

    def _examinations(self, level: Level, opened: Timeline) -> Iterator[Requirement]:
        for one in level.examinations:
            yield self._sum("examination", f"{one.code}:{one.form}", 1, "passes", self._passes(one), opened)

    def _passes(self, examination: Examination) -> Told:
        wanted = (examination.code, examination.form)
        return [(one.on, 1) for one in self.record.passed if (one.examination, one.form) == wanted]

    def _supervised(self, level: Level, opened: Timeline) -> Iterator[Requirement]:
        signed = [one for one in self.record.supervised if one.level_code == level.code and one.signed]
        asked: list[tuple[str, int, Told]] = [
            ("sessions", level.supervised.sessions, [(one.on, 1) for one in signed]),
            ("cases", level.supervised.cases, [(one.on, one.cases) for one in signed]),
        ]
        for unit, needed, told in asked:
            if needed:
                yield self._sum("supervised", unit, needed, unit, told, opened)

    def _sum(self, kind: str, code: str, needed: int, unit: str, told: Told, opened: Timeline) -> Requirement:
        """A requirement that amounts add up to; those of days on which the level was not open are left out."""
        until_now = [one for one in told if one[0] <= self.on]
        sure = [one for one in until_now if opened.on(one[0]) is MET]
        met_on = day_reached(sure, needed)
        if met_on is not None:
            return Requirement(kind, code, MET, needed, _total(sure), unit, met_on)
        perhaps = [one for one in until_now if opened.on(one[0]) is not UNMET]
        status = UNKNOWN if day_reached(perhaps, needed) is not None else UNMET
        return Requirement(kind, code, status, needed, _total(sure), unit, None)

    def _in_time(self, others: list[Requirement], within: int, latest: dt.date | None) -> Requirement:
        enrolled_on = self.record.enrolled_on
        if enrolled_on is None or latest is None:
            return Requirement("in_time", "finish", UNKNOWN, within, None, "days", None)
        is_done = worst(one.status for one in others) is MET
        last = max((one.met_on for one in others if one.met_on), default=enrolled_on) if is_done else self.on
        status = MET if last <= latest else UNMET
        met_on = last if is_done and status is MET else None
        return Requirement("in_time", "finish", status, within, (last - enrolled_on).days, "days", met_on)


def _judge_opened(opened: Timeline, on: dt.date) -> Requirement:
    first = opened.first(MET)
    if first is not None and first <= on:
        return Requirement("prerequisite", "prerequisites", MET, None, None, "", first)
    perhaps = opened.first(UNKNOWN)
    status: Status = UNKNOWN if perhaps is not None and perhaps <= on else UNMET
    return Requirement("prerequisite", "prerequisites", status, None, None, "", None)


def latest_day(level: Level, enrolled_on: dt.date | None) -> dt.date | None:
    """The last day on which the level may be completed; None without a limit, or before enrolment."""
    if level.finish_within_days is None or enrolled_on is None:
        return None
    left = (dt.date.max - enrolled_on).days
    return enrolled_on + dt.timedelta(days=min(level.finish_within_days, left))


def _total(told: Told) -> int:
    return sum(amount for _, amount in told)
