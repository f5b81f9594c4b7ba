"""What may still change after the day asked about, and how far the answer is met on a later day.

A leaf that no later day bears on keeps the status that it has today. So only the others are looked at again, each
only on the days that something in the record or in the law names.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, Protocol

from rulebook.bases import Basis
from rulebook.case import Case
from rulebook.engine import Inquiry, JudgedBasis, Judgement
from rulebook.judged import Judged
from rulebook.requirements.nodes import Tree
from rulebook.status import MET, UNMET, Status

Code = tuple[str, Status]


class Window(NamedTuple):
    """The days after one day, up to and on another."""

    start: dt.date
    last: dt.date

    def choose(self, days: Iterable[dt.date]) -> set[dt.date]:
        """Those of the days that lie in it."""
        start, last = self
        return {day for day in days if start < day <= last}


class Mover(Protocol):
    """A part whose status may change; `ceiling` is one that it never exceeds."""

    days: set[dt.date]
    ceiling: Status

    def status(self, day: dt.date) -> Status:
        """Its status on a day."""

    def codes(self, day: dt.date) -> list[Code]:
        """The code and status on a day of every leaf of it that may change."""


class MovingTree:
    """A tree some of whose leaves may change."""

    def __init__(self, judged: Judged, tree: Tree, case: Case, moving: dict[int, set[dt.date]]) -> None:
        self.judged, self.tree, self.case, self.moving = judged, tree, case, moving
        self.days = set().union(*moving.values())
        best = [one if at not in moving else tree.every[at].plain[MET] for at, one in enumerate(judged.findings)]
        self.ceiling = self.tree.status_of(best)

    def status(self, day: dt.date) -> Status:
        """With today's findings of all that does not change."""
        found = list(self.judged.findings)
        for at in self.moving:
            found[at] = self.tree.checks[at](self.case, day, self.judged.professions)
        return self.tree.status_of(found)

    def codes(self, day: dt.date) -> list[Code]:
        """Of the leaves that may change."""
        found = [self.tree.checks[at](self.case, day, self.judged.professions) for at in self.moving]
        return [(one.code, one.status) for one in found]


class MovingStanding:
    """A basis whose standing may change."""

    def __init__(self, basis: Basis, case: Case, days: set[dt.date]) -> None:
        self.basis, self.case, self.days, self.ceiling = basis, case, days, MET

    def status(self, day: dt.date) -> Status:
        """Its standing."""
        return self.basis.status(self.case, day)

    def codes(self, day: dt.date) -> list[Code]:
        """All of it."""
        return self.basis.judge(self.case, day).codes()


class MovingRules:
    """Rules that are in force by turns: the law of a profession, or a site's policy."""

    def __init__(self, judge: Callable[[dt.date], Sequence[Judged]], days: set[dt.date]) -> None:
        self.judge, self.days, self.ceiling = judge, days, MET

    def status(self, day: dt.date) -> Status:
        """By the rules of the day."""
        return min([part.status for part in self.judge(day)], default=MET)

    def codes(self, day: dt.date) -> list[Code]:
        """All of them."""
        return [code for part in self.judge(day) for code in part.codes()]


class Group(NamedTuple):
    """Parts that must all be met: the lowest status of those that keep theirs, and those that may change."""

    fixed: Status
    movers: list[Mover]

    @property
    def ceiling(self) -> Status:
        """What it never exceeds."""
        return min([self.fixed, *[mover.ceiling for mover in self.movers]])

    def status(self, day: dt.date) -> Status:
        """Its status on a day."""
        worst = self.fixed
        for mover in self.movers:
            if worst is UNMET:
                break
            worst = min(worst, mover.status(day))
        return worst


