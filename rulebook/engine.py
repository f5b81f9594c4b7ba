"""The decision: a pure function of the question, the facts, the law, the standard, the site's policy and the day."""

import datetime as dt
from operator import attrgetter
from typing import NamedTuple

from rulebook.bases import Basis, find_bases
from rulebook.case import Case
from rulebook.facts import Facts
from rulebook.identity import judge_identity
from rulebook.judged import NOBODY, Gap, Judged, judge_tree
from rulebook.law import Law, Provision, Standard
from rulebook.local_law import LocalLaw, local_law
from rulebook.policy import PolicyVersion, SitePolicy
from rulebook.question import UNDECLARABLE_KEYS, Question
from rulebook.requirements.bedside import Fixed
from rulebook.requirements.nodes import Origin, Tree, plant
from rulebook.settling import Settled
from rulebook.status import UNMET, Status

ENGINE = "1"
_NO_LICENCE = plant(Fixed(origin=Origin("licence"), path="bases", word="no_licence_here", fixed=UNMET))
_status = attrgetter("status")


class JudgedBasis(NamedTuple):
    """A basis with what was found about its standing and about the law for its profession, the lower deciding."""

    status: Status
    basis: Basis
    standing: Judged
    law: tuple[Judged, ...]  # of the place, of its country, and last the consents that they ask for a child
    law_status: Status
    provisions: tuple[Provision, ...]


class Judgement(NamedTuple):
    """All that was found on one day; `chosen` is the basis that the answer follows.

    That is the one of the highest status, of several the first in the order of ties. Where there is no basis,
    `no_basis` says so.
    """

    status: Status
    identity: Judged | None
    bases: tuple[JudgedBasis, ...]
    chosen: JudgedBasis | None
    no_basis: Judged | None
    standard: Judged | None
    policy: Judged | None

    def parts(self) -> list[Judged]:
        """Everything, in the tree's order."""
        return self._between([part for basis in self.bases for part in (basis.standing, *basis.law)])

    def gaps(self) -> list[Gap]:
        """What stands between this and `permitted`, in the tree's order; of the bases the chosen one counts."""
        chosen = self.chosen
        parts = self._between([chosen.standing, *chosen.law] if chosen else [])
        return [gap for part in parts for gap in part.gaps()]

    def _between(self, bases: list[Judged]) -> list[Judged]:
        parts = (self.identity, *bases, self.no_basis, self.standard, self.policy)
        return [part for part in parts if part is not None]


class Inquiry(NamedTuple):
    """A question made ready: everything that does not depend on the day is settled."""

    case: Case
    law: Law
    local: LocalLaw
    standard: Standard | None
    site: SitePolicy | None
    bases: tuple[Basis, ...]
    professions: frozenset[str]
    consent: Tree | None

    def judge(self, day: dt.date) -> Judgement:
        """Everything that is found on a day."""
        case, question = self.case, self.case.question
        identity = judge_identity(question.name, case.facts.names) if question.name is not None else None
        bases = tuple([self._judge_basis(basis, index, day) for index, basis in enumerate(self.bases)])
        chosen = max(bases, key=_status) if bases else None
        no_basis = None if bases else judge_tree(_NO_LICENCE, case, day, NOBODY)
        standard, policy = self.judge_standard(day), self.judge_policy(day)
        worst = chosen.status if chosen else UNMET
        for part in (identity, standard, policy):
            if part is not None and part.status < worst:
                worst = part.status
        return Judgement(worst, identity, bases, chosen, no_basis, standard, policy)

    def _judge_basis(self, basis: Basis, index: int, day: dt.date) -> JudgedBasis:
        prefix = f"bases/{index}/"
        standing = basis.judge(self.case, day, prefix)
        law = self.judge_law(basis.profession, day, f"{prefix}law/")
        if self.consent is not None:
            local = self.local.of_profession(basis.profession)
            law = (*law, judge_tree(self.consent, self.case, day, local.alone, f"{prefix}law/"))
        worst = min([part.status for part in law])
        provisions = self.local.of_profession(basis.profession).provisions_on(day)
        return JudgedBasis(min(standing.status, worst), basis, standing, law, worst, provisions)

    def judge_law(self, profession: str, day: dt.date, prefix: str = "") -> tuple[Judged, ...]:
        """What the law of the place and of its country asks of a profession on a day."""
        case, local = self.case, self.local.of_profession(profession)
        trees = local.trees_on(day, case.asked_on)
        return tuple([judge_tree(tree, case, day, local.alone, prefix) for tree in trees])

    def judge_standard(self, day: dt.date) -> Judged | None:
        """What the standard asks for this patient."""
        standard = self.standard
        if standard is None:
            return None
        tree = standard.for_children if self.case.is_child else standard.for_adults
        return judge_tree(tree, self.case, day, self.professions)

    def policy_version(self, day: dt.date) -> PolicyVersion | None:
        """The site's policy in force on a day."""
        return self.site.version_on(day) if self.site else None

    def judge_policy(self, day: dt.date) -> Judged | None:
        """What the site's policy asks on a day."""
        version = self.policy_version(day)
        return judge_tree(version.node, self.case, day, self.professions) if version else None


def prepare(
    question: Question,
    facts: Facts,
    law: Law,
    standard: Standard | None,
    site: SitePolicy | None,
    asked_on: dt.date,
) -> Inquiry:
    """Settle what does not depend on the day. The question's place must be read already (Places.read_asked)."""
    local, age = local_law(law, question.jurisdiction), question.age
    is_child = question.group == "child" if age is None else age < local.age_of_majority
    case = Case(
        question,
        Settled(facts),
        question.jurisdiction,
        local.here,
        local.age_of_majority,
        is_child,
        local.bands,
        frozenset(question.attested),
        tuple([one for one in site.declarations if one.kind not in UNDECLARABLE_KEYS]) if site else (),
        asked_on,
    )
    bases = find_bases(case)
    professions = frozenset([basis.profession for basis in bases])
    consent = local.consent_asked(age) if is_child else None
    return Inquiry(case, law, local, standard, site, bases, professions, consent)
