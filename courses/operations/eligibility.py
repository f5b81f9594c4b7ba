"""Whether a learner may enter, as it is decided, told and kept; and what lets somebody in of whom it cannot be told."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from courses.ladders.entering import judge_eligibility
from courses.ladders.findings import CANNOT_TELL, Eligibility, Finding
from courses.ladders.shapes import Ladder, Level
from courses.models import Enrolment, Programme, ProgrammeVersion
from courses.queries.compiled import ladder_of
from courses.queries.learner_records import read_newcomer, read_records
from credentials.models import Practitioner
from credentials.records.faults import Fault, Refusal

Data = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a provider administrator states to have seen where the registry cannot tell: kept as that person's word."""

    says: str
    by: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """An eligibility with the version it was judged by and the day that it holds for."""

    eligibility: Eligibility
    version: ProgrammeVersion
    on: dt.date

    def told(self, seen: Seen | None = None) -> Data:
        """As it is told, and kept with an enrolment or a seat. The word is kept only where it was needed."""
        is_needed = self.eligibility.outcome == CANNOT_TELL
        return {
            "outcome": self.eligibility.outcome,
            "on": self.on.isoformat(),
            "version": self.version.number,
            "findings": [tell_finding(one) for one in self.eligibility.findings],
            "missing": [one.code for one in self.eligibility.missing],
            "eligible_from": _tell_day(self.eligibility.when),
            "seen": _tell_seen(seen) if seen and is_needed else None,
        }

    def refusal(self, seen: Seen | None) -> Refusal | None:
        """Why this does not let anybody in; None where it does. Unknown is never yes without somebody's word."""
        outcome = self.eligibility.outcome
        if self.eligibility.is_eligible or (outcome == CANNOT_TELL and seen is not None):
            return None
        return Refusal(tuple(Fault("", outcome, one.sentence) for one in self.eligibility.missing))


def judge_newcomer(
    *, practitioner: Practitioner, programme: Programme, version: ProgrammeVersion, profession: str, on: dt.date
) -> Entry:
    """Whether somebody who is not enrolled may enter the version's ladder at any of its levels."""
    record = read_newcomer(practitioner=practitioner, programme=programme, profession=profession, on=on)
    return Entry(judge_eligibility(ladder_of(version), record, on), version, on)


def judge_enrolled(*, enrolment: Enrolment, level_code: str | None, on: dt.date) -> Entry | None:
    """Whether a learner may enter a level on the day by what is known now; any level without one named.

    None where the learner's version has no such level.
    """
    ladder = ladder_of(enrolment.version)
    asked: Level | Ladder | None = ladder if level_code is None else ladder.level(level_code)
    if asked is None:
        return None
    record = read_records(enrolment_ids=[enrolment.pk], on=on)[enrolment.pk]
    return Entry(judge_eligibility(asked, record, on), enrolment.version, on)


def judge_transfer(*, enrolment: Enrolment, version: ProgrammeVersion, on: dt.date) -> Entry:
    """Whether a learner may go on under another version; the profession as on the day of the first enrolment."""
    record = read_records(enrolment_ids=[enrolment.pk], on=on)[enrolment.pk]
    return Entry(judge_eligibility(ladder_of(version), record, on), version, on)


def tell_finding(finding: Finding) -> Data:
    """A finding as plain data."""
    return {
        "code": finding.code,
        "status": finding.status.name.lower(),
        "needs": finding.needs,
        "has": finding.has,
        "eligible_from": _tell_day(finding.when),
        "says": finding.sentence,
        "of": [tell_finding(one) for one in finding.of],
    }


def _tell_day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _tell_seen(seen: Seen) -> Data:
    return asdict(seen) | {"at": seen.at.isoformat()}