class Reader:
    """Finds the parts of an inquiry that may change in a window."""

    def __init__(self, inquiry: Inquiry, today: Judgement, window: Window) -> None:
        self.inquiry, self.today, self.window = inquiry, today, window
        self.case = inquiry.case
        self._moves: dict[str, bool] = {}

    def is_refused_for_good(self) -> bool:
        """Whether something refuses that no later day bears on. Most refusals are of this kind, and soon seen to be.

        Some are not seen here: that asks for more than it saves.
        """
        standard = self.today.standard
        if standard is not None and self._refuses(standard):
            return True
        return all(self._is_barred(judged) for judged in self.today.bases)

    def _is_barred(self, judged: JudgedBasis) -> bool:
        if judged.status is not UNMET:
            return False
        local = self.inquiry.local.of_profession(judged.basis.profession)
        if self._refuses(judged.law) and not self.window.choose(local.turns):
            return True
        return judged.standing.status is UNMET and not self.window.choose(judged.basis.turning_days(self.case))

    def _refuses(self, part: Judged) -> bool:
        """Whether a leaf is unmet that must be met and that nothing on record may still change."""
        if part.status is not UNMET or part.tree is None or not part.tree.is_flat:
            return False
        for leaf, found in zip(part.tree.every, part.findings, strict=True):
            if found.status is UNMET and not (leaf.watches and self._may_move(leaf.watches)):
                return True
        return False

    def read_rest(self) -> Group:
        """All but the bases: the name, the standard, the policy."""
        today, inquiry = self.today, self.inquiry
        fixed = today.identity.status if today.identity is not None else MET
        movers: list[Mover] = []
        if inquiry.site is not None and (turns := self.window.choose(inquiry.site.turning_days())):
            trees = [version.node for version in inquiry.site.versions]
            days = turns | self._leaf_days(trees, inquiry.professions)
            movers.append(MovingRules(lambda day: _present(inquiry.judge_policy(day)), days))
        elif today.policy is not None:
            fixed = self._sort(today.policy, fixed, movers)
        if today.standard is not None:
            fixed = self._sort(today.standard, fixed, movers)
        return Group(fixed, movers)

    def read_bases(self) -> list[Group]:
        """Each basis."""
        return [self._read_basis(judged) for judged in self.today.bases]

    def _read_basis(self, judged: JudgedBasis) -> Group:
        fixed, movers = MET, list[Mover]()
        basis, inquiry = judged.basis, self.inquiry
        days = self.window.choose(basis.turning_days(self.case))
        if days:
            movers.append(MovingStanding(basis, self.case, days))
        else:
            fixed = judged.standing.status
        local = inquiry.local.of_profession(basis.profession)
        if turns := self.window.choose(local.turns):
            trees = [local.tree_on(day, self.case.asked_on, inquiry.consent) for day in (self.window.start, *turns)]
            days = turns | self._leaf_days(trees, local.alone)
            movers.append(MovingRules(lambda day: [inquiry.judge_law(local, day)], days))
        else:
            fixed = self._sort(judged.law, fixed, movers)
        return Group(fixed, movers)

    def _sort(self, judged: Judged, fixed: Status, movers: list[Mover]) -> Status:
        """Put a part that may change to the movers; what does not change lowers the fixed status, which is told."""
        tree = judged.tree
        moving = self._moving_leaves(tree, judged.professions) if tree is not None and tree.watches else None
        if tree is None or not moving:
            return min(fixed, judged.status)
        movers.append(MovingTree(judged, tree, self.case, moving))
        return fixed

    def _moving_leaves(self, tree: Tree, professions: frozenset[str]) -> dict[int, set[dt.date]]:
        """The leaves that may change, by their place in the tree, with the days on which each may."""
        kinds = [kind for kind in tree.watches if self._may_move(kind)]
        moving = {}
        for at, leaf in enumerate(tree.every) if kinds else ():
            if leaf.watches in kinds and (days := self.window.choose(leaf.turning_days(self.case, professions))):
                moving[at] = days
        return moving

    def _leaf_days(self, trees: Iterable[Tree], professions: frozenset[str]) -> set[dt.date]:
        moving = (self._moving_leaves(tree, professions) for tree in trees)
        return {day for leaves in moving for days in leaves.values() for day in days}

    def _may_move(self, kind: str) -> bool:
        """Whether anything on record of a kind may still change something."""
        moves = self._moves.get(kind)
        if moves is None:
            moves = self._moves[kind] = may_move(kind, self.case, self.window.start)
        return moves


def may_move(kind: str, case: Case, start: dt.date) -> bool:
    """Whether what leaves watch may still change after a day: mostly it lies in the past, or there is none."""
    facts = case.facts
    match kind:
        case "training":
            return any(one.completed_on > start for one in facts.training)
        case "exams":
            return any(one.passed_on > start for one in facts.exams)
        case "statements":
            return bool(facts.statements or case.declarations)
        case "looks":
            return True
    return bool(getattr(facts, kind))


def _present(one: Any) -> list[Any]:
    return [] if one is None else [one]
