"""The decision, with all that an answer tells."""

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from rulebook.engine import ENGINE, Inquiry, Judgement, prepare
from rulebook.facts import Facts
from rulebook.findings import Finding
from rulebook.horizon import Horizon, find_horizon, window_of
from rulebook.judged import Checked, Gap, judge_tree
from rulebook.law import Law, Standard
from rulebook.policy import SitePolicy
from rulebook.question import REVIEWED_KEYS, Question
from rulebook.requirements.bedside import Fixed
from rulebook.status import CONDITION, MET, Outcome, outcome_of

# Gaps that only another provision can close. By name: an attestation's key may begin with `law_` too.
_OF_THE_LAW_AS_A_WHOLE = frozenset(
    {
        "law_not_on_file",
        "law_prohibits",
        "law_silent",
        "law_unread",
        "law_partly_read",
        "law_evidence_too_weak",
        "law_review_overdue",
    }
)


class Decision(NamedTuple):
    """An answer; `open_gaps` are what stands between it and `permitted`."""

    inquiry: Inquiry
    judgement: Judgement
    horizon: Horizon
    open_gaps: list[Gap]
    engine: str = ENGINE

    @property
    def question(self) -> Question:
        """The question as read."""
        return self.inquiry.case.question

    @property
    def outcome(self) -> Outcome:
        """The answer in a word."""
        return outcome_of(self.judgement.status)

    def tell(self) -> tuple[list[Finding], list[Finding]]:
        """The findings and, of them, the gaps: less work than to ask for each."""
        return self.judgement.tell()

    @property
    def findings(self) -> list[Finding]:
        """Every leaf and code of the tree, met or not."""
        return [finding for part in self.judgement.parts() for finding in part.findings]

    @property
    def gaps(self) -> tuple[Finding, ...]:
        """The findings to close, in the tree's order; those of bases are the chosen basis's."""
        return tuple([gap.finding for gap in self.open_gaps])

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """(code, about) of each condition among the gaps, once each."""
        told: dict[str, str] = {}
        for gap in self.open_gaps:
            finding = gap.finding
            if finding.status is CONDITION:
                told.setdefault(finding.code, "practitioner" if finding.code in REVIEWED_KEYS else finding.about)
        return list(told.items())

    def closes_with_time(self, gap: Gap) -> bool:
        """Whether, within twelve years, a day comes on which this gap is met though nobody does anything."""
        leaf, found, professions = gap.leaf, gap.finding, gap.part.professions
        chosen = self.judgement.chosen
        if chosen is not None and found.code in _OF_THE_LAW_AS_A_WHOLE:
            return self._law_closes(chosen.basis.profession, leaf)
        case = self.inquiry.case
        days = self._ahead(leaf.turning_days(case, professions))
        return any(leaf.status_then(found, case, day, professions) is MET for day in days)

    def _law_closes(self, profession: str, leaf: Checked) -> bool:
        inquiry, local = self.inquiry, self.inquiry.local.of_profession(profession)
        days = self._ahead(local.turns)
        if isinstance(leaf, Fixed) and not days:
            return False  # what a law file settles stays as long as its provision
        case = inquiry.case
        leaves = [leaf for one in local.every for leaf in one.current.every]
        days |= self._ahead([day for leaf in leaves for day in leaf.turning_days(case, local.alone)])
        trees = ((day, local.tree_on(day, case.asked_on)) for day in days)
        return any(judge_tree(tree, case, day, local.alone).status is MET for day, tree in trees)

    def _ahead(self, days: Iterable[dt.date]) -> set[dt.date]:
        """Those of the days that the horizon reaches."""
        start = self.question.on
        later = [day for day in days if day > start]
        return window_of(start).choose(later) if later else set()


def decide(
    question: Question,
    facts: Facts,
    law: Law,
    standard: Standard | None,
    policy: SitePolicy | None,
    asked_on: dt.date,
) -> Decision:
    """Decide. Reads no clock, no database and no settings; the same inputs give the same answer."""
    inquiry = prepare(question, facts, law, standard, policy, asked_on)
    judgement = inquiry.judge(question.on)
    return Decision(inquiry, judgement, find_horizon(inquiry, judgement), judgement.gaps())
