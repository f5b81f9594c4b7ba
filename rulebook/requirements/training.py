"""Leaves about what was learned and for how long one has practised."""

import datetime as dt
import functools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rulebook.case import Case
from rulebook.findings import Finding, Number, Words
from rulebook.periods import is_within_months, shift_years, whole_years, window_closes_on
from rulebook.requirements.holdings import is_approved_here
from rulebook.requirements.nodes import Leaf
from rulebook.status import MET, UNMET


def tell_hours(hundredths: int) -> Number:
    """Hours as answers tell them: whole where they are whole."""
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


@dataclass(frozen=True, slots=True, kw_only=True)
class TrainingHours(Leaf):
    """Hours of training that match every filter given, summed over all courses completed by the day."""

    kind: ClassVar[str] = "training_hours"
    watches: ClassVar[str] = "training"
    unit: ClassVar[str | None] = "hours"

    minimum: int
    part: str | None = None
    delivery: str | None = None
    subject: str = "dry_needling"
    approved_by_jurisdiction: bool = False

    @property
    def required(self) -> Number:
        """The hours asked."""
        return tell_hours(self.minimum)

    def words(self, professions: frozenset[str]) -> Words:
        """The filters."""
        told = [("part", self.part), ("delivery", self.delivery), ("subject", self.subject)]
        approved = "yes" if self.approved_by_jurisdiction else None
        return tuple((name, value) for name, value in [*told, ("approved", approved)] if value)

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when the sum reaches the minimum."""
        part_asked, delivery_asked, subject_asked = self.part, self.delivery, self.subject
        is_any, must_be_approved = subject_asked == "any", self.approved_by_jurisdiction
        total, evidence = 0, []
        for training in case.facts.training:
            id_, _, _, _, _, _, completed_on, hours, _, _, _ = training  # by name it takes three times as long
            if completed_on <= day and (not must_be_approved or is_approved_here(training, case)):
                matching = 0
                for hundredths, part, delivery, subject in hours:
                    if (
                        (is_any or subject == subject_asked)
                        and (part_asked is None or part == part_asked)
                        and (
                            delivery_asked is None
                            or delivery == delivery_asked
                            or (delivery_asked == "live" and delivery != "online")
                        )
                    ):
                        matching += hundredths
                if matching:
                    total += matching
                    evidence.append(id_)
        held = total // 100 if total % 100 == 0 else total / 100  # as tell_hours
        return self.find(MET if total >= self.minimum else UNMET, held, tuple(evidence))

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of completion."""
        return (training.completed_on for training in case.facts.training)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisedSessions(Leaf):
    """Supervised sessions, summed over all training."""

    kind: ClassVar[str] = "supervised_sessions"
    watches: ClassVar[str] = "training"
    unit: ClassVar[str | None] = "sessions"

    minimum: int

    @property
    def required(self) -> int:
        """The sessions asked."""
        return self.minimum

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when the sum reaches the minimum."""
        counting = [t for t in case.facts.training if t.completed_on <= day and t.supervised_sessions]
        total = sum([training.supervised_sessions for training in counting])
        return self.find(MET if total >= self.minimum else UNMET, total, tuple([training.id for training in counting]))

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of completion."""
        return (training.completed_on for training in case.facts.training)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContinuingEducationHours(Leaf):
    """Hours of continuing education of all subjects in the months that end with the day."""

    kind: ClassVar[str] = "continuing_education"
    watches: ClassVar[str] = "education"
    unit: ClassVar[str | None] = "hours"

    minimum: int
    months: int

    @property
    def required(self) -> Number:
        """The hours asked."""
        return tell_hours(self.minimum)

    def words(self, professions: frozenset[str]) -> Words:
        """The window."""
        return (("months", str(self.months)),)

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when the hours in the window reach the minimum."""
        inside = [e for e in case.facts.education if is_within_months(e.completed_on, of=day, months=self.months)]
        total = sum([entry.hundredths for entry in inside])
        return self.find(
            MET if total >= self.minimum else UNMET, tell_hours(total), tuple([entry.id for entry in inside])
        )

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days on which an entry enters the window and leaves it."""
        for entry in case.facts.education:
            yield entry.completed_on
            closes = window_closes_on(entry.completed_on, self.months)
            if closes is not None:
                yield closes


@functools.lru_cache(maxsize=1024)
def _tell_whose(professions: frozenset[str], place: str | None) -> Words:
    where = () if place is None else (("in_jurisdiction", place),)
    return (*where, ("profession", "/".join(sorted(professions))))


@dataclass(frozen=True, slots=True, kw_only=True)
class YearsLicensed(Leaf):
    """Whole years since the first licence of the profession; expired and revoked licences count, privileges do not."""

    kind: ClassVar[str] = "years_licensed"
    watches: ClassVar[str] = "licences"
    unit: ClassVar[str | None] = "years"

    minimum: int
    in_jurisdiction: bool = False

    @property
    def required(self) -> int:
        """The years asked."""
        return self.minimum

    def words(self, professions: frozenset[str]) -> Words:
        """Whose years, and where."""
        return _tell_whose(professions, self.origin.place if self.in_jurisdiction else None)

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met from the anniversary on."""
        said = _tell_whose(professions, self.origin.place if self.in_jurisdiction else None)
        first = self._first_licence(case, professions)
        if first is None:
            return self.find(UNMET, 0, (), None, said)
        issued_on, evidence = first
        years = whole_years(issued_on, day)
        return self.find(MET if years >= self.minimum else UNMET, years, evidence, None, said)

    def _first_licence(self, case: Case, professions: frozenset[str]) -> tuple[dt.date, tuple[str, ...]] | None:
        here = case.here if self.in_jurisdiction else None
        first: tuple[dt.date, tuple[str, ...]] | None = None
        for licence in case.facts.licences:
            place, profession, _, tellings, evidence, _ = licence
            if profession in professions and (here is None or place in here):
                issued_on = tellings[0].issued_on if len(tellings) == 1 else licence.issued_on
                if first is None or (issued_on, evidence[0]) < first:
                    first = (issued_on, evidence[0])
        return first

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The anniversary."""
        first = self._first_licence(case, professions)
        anniversary = shift_years(first[0], self.minimum) if first else None
        if anniversary is not None:
            yield anniversary
