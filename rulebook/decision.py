"""The decision, with all that an answer tells."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from rulebook.engine import ENGINE, Inquiry, Judgement, prepare
from rulebook.facts import Facts
from rulebook.findings import Finding, findings_in
from rulebook.gaps import gaps_of
from rulebook.horizon import Horizon, find_horizon
from rulebook.law import Law, Standard
from rulebook.policy import SitePolicy
from rulebook.question import REVIEWED_KEYS, Question
from rulebook.status import Outcome, Status, outcome_of

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


@dataclass(frozen=True, slots=True)
class Decision:
    """An answer. `horizon` is looked up once, when it is first asked for by the one who tells the decision."""

    inquiry: Inquiry
    judgement: Judgement
    horizon: Horizon
    gaps: tuple[Finding, ...]
    engine: str = ENGINE

    @property
    def question(self) -> Question:
        """The question as read."""
        return self.inquiry.case.question

    @property
    def outcome(self) -> Outcome:
        """The answer in a word."""
        return outcome_of(self.judgement.top.status)

    @property
    def findings(self) -> list[Finding]:
        """Every leaf and code of the tree, met or not."""
        return findings_in(self.judgement.top)

    @property
    def conditions(self) -> list[tuple[str, str]]:
        """(code, about) of each condition among the gaps, once each."""
        told: dict[str, str] = {}
        for gap in self.gaps:
            if gap.status is Status.CONDITION:
                told.setdefault(gap.code, "practitioner" if gap.code in REVIEWED_KEYS else gap.about)
        return list(told.items())

    def closes_with_time(self, gap: Finding) -> bool:
        """Whether, within twelve years, a day comes on which this gap is met though nobody does anything."""
        check = self._later_check(gap)
        return check is not None and any(check(day) is Status.MET for day in self.horizon.turning_days)

    def _later_check(self, gap: Finding) -> Callable[[dt.date], Status] | None:
        chosen = self.judgement.chosen
        if gap.code in _OF_THE_LAW_AS_A_WHOLE and chosen is not None:
            return lambda day: self._law_status(chosen.basis.profession, day)
        return gap.on_day

    def _law_status(self, profession: str, day: dt.date) -> Status:
        alone = frozenset((profession,))
        nodes = self.inquiry.law_nodes(profession, day)
        return min((node.status(self.inquiry.case, day, alone) for node in nodes), default=Status.MET)


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
    return Decision(inquiry, judgement, find_horizon(inquiry, judgement), tuple(gaps_of(judgement)))
