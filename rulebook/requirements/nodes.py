"""The nodes of a requirement tree. A leaf knows how to check a case on a day; `all_of` and `any_of` join them.

A tree is checked leaf by leaf into one flat list of findings. Its shape is fixed when the law is read, so what the
joints make of the list (the tree's status, its gaps) follows from the list alone, whenever it is asked for. So is most
of what a finding tells: what depends on no record is a finding made once, with the law (`Leaf.plain`).
"""

import datetime as dt
import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Protocol, Self

from rulebook.case import Case
from rulebook.findings import Citation, Finding, Number, Words, make_finding
from rulebook.status import MET, UNMET, Status

Found = Sequence[Finding]
Professions = frozenset[str]
NOBODY: Professions = frozenset()
CheckLeaf = Callable[[Case, dt.date, Professions], Finding]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a tree comes from: what every finding of it tells."""

    layer: str
    citation: Citation | None = None
    place: str = ""


class Node(Protocol):
    """A requirement. `at` is where its first leaf's finding stands in the list of the whole tree."""

    def leaves(self) -> tuple["Leaf", ...]:
        """Every leaf below it, in the tree's order."""

    def status_at(self, found: Found, at: int) -> Status:
        """How far it is met."""

    def gaps_at(self, found: Found, at: int) -> list[int]:
        """Where the findings stand that lie between it and being met."""

    def under(self, prefix: str) -> "Node":
        """The same with paths that begin so."""


@functools.lru_cache(maxsize=4096)
def _share(words: Words) -> Words:
    """One object for all that are equal: thousands of leaves ask in the same words, and the fewer there are, the more
    of the law stays in the processor's cache.
    """
    return words


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf(ABC):
    """One requirement. Subclasses give `code`, and `check` it.

    `watches` names what of the record may change its status with time; without it the status stays for ever.
    """

    origin: Origin
    path: str = ""
    cite: str | None = None
    citation: Citation | None = None
    told: tuple[Any, ...] = field(init=False, repr=False, compare=False)
    plain: tuple[Finding, ...] = field(init=False, repr=False, compare=False)

    kind: ClassVar[str] = ""
    unit: ClassVar[str | None] = None
    watches: ClassVar[str] = ""

    def __post_init__(self) -> None:
        """Put together what every finding of this leaf tells alike, and by status those that tell no more."""
        origin = self.origin
        alike = (self.code, origin.layer, self.path, self.required, self.unit, self.citation or origin.citation)
        object.__setattr__(self, "told", (*alike, self.concerns, self.law_says, _share(self.words(NOBODY))))
        object.__setattr__(self, "plain", tuple(self.find(status) for status in Status))

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
    def check(self, case: Case, day: dt.date, professions: Professions) -> Finding:
        """Whether it is met, and what was found."""

    def find(
        self,
        status: Status,
        held: Number | str | None = None,
        evidence: tuple[str, ...] = (),
        asked: str | None = None,
        words: Words | None = None,
    ) -> Finding:
        """A finding of this leaf; `asked` and `words` replace its own where the case gives them."""
        code, layer, path, required, unit, citation, about, law_says, said = self.told
        if asked is not None:
            required = asked
        if words is not None:
            said = words
        return make_finding(
            (code, layer, status, path, required, held, unit, evidence, citation, about, law_says, said)
        )

    def find_for_all(self) -> Finding | None:
        """What it finds whatever the case; None where it asks anything of it."""
        return None

    def tell_under(self, code: str, status: Status) -> None:
        """Give the plain finding of a status a code of its own."""
        plain = [one._replace(code=code) if one.status is status else one for one in self.plain]
        object.__setattr__(self, "plain", tuple(plain))

    def status_then(self, found: Finding, case: Case, day: dt.date, professions: Professions) -> Status:
        """What becomes of a finding on another day."""
        return self.check(case, day, professions).status

    def turning_days(self, case: Case, professions: Professions) -> Iterable[dt.date]:
        """Days on which its status may change; none by default."""
        return ()

    def leaves(self) -> tuple["Leaf", ...]:
        """Itself."""
        return (self,)

    def status_at(self, found: Found, at: int) -> Status:
        """As checked."""
        return found[at].status

    def gaps_at(self, found: Found, at: int) -> list[int]:
        """Itself, unless it is met."""
        return [] if found[at].status is MET else [at]

    def under(self, prefix: str) -> "Leaf":
        """The same with a path that begins so."""
        return replace(self, path=prefix + self.path)


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

    def under(self, prefix: str) -> Self:
        """The same with paths that begin so."""
        return type(self)(tuple([child.under(prefix) for child in self.children]))


class AllOf(Joint):
    """Every child must be met; the lowest status is its own, met when it has none."""

    __slots__ = ()

    def status_at(self, found: Found, at: int) -> Status:
        """The lowest status of its children."""
        return min([child.status_at(found, at + offset) for child, offset in self.placed], default=MET)

    def gaps_at(self, found: Found, at: int) -> list[int]:
        """Every gap of every child."""
        return [gap for child, offset in self.placed for gap in child.gaps_at(found, at + offset)]


class AnyOf(Joint):
    """One child is enough; the highest status is its own, unmet when it has none."""

    __slots__ = ()

    def status_at(self, found: Found, at: int) -> Status:
        """The highest status of its children."""
        return max([child.status_at(found, at + offset) for child, offset in self.placed], default=UNMET)

    def gaps_at(self, found: Found, at: int) -> list[int]:
        """Those of the child of highest status, then fewest gaps, then the first."""
        best = self.status_at(found, at)
        if best is MET:
            return []
        placed = ((child, at + offset) for child, offset in self.placed)
        ways = [child.gaps_at(found, where) for child, where in placed if child.status_at(found, where) is best]
        return min(ways, key=len, default=[])


@dataclass(frozen=True, slots=True)
class Tree(AllOf):
    """A whole requirement: what is checked. `watches` is what of the record may change it with time."""

    is_flat: bool = field(init=False, repr=False, compare=False)
    watches: frozenset[str] = field(init=False, repr=False, compare=False)
    checks: tuple[CheckLeaf, ...] = field(init=False, repr=False, compare=False)
    settled: tuple[Finding, ...] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """See whether its leaves stand in no further joint, as in most of the law."""
        Joint.__post_init__(self)
        object.__setattr__(self, "is_flat", self.every == self.children)
        object.__setattr__(self, "watches", frozenset(leaf.watches for leaf in self.every if leaf.watches))
        object.__setattr__(self, "checks", tuple(leaf.check for leaf in self.every))
        alike = [one for leaf in self.every if (one := leaf.find_for_all()) is not None]
        object.__setattr__(self, "settled", tuple(alike) if len(alike) == len(self.every) else None)

    def status_of(self, found: Found) -> Status:
        """Its status by what its leaves found."""
        return self.status_at(found, 0)


def plant(*children: Node) -> Tree:
    """The tree of all of them; what is an `all_of` itself is told child by child, which means the same."""
    return Tree(tuple(_unfold(children)))


def _unfold(children: Iterable[Node]) -> Iterator[Node]:
    for child in children:
        if isinstance(child, AllOf):
            yield from _unfold(child.children)
        else:
            yield child
