"""What was found: about entering a level, and about completing it."""

import datetime as dt
from dataclasses import dataclass

from courses.ladders.timelines import Status, worst

ELIGIBLE, NOT_ELIGIBLE, CANNOT_TELL = "eligible", "not_eligible", "cannot_tell"
_OUTCOMES = {Status.MET: ELIGIBLE, Status.UNMET: NOT_ELIGIBLE, Status.UNKNOWN: CANNOT_TELL}

Amount = int | str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is asked before entering. `code` is stable; hours are in hundredths.

    `when` is the first day on which time alone would have it met; None where more than time is needed, or none.
    `of` are the findings that a choice (`at_least`) rests on.
    """

    code: str
    status: Status
    needs: Amount
    has: Amount
    when: dt.date | None
    sentence: str
    of: tuple["Finding", ...] = ()


@dataclass(frozen=True, slots=True)
class Eligibility:
    """Whether somebody may enter. The worst finding decides: unmet before unknown before met.

    `when` is the first day on which time alone would make it `eligible`.
    """

    outcome: str
    findings: tuple[Finding, ...]
    when: dt.date | None = None

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What stands in the way."""
        return tuple(one for one in self.findings if one.status is not Status.MET)

    @property
    def is_eligible(self) -> bool:
        """Whether the answer is yes; unknown is not."""
        return self.outcome == ELIGIBLE


def outcome_of(findings: tuple[Finding, ...]) -> str:
    """The outcome that the findings come to."""
    return _OUTCOMES[worst(one.status for one in findings)]


@dataclass(frozen=True, slots=True)
class Requirement:
    """One thing that completes a level: `kind` is component, examination, supervised, prerequisite or in_time.

    `needs` and `has` are in `unit`: hundredths (of hours), passes, sessions, cases, or days. `met_on` is the day on
    which it was met, by when things happened and not by when they were recorded.
    """

    kind: str
    code: str
    status: Status
    needs: Amount
    has: Amount
    unit: str
    met_on: dt.date | None


@dataclass(frozen=True, slots=True)
class LevelProgress:
    """How far a level is completed; `latest_day` is the last on which it still may be."""

    requirements: tuple[Requirement, ...]
    completed_on: dt.date | None
    latest_day: dt.date | None

    @property
    def complete(self) -> bool:
        """Whether every requirement is met."""
        return self.completed_on is not None
