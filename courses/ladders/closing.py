"""Which levels would close a gap of a decision. The decision itself knows nothing of courses."""

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from courses.ladders.shapes import Level


@dataclass(frozen=True, slots=True)
class Wanted:
    """A gap by its reason code, where and for whom. `here` are the place and what it lies in, such as its country."""

    code: str
    here: Collection[str]
    on: dt.date
    profession: str | None = None
    patient_group: str | None = None


def closes(level: Level, wanted: Wanted) -> bool:
    """Whether completing the level adds what the gap lacks, and the profession may enter it on the day.

    It may take more than one level: a level of 27 hours is named for a gap of 54.
    """
    adds = CLOSED_BY.get(wanted.code)
    is_open = wanted.profession is None or any(
        one.profession == wanted.profession and one.holds_on(wanted.on) for one in level.eligible_professions
    )
    return adds is not None and is_open and adds(level, wanted)


def is_approved(level: Level, wanted: Wanted) -> bool:
    """Whether the place's board, or the country's, approves the level on the day."""
    return any(one.jurisdiction in wanted.here and one.holds_on(wanted.on) for one in level.approvals)


def _teaches(level: Level, wanted: Wanted) -> bool:
    return _taught_for(level, wanted) and any(one.hundredths for one in level.components)


def _certifies(level: Level, wanted: Wanted) -> bool:
    return bool(level.award.patient_groups) and _is_for(level.award.patient_groups, wanted)


def _taught_for(level: Level, wanted: Wanted) -> bool:
    return _is_for(level.patient_groups, wanted)


def _is_for(groups: Collection[str], wanted: Wanted) -> bool:
    return wanted.patient_group is None or wanted.patient_group in groups


# By reason code. What only another can give (a licence, a consent, a person's word) no level closes.
CLOSED_BY: dict[str, Callable[[Level, Wanted], bool]] = {
    "training_hours": _teaches,
    "supervised_sessions": lambda level, wanted: (
        level.supervised.sessions > 0 and _is_for(level.patient_groups, wanted)
    ),
    "exam_passed": lambda level, wanted: bool(level.examinations) and _is_for(level.patient_groups, wanted),
    "certification": _certifies,
    "board_approved_course": lambda level, wanted: _teaches(level, wanted) and is_approved(level, wanted),
}
