"""The nodes of a requirement tree. A leaf knows how to check a case on a day; `all_of` and `any_of` join them."""

import datetime as dt
import functools
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple, Protocol

from rulebook.case import Case
from rulebook.findings import Citation, Finding, Judged, Number, judge_all, judge_any
from rulebook.status import Status

Words = tuple[tuple[str, str], ...]


class Check(NamedTuple):
    """What a leaf found; `code` and `required` replace the leaf's own where the case gives them."""

    status: Status
    held: Number | str | None = None
    evidence: tuple[str, ...] = ()
    code: str | None = None
    required: str | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a tree comes from: what every finding of it tells."""

    layer: str
    citation: Citation | None = None
    place: str = ""


class Node(Protocol):
    """A requirement: its status on a day, what is found, and the days on which that can change."""

    def status(self, case: Case, day: dt.date, professions: frozenset[str]) -> Status:
        """How far it is met."""

    def judge(self, case: Case, day: dt.date, professions: frozenset[str], prefix: str) -> Judged:
        """The same, with every finding below it."""

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """Days on which its status may change."""

    def leaves(self) -> Iterator["Leaf"]:
        """Every leaf below it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(ABC):
    """One requirement. Subclasses give `code`, and `check` it."""

    origin: Origin
    path: str = ""
    cite: str | None = None
    citation: Citation | None = None

    kind: ClassVar[str] = ""
    unit: ClassVar[str | None] = None

    @property
    def code(self) -> str:
        """The reason code of its finding."""
        return self.kind

    @property
    def concerns(self) -> str:
        """Whether the treatment or the practitioner settles it."""
        return "treatment"

    @property
    def required(self) -> Number | str | None:
        """What is asked, as answers tell it."""
        return None

    @property
    def law_says(self) -> str | None:
        """The text of the file, where the leaf has one."""
        return None

    def words(self, professions: frozenset[str]) -> Words:
        """What a message needs besides code, required and held."""
        return ()

    @abstractmethod
    def check(self, case: Case, day: dt.date, professions: frozenset[str]) -> Check:
        """Whether it is met."""

    def status(self, case: Case, day: dt.date, professions: frozenset[str]) -> Status:
        """How far it is met."""
        return self.check(case, day, professions).status

    def judge(self, case: Case, day: dt.date, professions: frozenset[str], prefix: str) -> Judged:
        """Its status and code, and its finding when that is asked for."""
        check = self.check(case, day, professions)
        tell = functools.partial(self._tell, check, case, professions, prefix)
        return Judged(check.status, check.code or self.code, tell)

    def _tell(self, check: Check, case: Case, professions: frozenset[str], prefix: str) -> Finding:
        origin = self.origin
        return Finding(
            check.code or self.code,
            origin.layer,
            check.status,
            prefix + self.path,
            check.required or self.required,
            check.held,
            self.unit,
            check.evidence,
            self.citation or origin.citation,
            self.concerns,
            self.law_says,
            self.words(professions),
            lambda other: self.check(case, other, professions).status,
        )

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """Days on which its status may change; none by default."""
        return iter(())

    def leaves(self) -> Iterator["Leaf"]:
        """Itself."""
        yield self


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every child must be met; the lowest status is its own."""

    children: tuple[Node, ...] = field(default=())

    def status(self, case: Case, day: dt.date, professions: frozenset[str]) -> Status:
        """The lowest status of its children, met when it has none."""
        worst = Status.MET
        for child in self.children:
            status = child.status(case, day, professions)
            if status < worst:
                worst = status
                if worst is Status.UNMET:
                    break
        return worst

    def judge(self, case: Case, day: dt.date, professions: frozenset[str], prefix: str) -> Judged:
        """Its children, judged."""
        return judge_all(tuple([child.judge(case, day, professions, prefix) for child in self.children]))

    def turning_days(self, case: Case, professions: frozenset[str]) -> Iterator[dt.date]:
        """Its children's."""
        for child in self.children:
            yield from child.turning_days(case, professions)

    def leaves(self) -> Iterator[Leaf]:
        """Its children's."""
        for child in self.children:
            yield from child.leaves()


@dataclass(frozen=True, slots=True)
class AnyOf(AllOf):
    """One child is enough; the highest status is its own."""

    def status(self, case: Case, day: dt.date, professions: frozenset[str]) -> Status:
        """The highest status of its children, unmet when it has none."""
        return max((child.status(case, day, professions) for child in self.children), default=Status.UNMET)

    def judge(self, case: Case, day: dt.date, professions: frozenset[str], prefix: str) -> Judged:
        """Its children, judged."""
        return judge_any(tuple([child.judge(case, day, professions, prefix) for child in self.children]))
