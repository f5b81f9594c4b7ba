"""How far a learner has come: each requirement of each level, what would close it next, and by when."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from courses.ladders.findings import Finding, LevelProgress, Requirement
from courses.ladders.judging import judge_eligibility, judge_level
from courses.ladders.record import LearnerRecord
from courses.ladders.renewing import Held, Window, judge_renewal, renewal_window
from courses.ladders.shapes import Ladder, Level
from courses.ladders.timelines import MET
from courses.models import Enrolment
from courses.queries.awards import AwardRow, read_awards_of
from courses.queries.coming import Coming, list_seated, next_of, read_coming
from courses.queries.compiled import ladder_of
from courses.queries.learner_records import read_records


@dataclass(frozen=True, slots=True)
class Step:
    """A requirement, and the next session that would close it (None where none is planned, or none can)."""

    requirement: Requirement
    session: Coming | None
    is_seated: bool


@dataclass(frozen=True, slots=True)
class Renewing:
    """What a renewal asks of the newest award of a level, as of the day."""

    window: Window
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class LevelStanding:
    """One level. `entry` are what stands in the way of entering it; `award` is the newest of its line of renewals."""

    level: Level
    progress: LevelProgress
    steps: tuple[Step, ...]
    entry: tuple[Finding, ...]
    award: AwardRow | None
    renewing: Renewing | None


def read_progress(enrolment: Enrolment, *, on: dt.date) -> list[LevelStanding]:
    """Every level of the version under which somebody is enrolled."""
    ladder = ladder_of(enrolment.version)
    record = read_records(enrolment_ids=[enrolment.pk], on=on)[enrolment.pk]
    coming = read_coming(programme_ids=[enrolment.programme_id], since=on)
    seated = list_seated(enrolment.pk)
    newest = {row.level_code: row for row in read_awards_of(enrolment_ids=[enrolment.pk])}
    found = []
    for level in ladder.levels:
        progress = judge_level(level, record, on)
        sessions = coming.get((enrolment.programme_id, level.code), [])
        award = newest.get(level.code)
        entry = () if progress.complete else judge_eligibility(level, record, on).missing
        found.append(
            LevelStanding(
                level,
                progress,
                tuple(_step(one, sessions, progress.latest_day, seated) for one in progress.requirements),
                entry,
                award,
                None if award is None else _renewing(level, ladder, award, record, on),
            )
        )
    return found


def _step(asked: Requirement, sessions: Sequence[Coming], latest: dt.date | None, seated: set[int]) -> Step:
    """Only sessions close components and examinations; the rest is logged, waited for, or past mending."""
    if asked.status is MET or asked.kind not in ("component", "examination"):
        return Step(asked, None, is_seated=False)
    if asked.kind == "component":
        closing = [one for one in sessions if one.teaches(asked.code)]
    else:
        closing = [one for one in sessions if one.examines(asked.code.partition(":")[0])]
    session = next_of(closing, latest, seated)
    return Step(asked, session, is_seated=session is not None and session.id in seated)


def _renewing(level: Level, ladder: Ladder, award: AwardRow, record: LearnerRecord, on: dt.date) -> Renewing | None:
    held = Held(award.awarded_on, award.expires_on)
    window = renewal_window(level.renewal, held)
    if window is None or award.is_withdrawn:
        return None
    return Renewing(window, judge_renewal(level, ladder, held, record, on))
