"""A part of the tree with what was found of it on a day. Findings and gaps are told when they are asked for."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from rulebook.case import Case
from rulebook.findings import Check, Finding
from rulebook.requirements.nodes import Checks, Tree
from rulebook.status import MET, Status

Professions = frozenset[str]
NOBODY: Professions = frozenset()


class Checked(Protocol):
    """What a check was made of: a leaf of a tree, or something that the engine looks at without one."""

    def code_of(self, check: Check) -> str:
        """The reason code of a check."""

    def concern_of(self, check: Check) -> str:
        """Whether the treatment or the practitioner settles what was found."""

    def tell(self, check: Check, professions: Professions, prefix: str) -> Finding:
        """The finding."""

    def turning_days(self, case: Case, professions: Professions) -> Iterable[dt.date]:
        """Days on which the check may come out otherwise."""

    def status_then(self, check: Check, case: Case, day: dt.date, professions: Professions) -> Status:
        """What becomes of the check on another day."""


class Gap(NamedTuple):
    """A check that stands between the answer and `permitted`."""

    leaf: Checked
    check: Check
    professions: Professions
    prefix: str

    def tell(self) -> Finding:
        """Its finding."""
        return self.leaf.tell(self.check, self.professions, self.prefix)


class Judged(NamedTuple):
    """Leaves and their checks, one for one; without a tree all of them must be met."""

    status: Status
    leaves: Sequence[Checked]
    checks: Checks
    tree: Tree | None = None
    professions: Professions = NOBODY
    prefix: str = ""

    def tell(self) -> list[Finding]:
        """Every finding, in the tree's order."""
        professions, prefix = self.professions, self.prefix
        return [leaf.tell(check, professions, prefix) for leaf, check in zip(self.leaves, self.checks, strict=True)]

    def gaps(self) -> list[Gap]:
        """What is to be closed, in the tree's order."""
        if self.status is MET:
            return []
        leaves, checks, professions, prefix = self.leaves, self.checks, self.professions, self.prefix
        if self.tree is not None and not self.tree.is_flat:
            return [Gap(leaves[at], checks[at], professions, prefix) for at in self.tree.gaps_of(checks)]
        found = zip(leaves, checks, strict=True)
        return [Gap(leaf, check, professions, prefix) for leaf, check in found if check.status is not MET]

    def codes(self) -> list[tuple[str, Status]]:
        """The code and the status of every leaf."""
        return [(leaf.code_of(check), check.status) for leaf, check in zip(self.leaves, self.checks, strict=True)]


def judge_tree(tree: Tree, case: Case, day: dt.date, professions: Professions, prefix: str = "") -> Judged:
    """Check every leaf of a tree."""
    checks = tree.check(case, day, professions)
    return Judged(tree.status_of(checks), tree.every, checks, tree, professions, prefix)
