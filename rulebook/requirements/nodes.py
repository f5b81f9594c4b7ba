"""The nodes of a requirement tree. A leaf knows how to check a case on a day; `all_of` and `any_of` join them.

A tree is checked leaf by leaf into one flat list of checks. Its shape is fixed when the law is read, so what the
joints make of the list (the tree's status, its gaps) follows from the list alone, whenever it is asked for.
"""

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any, ClassVar, Protocol

from rulebook.case import Case
from rulebook.findings import Check, Citation, Finding, Number, Words, make_finding
from rulebook.status import MET, UNMET, Status

Checks = Sequence[Check]
Professions = frozenset[str]
NOBODY: Professions = frozenset()
_status = itemgetter(0)


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a tree comes from: what every finding of it tells."""

    layer: str
    citation: Citation | None = None
    place: str = ""


class Node(Protocol):
    """A requirement. `at` is where its first leaf's check stands in the list of the whole tree."""

    def leaves(self) -> tuple["Leaf", ...]:
        """Every leaf below it, in the tree's order."""

    def status_at(self, checks: Checks, at: int) -> Status:
        """How far it is met."""

    def gaps_at(self, checks: Checks, at: int) -> list[int]:
        """Where the checks stand that lie between it and being met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(ABC):
    """One requirement. Subclasses give `code`, and `check` it.

    `watches` names what of the record may change its status with time; without it the status stays for ever.
    `names_professions` tells that its words depend on whom it is asked of.
    """

    origin: Origin
    path: str = ""
    cite: str | None = None
    citation: Citation | None = None
    told: tuple[Any, ...] = field(init=False, repr=False, compare=False)

    kind: ClassVar[str] = ""
    unit: ClassVar[str | None] = None
    watches: ClassVar[str] = ""
    names_professions: ClassVar[bool] = False

    def __post_init__(self) -> None:
        """Put together what every finding of this leaf tells alike."""
        origin = self.origin
        alike = (self.code, origin.layer, self.path, self.required, self.unit, self.citation or origin.citation)
        object.__setattr__(
            self, "told", (*alike, self.concerns, self.law_says, None if self.names_professions else self.words(NOBODY))
        )

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

    def words(self, professions: Professions) -> Words:
        """What a message needs besides code, required and held."""
        return ()

    @abstractmethod
    def check(self, case: Case, day: dt.date, professions: Professions) -> Check:
        """Whether it is met."""

    def tell(self, check: Check, professions: Professions, prefix: str) -> Finding:
        """Its finding."""
        code, layer, path, required, unit, citation, about, law_says, words = self.told
        return make_finding(
            (
                check.code or code,
                layer,
                check.status,
                prefix + path,
                check.required or required,
                check.held,
                unit,
                check.evidence,
                citation,
                about,
                law_says,
                self.words(professions) if words is None else words,
            )
        )

    def code_of(self, check: Check) -> str:
        """The reason code of a check."""
        return check.code or self.code

    def concern_of(self, check: Check) -> str:
        """Who can settle what was found."""
        return self.concerns

    def status_then(self, check: Check, case: Case, day: dt.date, professions: Professions) -> Status:
        """What becomes of a check on another day."""
        return self.check(case, day, professions).status

    def turning_days(self, case: Case, professions: Professions) -> Iterable[dt.date]:
        """Days on which its status may change; none by default."""
        return ()

    def leaves(self) -> tuple["Leaf", ...]:
        """Itself."""
        return (self,)

    def status_at(self, checks: Checks, at: int) -> Status:
        """As checked."""
        return checks[at].status

    def gaps_at(self, checks: Checks, at: int) -> list[int]:
        """Itself, unless it is met."""
        return [] if checks[at].status is MET else [at]


@dataclass(frozen=True, slots=True)
class Joint:
    """Children that are joined; `every` leaf below them, and each child `placed` after so many of those leaves."""

    children: tuple[Node, ...] = ()
    every: tuple[Leaf, ...] = field(init=False, repr=False, compare=False)
    placed: tuple[tuple[Node, int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Number the leaves."""
        every: list[Leaf] = []
        placed: list[tuple[Node, int]] = []
        for child in self.children:
            placed.append((child, len(every)))
            every += child.leaves()
        object.__setattr__(self, "every", tuple(every))
        object.__setattr__(self, "placed", tuple(placed))

    def leaves(self) -> tuple[Leaf, ...]:
        """Its children's."""
        return self.every


class AllOf(Joint):
    """Every child must be met; the lowest status is its own, met when it has none."""

    __slots__ = ()

    def status_at(self, checks: Checks, at: int) -> Status:
        """The lowest status of its children."""
        return min([child.status_at(checks, at + offset) for child, offset in self.placed], default=MET)

    def gaps_at(self, checks: Checks, at: int) -> list[int]:
        """Every gap of every child."""
        return [gap for child, offset in self.placed for gap in child.gaps_at(checks, at + offset)]


class AnyOf(Joint):
    """One child is enough; the highest status is its own, unmet when it has none."""

    __slots__ = ()

    def status_at(self, checks: Checks, at: int) -> Status:
        """The highest status of its children."""
        return max([child.status_at(checks, at + offset) for child, offset in self.placed], default=UNMET)

    def gaps_at(self, checks: Checks, at: int) -> list[int]:
        """Those of the child of highest status, then fewest gaps, then the first."""
        best = self.status_at(checks, at)
        if best is MET:
            return []
        placed = ((child, at + offset) for child, offset in self.placed)
        ways = [child.gaps_at(checks, where) for child, where in placed if child.status_at(checks, where) is best]
        return min(ways, key=len, default=[])


@dataclass(frozen=True, slots=True)
class Tree(AllOf):
    """A whole requirement: what is checked. `watches` is what of the record may change it with time."""

    is_flat: bool = field(init=False, repr=False, compare=False)
    watches: frozenset[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """See whether its leaves stand in no further joint, as in most of the law."""
        Joint.__post_init__(self)
        object.__setattr__(self, "is_flat", self.every == self.children)
        object.__setattr__(self, "watches", frozenset(leaf.watches for leaf in self.every if leaf.watches))

    def check(self, case: Case, day: dt.date, professions: Professions) -> list[Check]:
        """What its leaves find, in their order."""
        return [leaf.check(case, day, professions) for leaf in self.every]

    def status_of(self, checks: Checks) -> Status:
        """Its status by the checks of its leaves."""
        return min(map(_status, checks), default=MET) if self.is_flat else self.status_at(checks, 0)


def plant(*children: Node) -> Tree:
    """The tree of all of them; what is an `all_of` itself is told child by child, which means the same."""
    return Tree(tuple(_unfold(children)))


def _unfold(children: Iterable[Node]) -> Iterator[Node]:
    for child in children:
        if isinstance(child, AllOf):
            yield from _unfold(child.children)
        else:
            yield child
