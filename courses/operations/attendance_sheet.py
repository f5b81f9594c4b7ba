"""A session's attendance while it is told row by row: what each may say, and what it changes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

from courses.ladders.shapes import Level
from courses.models import Attendance, Seat, Session
from courses.queries.attending import births_of, hours_of_days, seats_of, standing_attendance
from courses.queries.compiled import ladders_of
from courses.queries.learners import root_of
from credentials.records.faults import Fault, Refusal, shown

DAY_HUNDREDTHS = 2400
RECORDED, CORRECTED, UNCHANGED = "recorded", "corrected", "unchanged"


@dataclass(frozen=True, slots=True)
class Told:
    """Hours of one component that a learner attended on a day. `because` says why something recorded was wrong."""

    enrolment_id: int
    component: str
    on: dt.date
    hundredths: int
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a row; `counted` are the hundredths that count of the component by now, never more than it has."""

    status: str
    attendance: Attendance
    counted: int


Answer = Taken | Refusal


@dataclass(slots=True)
class Sheet:
    """A session's attendance while rows are taken one after another: each sees those before it.

    `added` and `superseded` (with the reason) are what is to be written; nothing is written here.
    """

    session: Session
    today: dt.date
    seats: dict[int, Seat]
    levels: dict[int, Level | None]
    standing: dict[tuple[int, str, dt.date], Attendance]
    of_day: dict[tuple[int, dt.date], int]
    births: dict[int, dt.date]
    recorder: int | None
    of_component: dict[tuple[int, str], int] = field(init=False)
    added: list[Attendance] = field(default_factory=list)
    superseded: list[tuple[Attendance, str]] = field(default_factory=list)
    told: set[tuple[int, str, dt.date]] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Add up what stands recorded of each component at each seat."""
        self.of_component = {}
        for (seat_id, code, _), row in self.standing.items():
            self.of_component[seat_id, code] = self.of_component.get((seat_id, code), 0) + row.hundredths

    @classmethod
    def of(cls, session: Session, rows: Sequence[Told], today: dt.date, recorder: int | None) -> "Sheet":
        """All that the rows are judged by, read at once behind the locks. `recorder` as in `record_attendance`."""
        seats = seats_of(session.pk, {row.enrolment_id for row in rows})
        enrolments = [seat.enrolment for seat in seats.values()]
        ladders = ladders_of({one.version_id for one in enrolments})
        levels = {key: ladder.level(session.level_code) for key, ladder in ladders.items()}
        hours = hours_of_days({root_of(one.practitioner) for one in enrolments}, {row.on for row in rows})
        births = births_of({one.practitioner.person_id for one in enrolments})
        return cls(
            session,
            today,
            seats,
            {one.pk: levels[one.version_id] for one in enrolments},
            standing_attendance({seat.pk for seat in seats.values()}),
            dict(hours),
            births,
            recorder,
        )

    def take(self, row: Told, by: str) -> Answer:
        """Take the row, or say all that is wrong with it."""
        seat = self.seats.get(row.enrolment_id)
        if seat is None:
            return Refusal((Fault("/enrolment", "not_seated", "this learner never had a seat at the session"),))
        if root_of(seat.enrolment.practitioner) == self.recorder:
            return Refusal((Fault("/enrolment", "own_attendance", "nobody records what they attended themselves"),))
        cell = (seat.pk, row.component, row.on)
        standing = self.standing.get(cell)
        faults = [*self._faults_of_day(row, seat), *self._faults_of_component(row, seat)]
        if cell in self.told:
            faults.append(Fault("", "told_twice", "learner, component and day stand in another row too"))
        self.told.add(cell)
        if not faults:
            faults += self._faults_of_change(row, seat, standing)
        if faults:
            return Refusal(tuple(faults))
        if standing is not None and standing.hundredths == row.hundredths:
            return Taken(UNCHANGED, standing, self._counted(seat, row.component))
        return self._write(row, seat, standing, by)

    def _write(self, row: Told, seat: Seat, standing: Attendance | None, by: str) -> Taken:
        told = Attendance(seat=seat, component=row.component, on=row.on, hundredths=row.hundredths, recorded_by=by)
        day = (root_of(seat.enrolment.practitioner), row.on)
        before = 0 if standing is None else standing.hundredths
        self.of_day[day] = self.of_day.get(day, 0) - before + row.hundredths
        component = (seat.pk, row.component)
        self.of_component[component] = self.of_component.get(component, 0) - before + row.hundredths
        self.standing[(seat.pk, row.component, row.on)] = told
        self.added.append(told)
        if standing is None:
            return Taken(RECORDED, told, self._counted(seat, row.component))
        self.superseded.append((standing, row.because or ""))
        return Taken(CORRECTED, told, self._counted(seat, row.component))

    def _counted(self, seat: Seat, code: str) -> int:
        """What counts of a component at this session: never more than the component has."""
        level = self.levels[seat.enrolment_id]
        component = level.component(code) if level else None
        return min(self.of_component.get((seat.pk, code), 0), component.hundredths) if component else 0

    def _faults_of_day(self, row: Told, seat: Seat) -> list[Fault]:
        faults = []
        if not self.session.starts_on <= row.on <= self.session.ends_on:
            days = f"{self.session.starts_on} to {self.session.ends_on}"
            faults.append(Fault("/on", "outside_session", f"the session is from {days}"))
        if row.on > self.today:
            faults.append(Fault("/on", "in_the_future", f"{row.on} is yet to come"))
        birth = self.births.get(seat.enrolment.practitioner.person_id)
        if birth is not None and row.on < birth:
            faults.append(Fault("/on", "before_birth", "that day is before the learner's birth"))
        if seat.enrolment.continues_id is None and row.on < seat.enrolment.enrolled_on:
            faults.append(Fault("/on", "before_enrolment", f"the learner enrolled on {seat.enrolment.enrolled_on}"))
        return faults

    def _faults_of_component(self, row: Told, seat: Seat) -> list[Fault]:
        level = self.levels[seat.enrolment_id]
        if level is None or level.component(row.component) is None:
            detail = f"the level has no {shown(row.component)} in this learner's version"
            return [Fault("/component", "unknown_component", detail)]
        if self.session.components and row.component not in self.session.components:
            return [Fault("/component", "not_taught_here", f"{shown(row.component)} is not taught at this session")]
        return []

    def _faults_of_change(self, row: Told, seat: Seat, standing: Attendance | None) -> list[Fault]:
        if standing is None and seat.state != Seat.State.SEATED:
            return [Fault("/enrolment", f"seat_{seat.state}", f"the seat is {seat.state}: nothing new is recorded")]
        before = 0 if standing is None else standing.hundredths
        if standing is not None and before != row.hundredths and row.because is None:
            told = f"{before / 100:g} hours stand recorded: say why they were wrong"
            return [Fault("/because", "needs_a_reason", told)]
        day = self.of_day.get((root_of(seat.enrolment.practitioner), row.on), 0)
        if day - before + row.hundredths > DAY_HUNDREDTHS:
            told = f"{(day - before) / 100:g} hours are recorded for that day already"
            return [Fault("/hours", "more_than_a_day", told)]
        return []
