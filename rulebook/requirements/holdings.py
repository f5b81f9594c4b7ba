"""Leaves about what the person holds: examinations, certifications, boards' authorizations, other credentials."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar

from rulebook.case import Case
from rulebook.facts import Authorization, Certification, OtherCredential, Span, Training
from rulebook.findings import Finding, Words
from rulebook.periods import day_after
from rulebook.requirements.nodes import Leaf
from rulebook.status import MET, UNMET

Dated = Authorization | Certification | OtherCredential


def is_current(held: Dated, day: dt.date) -> bool:
    """Whether the day lies within the thing's validity, the last day included, and its status is active."""
    if day < held.issued_on or (held.expires_on is not None and day > held.expires_on):
        return False
    spans = spans_of(held)
    return not spans or all(span.kind == "active" or not span.holds_on(day) for span in spans)


def is_approved_here(training: Training, case: Case) -> bool:
    """Whether the place's board, or the country's, has approved the course."""
    here, country = case.here
    return here in training.approved_by or country in training.approved_by


def spans_of(held: Dated) -> tuple[Span, ...]:
    """Its statuses; other credentials have none."""
    return () if isinstance(held, OtherCredential) else held.statuses


def validity_days(held: Dated) -> Iterator[dt.date]:
    """The days on which it may become current or cease to be."""
    yield held.issued_on
    if held.expires_on is not None and (ended := day_after(held.expires_on)) is not None:
        yield ended
    for span in spans_of(held):
        yield span.starts
        if span.until is not None:
            yield span.until


class Holding(Leaf):
    """A leaf that is met by anything held that counts."""

    __slots__ = ()

    def find_held(self, ids: list[str]) -> Finding:
        """Met by what has these ids, unmet by nothing."""
        return self.find(MET, None, tuple(ids)) if ids else self.plain[UNMET]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamPassed(Holding):
    """An examination of the form passed."""

    kind: ClassVar[str] = "exam_passed"
    watches: ClassVar[str] = "exams"

    form: str

    @property
    def required(self) -> str:
        """The form asked."""
        return self.form

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when a pass of that form counts on the day."""
        form, ids = self.form, []
        for id_, _, _, _, passed, _, passed_on in case.facts.exams:
            if passed == form and passed_on <= day:
                ids.append(id_)
        return self.find(MET, None, tuple(ids)) if ids else self.plain[UNMET]

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of passing."""
        return (exam.passed_on for exam in case.facts.exams)


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificationHeld(Leaf):
    """A current certification that covers the group and equals the level; levels have no order."""

    kind: ClassVar[str] = "certification"
    watches: ClassVar[str] = "certifications"

    patient_group: str | None = None
    level: str | None = None
    none_for: dict[str | None, Finding] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put together what is found, by group, where nobody certified anything."""
        Leaf.__post_init__(self)
        groups = ("adult", "child") if self.patient_group == "asked" else (self.patient_group,)
        object.__setattr__(self, "none_for", {group: self.find(UNMET, asked=group) for group in groups})

    @property
    def required(self) -> str | None:
        """The group asked, else the level."""
        return self.patient_group or self.level

    def words(self, professions: frozenset[str]) -> Words:
        """The group and the level."""
        told = (("patient_group", self.patient_group), ("level", self.level))
        return tuple((name, value) for name, value in told if value)

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when one certification meets all of it at once."""
        group, level, ids = self.patient_group, self.level, []
        if group == "asked":
            group = case.patient_group
        for held in case.facts.certifications:
            id_, _, _, _, _, _, _, issued_on, told_level, groups, expires_on, statuses, _ = held
            if (
                (group is None or group in groups)
                and (level is None or told_level == level)
                and issued_on <= day
                and (expires_on is None or day <= expires_on)
                and (not statuses or is_current(held, day))
            ):
                ids.append(id_)
        return self.find(MET, None, tuple(ids), group) if ids else self.none_for[group]

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of all certifications."""
        for held in case.facts.certifications:
            yield from validity_days(held)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardAuthorization(Holding):
    """A current authorization to needle, given here to this profession."""

    kind: ClassVar[str] = "board_authorization"
    watches: ClassVar[str] = "authorizations"

    title: str | None = None

    @property
    def required(self) -> str | None:
        """The title asked."""
        return self.title

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when one of the place or its country is current."""
        held = self._counting(case, professions) if case.facts.authorizations else ()
        return self.find_held([one.id for one in held if is_current(one, day)])

    def _counting(self, case: Case, professions: frozenset[str]) -> list[Authorization]:
        return [
            held
            for held in case.facts.authorizations
            if held.jurisdiction in case.here and held.profession in professions and self.title in (None, held.title)
        ]

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of the authorizations that may count."""
        for held in self._counting(case, professions):
            yield from validity_days(held)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardApprovedCourse(Holding):
    """A course that the place's board, or the country's, has approved."""

    kind: ClassVar[str] = "board_approved_course"
    watches: ClassVar[str] = "training"

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when such a course was completed by the day."""
        return self.find_held(
            [
                training.id
                for training in case.facts.training
                if training.completed_on <= day and is_approved_here(training, case)
            ]
        )

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of completion."""
        return (training.completed_on for training in case.facts.training)


@dataclass(frozen=True, slots=True, kw_only=True)
class CredentialHeld(Holding):
    """A current credential with the title as written."""

    kind: ClassVar[str] = "credential_held"
    watches: ClassVar[str] = "credentials"

    title: str

    @property
    def required(self) -> str:
        """The title asked."""
        return self.title

    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Finding:
        """Met when one is current."""
        held = (credential for credential in case.facts.credentials if credential.title == self.title)
        return self.find_held([credential.id for credential in held if is_current(credential, day)])

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """The days of the credentials with that title."""
        for credential in case.facts.credentials:
            if credential.title == self.title:
                yield from validity_days(credential)
