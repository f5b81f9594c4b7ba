"""What a completed level amounts to: the day, the hours as attended, the examinations, and how long it lasts."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from courses.ladders.completing import Judgement
from courses.ladders.record import LearnerRecord
from courses.ladders.shapes import Level
from courses.ladders.timelines import MET
from rulebook.facts import HourPart
from rulebook.periods import ONE_DAY, shift_months


@dataclass(frozen=True, slots=True)
class Achieved:
    """A level completed. `hours` are what was attended by then, each part once; `exams` are (form, code, day).

    `approved_by` are the places whose approval of the level was in force on the day.
    """

    completed_on: dt.date
    hours: tuple[HourPart, ...]
    supervised_sessions: int
    approved_by: tuple[str, ...]
    exams: tuple[tuple[str, str, dt.date], ...]
    result_ids: tuple[int, ...]


def achieve(level: Level, record: LearnerRecord, on: dt.date) -> Achieved | None:
    """What the record comes to on the day; None while the level is not completed.

    Only what counts towards the level is told: hours attended before the level was open to the learner, or after it was
    completed, are not.
    """
    judgement = Judgement(record, on)
    progress = judgement.progress(level)
    if progress.completed_on is None:
        return None
    opened, last = judgement.opened(level), progress.completed_on
    hours: Counter[tuple[str, str, str]] = Counter()
    for one in record.attended:
        component = level.component(one.component)
        if component and one.level_code == level.code and one.on <= last and opened.on(one.on) is MET:
            hours[component.part, component.delivery, component.subject] += one.hundredths
    sessions = [s for s in record.supervised if s.level_code == level.code and s.signed and s.on <= last]
    met_on = {one.code: one.met_on for one in progress.requirements if one.kind == "examination"}
    days = {(one.code, one.form): met_on[f"{one.code}:{one.form}"] or last for one in level.examinations}
    return Achieved(
        last,
        tuple(HourPart(total, *kind) for kind, total in sorted(hours.items()) if total),
        sum(opened.on(one.on) is MET for one in sessions),
        tuple(sorted({one.jurisdiction for one in level.approvals if one.holds_on(last)})),
        tuple((form, code, day) for (code, form), day in days.items()),
        tuple(sorted(one.result_id for one in record.passed if days.get((one.examination, one.form)) == one.on)),
    )


def last_valid_day(first: dt.date, months: int | None) -> dt.date | None:
    """The last valid day of what lasts so many months from its first day; None months never expire.

    It is the day before the one with the first day's number, so that 1 June for 24 months lasts until 31 May and two
    terms never share a day. Where the last month has no such day, it is that month's last: 31 August for six months
    lasts until 28 (29) February. (So section 188 (2) and (3) of the German Civil Code reckon; no law that was read for
    this registry reckons otherwise.)
    """
    if months is None:
        return None
    turn = shift_months(first, months)
    if turn is None:
        return dt.date.max
    return turn - ONE_DAY if turn.day == first.day else turn
