"""Leaves about the treatment and what a person vouches for."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from rulebook.case import Case
from rulebook.findings import Finding, Words
from rulebook.periods import is_within_months, window_closes_on
from rulebook.requirements.nodes import Leaf
from rulebook.status import CONDITION, MET, UNKNOWN, UNMET, Status


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientAge(Leaf):
    """The patient is at least so old."""

    kind: ClassVar[str] = "patient_age"
    unit: ClassVar[str | None] = "years"

    minimum: int

    def __post_init__(self) -> None:
        """A condition asks for the age, under a code of its own."""
        Leaf.__post_init__(self)
        self.tell_under(f"patient_age_at_least_{self.minimum}", CONDITION)

    @property
    def required(self) -> int:
        """The age asked."""
        return self.minimum

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """By the age; a group alone leaves a condition where it does not settle the matter."""
        age = case.question.age
        if age is not None:
            return self.find(MET if age >= self.minimum else UNMET, age)
        if not case.is_child and self.minimum <= case.age_of_majority:
            return self.plain[MET]
        if case.is_child and self.minimum >= case.age_of_majority:
            return self.plain[UNMET]
        return self.plain[CONDITION]


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyRegion(Leaf):
    """The region needled is one of those listed."""

    kind: ClassVar[str] = "body_region"

    regions: tuple[str, ...]

    def __post_init__(self) -> None:
        """A condition asks for the region, under a code of its own."""
        Leaf.__post_init__(self)
        self.tell_under("body_region_limited", CONDITION)

    @property
    def required(self) -> str:
        """The regions allowed."""
        return ", ".join(self.regions)

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """By the region; none given leaves a condition."""
        region = case.question.body_region
        if region is None:
            return self.plain[CONDITION]
        return self.find(MET if region in self.regions else UNMET, region)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attestation(Leaf):
    """Something that only a human can vouch for, at the point of care or about the practitioner."""

    kind: ClassVar[str] = "attestation"
    watches: ClassVar[str] = "statements"

    key: str
    says: str | None = None
    about: str = "treatment"

    @property
    def code(self) -> str:
        """The key."""
        return self.key

    @property
    def concerns(self) -> str:
        """Who can settle it."""
        return self.about

    @property
    def law_says(self) -> str | None:
        """The file's words."""
        return self.says

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when vouched for, otherwise a condition."""
        ids = case.vouched_by(self.key, about=self.about, day=day)
        if ids is None:
            return self.plain[CONDITION]
        return self.find(MET, None, ids) if ids else self.plain[MET]

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of statements and of the site's declarations."""
        for span in case.declarations:
            if span.kind == self.key:
                yield from (day for day in (span.starts, span.until) if day)
        for stated in case.facts.statements:
            if stated.key == self.key:
                yield from (day for day in (stated.starts, stated.until) if day)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParentalConsent(Leaf):
    """A parent's consent, unless the minor's own suffices at that age in that place."""

    kind: ClassVar[str] = "parental_consent"

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when attested, or when the band of the age given lets the minor consent."""
        band = case.band()
        is_own = band is not None and "minor_own_consent" in band.needs
        return self.plain[MET] if is_own or "parental_consent" in case.attested else self.plain[CONDITION]


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceChecked(Leaf):
    """For policies: somebody looked at the source of a licence or privilege within so many months."""

    kind: ClassVar[str] = "licence_checked"
    watches: ClassVar[str] = "looks"

    within_months: int

    @property
    def required(self) -> int:
        """The months allowed."""
        return self.within_months

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when a basis here was checked in the window, otherwise unknown."""
        looked = (is_within_months(on, of=day, months=self.within_months) for on in self._checks(case))
        return self.plain[MET] if any(looked) else self.plain[UNKNOWN]

    def _checks(self, case: Case) -> Iterator[dt.date]:
        for licence in case.facts.licences:
            if licence.jurisdiction in case.here:
                yield from licence.checked_on
        for privilege in case.facts.privileges:
            if privilege.remote == case.jurisdiction and privilege.checked_on is not None:
                yield privilege.checked_on

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of looking, and of the windows' ends."""
        for on in self._checks(case):
            yield on
            closes = window_closes_on(on, self.within_months)
            if closes is not None:
                yield closes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread(Leaf):
    """A part of the law that nobody here has read."""

    kind: ClassVar[str] = "unread"

    says: str | None = None

    @property
    def law_says(self) -> str | None:
        """What was not read."""
        return self.says

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Never met."""
        return self.plain[UNKNOWN]

    def find_for_all(self) -> Finding:
        """Unknown."""
        return self.plain[UNKNOWN]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed(Leaf):
    """A status that the law file itself settles: silent, prohibiting, partly read, overdue …"""

    word: str
    fixed: Status
    says: str | None = None
    profession: str = ""

    @property
    def code(self) -> str:
        """The reason code."""
        return self.word

    @property
    def law_says(self) -> str | None:
        """The provision's words."""
        return self.says

    def words(self, professions: frozenset[str]) -> Words:
        """The profession."""
        return (("profession", self.profession),) if self.profession else ()

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """As fixed."""
        return self.plain[self.fixed]

    def find_for_all(self) -> Finding:
        """As fixed."""
        return self.plain[self.fixed]
