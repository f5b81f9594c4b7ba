"""What is on file about one learner under one enrolment, as far as a ladder asks about it."""

import datetime as dt
from dataclasses import dataclass

from rulebook.facts import Certification, ContinuingEducation, Licence

IN_FORCE = "active"


@dataclass(frozen=True, slots=True)
class Attended:
    """Hours, in hundredths, of one component attended on one day; what was superseded is left out."""

    level_code: str
    component: str
    on: dt.date
    hundredths: int


@dataclass(frozen=True, slots=True)
class SupervisedCases:
    """One supervised session; `signed` is None while nobody decided, False where it was refused."""

    level_code: str
    on: dt.date
    cases: int
    hundredths: int
    signed: bool | None
    patient_groups: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """A pass that was released and not superseded; `on` is the day on which the attempt was sat."""

    examination: str
    form: str
    on: dt.date
    result_id: int


@dataclass(frozen=True, slots=True)
class Tried:
    """An attempt; `passed` is None while no result was drafted."""

    examination: str
    form: str
    on: dt.date
    passed: bool | None
    released: bool


@dataclass(frozen=True, slots=True)
class Earned:
    """An award of any enrolment of the learner.

    `status` is `active`, `suspended` or `revoked` as somebody decided. An award withdrawn only because its grounds
    fell away is left out: the grounds are judged anew each time, and it must not stand in the way of its own return.
    """

    programme_code: str
    provider_id: int
    level_code: str
    on: dt.date
    expires_on: dt.date | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerRecord:
    """What one enrolment shows, with what the registry holds about the learner.

    `enrolled_on` is None before enrolment. `provider_id` and `programme_code` tell whose ladder is asked about.
    `licences` are all that is on file, self-stated ones too.
    """

    profession: str
    enrolled_on: dt.date | None = None
    provider_id: int | None = None
    programme_code: str | None = None
    licences: tuple[Licence, ...] = ()
    education: tuple[ContinuingEducation, ...] = ()
    certifications: tuple[Certification, ...] = ()
    attended: tuple[Attended, ...] = ()
    supervised: tuple[SupervisedCases, ...] = ()
    passed: tuple[Passed, ...] = ()
    tried: tuple[Tried, ...] = ()
    earned: tuple[Earned, ...] = ()
