"""A part of the tree with what was found of it on a day. Findings and gaps are told when they are asked for."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from rulebook.case import Case
from rulebook.findings import Check, Finding
from rulebook.requirements.nodes import NOBODY, Checks, Professions, Tree
from rulebook.status import MET, Status


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

    part: "Judged"
    at: int

    @property
    def leaf(self) -> Checked:
        """What was checked."""
        return self.part.leaves[self.at]

    @property
    def check(self) -> Check:
        """What was found."""
        return self.part.checks[self.at]

    def tell(self) -> Finding:
        """Its finding."""
        part, at = self
        return part.leaves[at].tell(part.checks[at], part.professions, part.prefix)


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
        _, leaves, checks, _, professions, prefix = self
        return [leaf.tell(check, professions, prefix) for leaf, check in zip(leaves, checks)]  # noqa: B905 (one for one)

    def gaps(self) -> list[Gap]:
        """What is to be closed, in the tree's order."""
        return [Gap(self, at) for at in self.gap_places()] if self.status is not MET else []

    def gap_places(self) -> list[int]:
        """Where the checks stand that are to be closed."""
        checks, tree = self.checks, self.tree
        if tree is None or tree.is_flat:
            return [at for at, check in enumerate(checks) if check[0] is not MET]
        return tree.gaps_at(checks, 0)

    def codes(self) -> list[tuple[str, Status]]:
        """The code and the status of every leaf."""
        return [(leaf.code_of(check), check.status) for leaf, check in zip(self.leaves, self.checks, strict=True)]


def judge_tree(tree: Tree, case: Case, day: dt.date, professions: Professions, prefix: str = "") -> Judged:
    """Check every leaf of a tree."""
    checks = tree.check(case, day, professions)
    status = checks[0].status if len(checks) == 1 and tree.is_flat else tree.status_of(checks)
    return Judged(status, tree.every, checks, tree, professions, prefix)
