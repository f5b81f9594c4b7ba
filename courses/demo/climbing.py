"""Learners go up a ladder by the operations that everybody uses: enrolled, seated, present, supervised."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from courses.demo.cohorts import Cohort, Step
from courses.demo.offering import DemoRefused
from courses.demo.people import Learner
from courses.demo.staff import Staff
from courses.demo.stories import Story
from courses.ladders.shapes import Level
from courses.models import Enrolment, Programme, Seat, Session
from courses.operations.attendance import record_attendance
from courses.operations.attendance_sheet import Told
from courses.operations.enrolments import Entrant, enrol
from courses.operations.seating import ask_seat
from courses.operations.sessions import SessionPlan, add_staff, plan_session
from courses.queries.compiled import ladder_of
from credentials.models import Practitioner
from credentials.records.faults import Refusal

_HOURS_OF_A_DAY = 9
Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Now:
    """When the demo is written."""

    at: dt.datetime

    @property
    def today(self) -> dt.date:
        """Its day."""
        return self.at.date()

    def before(self, days: int) -> dt.date:
        """So many days before today; after it for negative ones."""
        return self.today - dt.timedelta(days)


@dataclass(frozen=True, slots=True)
class Climber:
    """A learner with their story and their enrolment."""

    learner: Learner
    story: Story
    enrolment: Enrolment


@dataclass(frozen=True, slots=True)
class Held:
    """A step that was held, or will be: its level, its session where something is taught, and who takes part."""

    step: Step
    place: int  # the place of the step in the cohort's climb, from 0
    level: Level
    session: Session | None
    climbers: tuple[Climber, ...]

    def is_last_of(self, story: Story, steps: Sequence[Step]) -> bool:
        """Whether whoever has this story goes through no later step that was held."""
        past = [place for place, step in enumerate(steps) if step.days_ago > 0]
        return self.place == min(past[-1], story.levels - 1)


def must(answer: Answer | Refusal) -> Answer:
    """What an operation gave. Raises DemoRefused where it refused: then the demo is to be mended."""
    if isinstance(answer, Refusal):
        raise DemoRefused(answer)
    return answer


def enrol_learner(
    programme: Programme, cohort: Cohort, learner: Learner, practitioner: Practitioner, now: Now, by: str
) -> Enrolment:
    """Enrol somebody on the cohort's day."""
    entrant = Entrant(
        practitioner=practitioner,
        profession=learner.profession,
        on=now.before(cohort.enrols_ago),
        candidate=learner.candidate,
    )
    return must(enrol(programme_id=programme.pk, entrant=entrant, today=now.today, by=by))


def hold_step(
    programme: Programme, cohort: Cohort, place: int, climbers: Sequence[Climber], now: Now, staff: Staff
) -> Held:
    """Plan the step's session, seat whoever may come, and record who was there if it is over."""
    step = cohort.steps[place]
    level = ladder_of(climbers[0].enrolment.version).level(step.level)
    if level is None:
        raise DemoRefused(f"{programme.code} has no level {step.level}")
    taking_part = tuple(one for one in climbers if place < one.story.levels)
    if not level.components:
        return Held(step, place, level, None, taking_part)
    session = _plan(programme, cohort, level, step, len(taking_part), now)
    for user in staff.examiners if level.examinations else ():
        if step.days_ago > 0:
            must(add_staff(session_id=session.pk, user_id=user.pk, role="examiner"))
    must(add_staff(session_id=session.pk, user_id=staff.users["instructor"].pk, role="instructor"))
    seated = tuple(one for one in taking_part if _seat(session, one, now, staff.by("office")))
    held = Held(step, place, level, session, seated)
    if step.days_ago > 0:
        _attend(held, now, staff.by("records"))
    return held


def _plan(programme: Programme, cohort: Cohort, level: Level, step: Step, comers: int, now: Now) -> Session:
    days = math.ceil(sum(one.hundredths for one in level.components) / 100 / _HOURS_OF_A_DAY)
    starts_on = now.before(step.days_ago)
    waiting = cohort.waiting if step.days_ago <= 0 else 0
    plan = SessionPlan(
        level_code=level.code,
        jurisdiction=cohort.jurisdiction,
        place=cohort.place,
        starts_on=starts_on,
        ends_on=starts_on + dt.timedelta(days - 1),
        capacity=max(comers - waiting, 1),
        examinations=tuple(dict.fromkeys(one.code for one in level.examinations)),
        examiners_needed=2 if level.examinations else 0,
    )
    return must(plan_session(programme=programme, plan=plan))


def _seat(session: Session, climber: Climber, now: Now, by: str) -> bool:
    """Whether they got a seat. Who lacks a prerequisite, or comes too late, stays at home."""
    told = ask_seat(session_id=session.pk, enrolment_id=climber.enrolment.pk, at=now.at, on=session.starts_on, by=by)
    return isinstance(told, Seat) and told.state == Seat.State.SEATED


def _attend(held: Held, now: Now, by: str) -> None:
    """Everybody is there for their share of each component, in equal parts of every day."""
    session = held.session
    if session is None or not held.climbers:
        return
    days = (session.ends_on - session.starts_on).days + 1
    rows = [
        Told(
            climber.enrolment.pk,
            component.code,
            session.starts_on + dt.timedelta(day),
            _share(component.hundredths, climber.story.attends, days, day),
        )
        for climber in held.climbers
        for component in held.level.components
        for day in range(days)
    ]
    answers = must(record_attendance(session_id=session.pk, rows=rows, at=now.at, today=now.today, by=by))
    for answer in answers:
        must(answer)


def _share(hundredths: int, attends: float, days: int, day: int) -> int:
    """The hours of one day, so that all days together make the whole."""
    whole = int(hundredths * attends)
    return whole // days + (whole % days if day == 0 else 0)
