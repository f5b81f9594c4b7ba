"""A part of the tree with what was found of it on a day."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from rulebook.case import Case
from rulebook.findings import Finding, ready
from rulebook.requirements.nodes import NOBODY, Found, Professions, Tree
from rulebook.status import MET, UNMET, Status


class Checked(Protocol):
    """What a finding was made of: a leaf of a tree, or something that the engine looks at without one."""

    def turning_days(self, case: Case, professions: Professions) -> Iterable[dt.date]:
        """Days on which it may come out otherwise."""

    def status_then(self, found: Finding, case: Case, day: dt.date, professions: Professions) -> Status:
        """What becomes of the finding on another day."""


class Gap(NamedTuple):
    """A finding that stands between the answer and `permitted`."""

    part: "Judged"
    at: int

    @property
    def leaf(self) -> Checked:
        """What was checked."""
        return self.part.leaves[self.at]

    @property
    def finding(self) -> Finding:
        """What was found."""
        return self.part.findings[self.at]


class Judged(NamedTuple):
    """Leaves and their findings, one for one in the tree's order; without a tree all of them must be met."""

    status: Status
    leaves: Sequence[Checked]
    findings: Found
    tree: Tree | None = None
    professions: Professions = NOBODY

    def gaps(self) -> list[Gap]:
        """What is to be closed, in the tree's order."""
        return [Gap(self, at) for at in self.gap_places()] if self.status is not MET else []

    def open_findings(self) -> list[Finding]:
        """The findings of the gaps."""
        _, _, findings, tree, _ = self
        if tree is None or tree.is_flat:
            return [one for one in findings if one.status is not MET]
        return [findings[at] for at in tree.gaps_at(findings, 0)]

    def gap_places(self) -> list[int]:
        """Where the findings stand that are to be closed."""
        findings, tree = self.findings, self.tree
        if tree is None or tree.is_flat:
            return [at for at, one in enumerate(findings) if one.status is not MET]
        return tree.gaps_at(findings, 0)

    def codes(self) -> list[tuple[str, Status]]:
        """The code and the status of every leaf."""
        return [(one.code, one.status) for one in self.findings]


make_judged = ready(Judged)


def judge_tree(tree: Tree, case: Case, day: dt.date, professions: Professions) -> Judged:
    """Check every leaf of a tree."""
    if tree.settled is not None:
        findings: Found = tree.settled
    else:
        findings = [check(case, day, professions) for check in tree.checks]
    if not tree.is_flat:
        return make_judged((tree.status_at(findings, 0), tree.every, findings, tree, professions))
    worst = MET
    for one in findings:  # min() takes three times as long, for every answer
        status = one.status
        if status < worst:
            worst = status
            if status is UNMET:
                break
    return make_judged((worst, tree.every, findings, tree, professions))
