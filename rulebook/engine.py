"""The decision: a pure function of the question, the facts, the law, the standard, the site's policy and the day."""

import datetime as dt
from collections.abc import Iterable
from operator import attrgetter
from typing import NamedTuple

from rulebook.bases import Basis, find_bases
from rulebook.case import Case
from rulebook.facts import Facts
from rulebook.findings import Finding, ready
from rulebook.identity import judge_identity
from rulebook.judged import Gap, Judged, judge_tree
from rulebook.law import Law, Provision, Standard
from rulebook.local_law import NO_CONSENT, LocalLaw, ProfessionLaw, local_law
from rulebook.policy import PolicyVersion, SitePolicy
from rulebook.question import UNDECLARABLE_KEYS, Question
from rulebook.requirements.bedside import Fixed
from rulebook.requirements.nodes import NOBODY, Origin, plant
from rulebook.settling import Settled
from rulebook.status import MET, UNMET, Status

ENGINE = "2"  # see credentials.former_engines before it rises again
_NO_LICENCE = plant(Fixed(origin=Origin("licence"), path="bases", word="no_licence_here", fixed=UNMET))
_status = attrgetter("status")


class JudgedBasis(NamedTuple):
    """A basis with what was found about its standing and about the law for its profession, the lower deciding."""

    status: Status
    basis: Basis
    standing: Judged
    law: Judged  # of the place, of its country, and last the consents that they ask for a child
    local: ProfessionLaw
    day: dt.date

    @property
    def provisions(self) -> tuple[Provision, ...]:
        """Those that count."""
        return self.local.provisions_on(self.day)


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
        return self._among(self.bases)

    def gaps(self) -> list[Gap]:
        """What stands between this and `permitted`, in the tree's order; of the bases the chosen one counts."""
        if self.status is MET:
            return []
        parts = self._among(() if self.chosen is None else (self.chosen,))
        return [gap for part in parts for gap in part.gaps()]

    def tell(self) -> tuple[list[Finding], list[Finding]]:
        """Every finding, and those of them that are gaps."""
        findings: list[Finding] = []
        gaps: list[Finding] = []
        passed_over = [basis for basis in self.bases if basis is not self.chosen] if len(self.bases) > 1 else ()
        for part in self.parts():
            findings += part.findings
            if part.status is not MET and not (passed_over and _is_of(part, passed_over)):
                gaps += part.open_findings()
        return findings, gaps

    def _among(self, bases: tuple[JudgedBasis, ...]) -> list[Judged]:
        parts = [] if self.identity is None else [self.identity]
        for basis in bases:
            parts += (basis.standing, basis.law)
        for part in (self.no_basis, self.standard, self.policy):
            if part is not None:
                parts.append(part)
        return parts


def _is_of(part: Judged, bases: Iterable[JudgedBasis]) -> bool:
    return any(part is basis.standing or part is basis.law for basis in bases)


class Inquiry(NamedTuple):
    """A question made ready: everything that does not depend on the day is settled."""

    case: Case
    law: Law
    local: LocalLaw
    standard: Standard | None
    site: SitePolicy | None
    bases: tuple[Basis, ...]
    laws: tuple[ProfessionLaw, ...]  # of each basis
    professions: frozenset[str]
    consent: int  # see LocalLaw.consent_for

    def judge(self, day: dt.date) -> Judgement:
        """Everything that is found on a day."""
        case, question = self.case, self.case.question
        identity = judge_identity(question.name, case.facts.names) if question.name is not None else None
        chosen: JudgedBasis | None
        bases: tuple[JudgedBasis, ...]
        if len(self.bases) == 1:
            bases = (self._judge_basis(self.bases[0], 0, day),)
            chosen = bases[0]
        else:
            bases = tuple([self._judge_basis(basis, index, day) for index, basis in enumerate(self.bases)])
            chosen = max(bases, key=_status, default=None)
        no_basis = judge_tree(_NO_LICENCE, case, day, NOBODY) if chosen is None else None
        standard = None if self.standard is None else self.judge_standard(day)
        policy = None if self.site is None else self.judge_policy(day)
        worst = UNMET if chosen is None else chosen.status
        if identity is not None and identity.status < worst:
            worst = identity.status
        if standard is not None and standard.status < worst:
            worst = standard.status
        if policy is not None and policy.status < worst:
            worst = policy.status
        return _make_judgement((worst, identity, bases, chosen, no_basis, standard, policy))

    def _judge_basis(self, basis: Basis, index: int, day: dt.date) -> JudgedBasis:
        case = self.case
        standing = basis.judge(case, day, f"bases/{index}/" if index else "bases/0/")
        local = self.laws[index]
        law = judge_tree(local.tree_on(day, case.asked_on, self.consent, index), case, day, local.alone)
        status = law.status if law.status < standing.status else standing.status
        return _make_judged_basis((status, basis, standing, law, local, day))

    def judge_law(self, local: ProfessionLaw, day: dt.date) -> Judged:
        """What the law of the place and of its country asks of a profession on a day."""
        return judge_tree(local.tree_on(day, self.case.asked_on, self.consent), self.case, day, local.alone)

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


_make_judged_basis, _make_judgement, _make_inquiry = ready(JudgedBasis), ready(Judgement), ready(Inquiry)
_make_case = ready(Case)


def prepare(
    question: Question,
    facts: Facts,
    law: Law,
    standard: Standard | None,
    site: SitePolicy | None,
    asked_on: dt.date,
) -> Inquiry:
    """Settle what does not depend on the day. The question's place must be read already (Places.read_asked)."""
    _, place, _, _, age, group, _, attested, _, _, _ = question
    local = law.local.get(place) or local_law(law, place)
    is_child = group == "child" if age is None else age < local.age_of_majority
    case = _make_case(
        (
            question,
            Settled(facts),
            place,
            local.here,
            local.age_of_majority,
            is_child,
            local.bands,
            frozenset(attested) if attested else NOBODY,
            tuple([one for one in site.declarations if one.kind not in UNDECLARABLE_KEYS]) if site else (),
            asked_on,
        )
    )
    bases = find_bases(case)
    laws: tuple[ProfessionLaw, ...]
    if len(bases) == 1:
        laws = (local.of_profession(bases[0].profession),)
        professions = laws[0].alone
    else:
        laws = tuple([local.of_profession(basis.profession) for basis in bases])
        professions = frozenset([basis.profession for basis in bases])
    consent = local.consent_for(age) if is_child else NO_CONSENT
    return _make_inquiry((case, law, local, standard, site, bases, laws, professions, consent))
