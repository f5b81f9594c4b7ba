"""What a ladder consists of. Hours are whole hundredths, so that sums are exact; spans of days are half-open."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from courses.ladders.requirements import Node


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a level that is attended, such as the hands-on days or a webinar."""

    code: str
    title: str
    hundredths: int
    part: str
    delivery: str
    subject: str


@dataclass(frozen=True, slots=True)
class Eligible:
    """A profession that may enter from a day to before another; `until` None is open."""

    profession: str
    starts: dt.date
    until: dt.date | None

    def holds_on(self, day: dt.date) -> bool:
        """Whether the profession may enter on the day."""
        return self.starts <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Supervised:
    """What must be needled under supervision and signed off to complete the level."""

    sessions: int
    cases: int


@dataclass(frozen=True, slots=True)
class Remediation:
    """After so many failed attempts a component must be attended (again) before the next."""

    after_attempts: int
    component: str


@dataclass(frozen=True, slots=True)
class Examination:
    """One part of an examination; code and form together are unique in a ladder.

    `attempts` None means any number. `gap_days` lie between two attempts at least, `window_days` between the first and
    the last at most.
    """

    code: str
    form: str
    attempts: int | None
    gap_days: int
    window_days: int | None
    remediation: Remediation | None


@dataclass(frozen=True, slots=True)
class Approval:
    """A board's approval of the level, from a day to before another."""

    jurisdiction: str
    starts: dt.date
    until: dt.date | None
    reference: str

    def holds_on(self, day: dt.date) -> bool:
        """Whether the approval is in force on the day."""
        return self.starts <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class AwardTerms:
    """What completing a level awards. `issuer` None is the provider; `months` None means that it never expires."""

    title: str
    issuer: str | None
    level: str | None
    patient_groups: tuple[str, ...]
    months: int | None


@dataclass(frozen=True, slots=True)
class Renewal:
    """How an award is renewed: all that is given here is asked.

    `education` is (hundredths of hours, subject) since the award; `refresher` the level to attend again;
    `re_examination` the examination to pass again, in every form it has. The window opens `opens_days_before` the last
    valid day, and closes `grace_days` after it.
    """

    education: tuple[int, str] | None
    refresher: str | None
    re_examination: str | None
    opens_days_before: int
    grace_days: int


@dataclass(frozen=True, slots=True)
class Level:
    """One level. `before` holds the levels that its prerequisites name, and so on down: there are no cycles."""

    code: str
    title: str
    components: tuple[Component, ...]
    patient_groups: tuple[str, ...]
    body_regions: tuple[str, ...]
    eligible_professions: tuple[Eligible, ...]
    prerequisites: Node | None
    supervised: Supervised
    examinations: tuple[Examination, ...]
    approvals: tuple[Approval, ...]
    finish_within_days: int | None
    award: AwardTerms
    renewal: Renewal | None
    before: tuple["Level", ...] = field(default=(), repr=False, compare=False)

    def component(self, code: str) -> Component | None:
        """The component with this code."""
        return next((one for one in self.components if one.code == code), None)


@dataclass(frozen=True, slots=True)
class Ladder:
    """All levels, in the order of the document."""

    levels: tuple[Level, ...]

    def level(self, code: str) -> Level | None:
        """The level with this code."""
        return next((one for one in self.levels if one.code == code), None)

    def examination(self, code: str, form: str) -> tuple[Level, Examination] | None:
        """The examination with this code and form, and the level that it belongs to."""
        return next((found for found in self.examinations() if (found[1].code, found[1].form) == (code, form)), None)

    def examinations(self) -> Iterator[tuple[Level, Examination]]:
        """Every examination with its level."""
        return ((level, one) for level in self.levels for one in level.examinations)
