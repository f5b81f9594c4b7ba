"""The decision: a pure function of the question, the facts, the law, the standard, the site's policy and the day."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from rulebook.case import Case
from rulebook.facts import Facts
from rulebook.findings import Judged, judge_all, judge_any
from rulebook.identity import judge_identity
from rulebook.law import Law, Provision, Standard
from rulebook.policy import SitePolicy
from rulebook.question import UNDECLARABLE_KEYS, Question
from rulebook.requirements.bedside import Attestation, Fixed
from rulebook.requirements.nodes import Node, Origin
from rulebook.settling import settle
from rulebook.standing import Basis, find_bases
from rulebook.status import Status

ENGINE = "1"
_NO_LICENCE = Fixed(origin=Origin("licence"), path="bases", word="no_licence_here", fixed=Status.UNMET)


class JudgedBasis(NamedTuple):
    """A basis with what was found about its standing and about the law for its profession."""

    basis: Basis
    standing: Judged
    law: Judged
    provisions: tuple[Provision, ...]

    @property
    def status(self) -> Status:
        """The lower of the two."""
        return min(self.standing.status, self.law.status)

    @property
    def node(self) -> Judged:
        """The basis as a node of the tree."""
        return judge_all((self.standing, self.law))


class Judgement(NamedTuple):
    """All that was found on one day."""

    top: Judged
    bases: tuple[JudgedBasis, ...]
    identity: Judged | None
    standard: Judged | None
    policy: Judged | None

    @property
    def chosen(self) -> JudgedBasis | None:
        """The basis that the answer follows: the highest status, then the order of ties."""
        return max(self.bases, key=lambda basis: basis.status, default=None)


class Inquiry(NamedTuple):
    """A question made ready: everything that does not depend on the day is settled."""

    case: Case
    law: Law
    standard: Standard | None
    site: SitePolicy | None
    bases: tuple[Basis, ...]
    professions: frozenset[str]
    provisions_held: Mapping[str, tuple[Provision, ...]]  # by profession, the place's first
    consent: tuple[Attestation, ...]

    def status(self, day: dt.date) -> Status:
        """The top node's status on a day, without findings: what the horizon asks."""
        case, named = self.case, self.case.question.name
        worst = max((self._basis_status(basis, day) for basis in self.bases), default=Status.UNMET)
        for node in (self.standard_node(), self.policy_node(day)):
            if worst is not Status.UNMET and node is not None:
                worst = min(worst, node.status(case, day, self.professions))
        return min(worst, judge_identity(named, case.facts.names).status) if named is not None else worst

    def _basis_status(self, basis: Basis, day: dt.date) -> Status:
        worst = basis.status(self.case, day)
        profession = frozenset((basis.profession,))
        for node in (*self.law_nodes(basis.profession, day), *self.consent):
            if worst is Status.UNMET:
                break
            worst = min(worst, node.status(self.case, day, profession))
        return worst

    def judge(self, day: dt.date) -> Judgement:
        """Everything that is found on a day."""
        case, question = self.case, self.case.question
        identity = judge_identity(question.name, case.facts.names) if question.name is not None else None
        bases = tuple(self._judge_basis(basis, index, day) for index, basis in enumerate(self.bases))
        either = judge_any(tuple(basis.node for basis in bases) or (self._judge(_NO_LICENCE, day),))
        standard, policy = self.standard_node(), self.policy_node(day)
        judged_standard = self._judge(standard, day) if standard is not None else None
        judged_policy = self._judge(policy, day) if policy is not None else None
        parts = (identity, either, judged_standard, judged_policy)
        top = judge_all(tuple(part for part in parts if part is not None))
        return Judgement(top, bases, identity, judged_standard, judged_policy)

    def _judge(self, node: Node, day: dt.date) -> Judged:
        return node.judge(self.case, day, self.professions, "")

    def _judge_basis(self, basis: Basis, index: int, day: dt.date) -> JudgedBasis:
        prefix, profession = f"bases/{index}/", frozenset((basis.profession,))
        provisions = self.provisions(basis.profession, day)
        nodes = (*self._nodes_of(provisions, basis.profession), *self.consent)
        law = tuple(node.judge(self.case, day, profession, f"{prefix}law/") for node in nodes)
        return JudgedBasis(basis, judge_all(tuple(basis.judge(self.case, day, prefix))), judge_all(law), provisions)

    def law_nodes(self, profession: str, day: dt.date) -> tuple[Node, ...]:
        """What the law of the place and of its country asks of a profession on a day."""
        return self._nodes_of(self.provisions(profession, day), profession)

    def _nodes_of(self, provisions: tuple[Provision, ...], profession: str) -> tuple[Node, ...]:
        if provisions:
            return tuple(provision.node(self.case.asked_on) for provision in provisions)
        return (_not_on_file(self.case.jurisdiction, profession),)

    def provisions(self, profession: str, day: dt.date) -> tuple[Provision, ...]:
        """The provisions that count: those in force, the place's first; a silent one only beside none that speaks."""
        in_force = [one for one in self.all_provisions(profession) if one.is_in_force(day)]
        speaking = [one for one in in_force if one.position != "silent"]
        return tuple(speaking or in_force)

    def all_provisions(self, profession: str) -> tuple[Provision, ...]:
        """Every provision of the place and its country, whatever the day."""
        return self.provisions_held[profession]

    def standard_node(self) -> Node | None:
        """What the standard asks for this patient."""
        if self.standard is None:
            return None
        return self.standard.for_children if self.case.is_child else self.standard.for_adults

    def policy_node(self, day: dt.date) -> Node | None:
        """What the site's policy asks on a day."""
        version = self.site.version_on(day) if self.site else None
        return version.node if version else None


def _not_on_file(place: str, profession: str) -> Fixed:
    return Fixed(
        origin=Origin("law", None, place),
        path="law_not_on_file",
        word="law_not_on_file",
        fixed=Status.UNKNOWN,
        profession=profession,
    )


def prepare(
    question: Question,
    facts: Facts,
    law: Law,
    standard: Standard | None,
    site: SitePolicy | None,
    asked_on: dt.date,
) -> Inquiry:
    """Settle what does not depend on the day. The question's place must be read already (Places.read_asked)."""
    place, country = question.jurisdiction, question.jurisdiction[:2]
    places = [held for held in map(law.jurisdictions.get, dict.fromkeys((place, country))) if held is not None]
    banded = next((held for held in places if held.bands), None)
    case = Case(
        question=question,
        facts=settle(facts),
        jurisdiction=place,
        country=country,
        age_of_majority=law.age_of_majority_in(place),
        bands=banded.bands if banded else (),
        attested=frozenset(question.attested),
        declarations=tuple(one for one in site.declarations if one.kind not in UNDECLARABLE_KEYS) if site else (),
        asked_on=asked_on,
    )
    bases = find_bases(case)
    professions = frozenset(basis.profession for basis in bases)
    consent = _consent_asked(case, banded.consent if banded else ())
    provisions = {one: tuple(p for held in places for p in held.provisions.get(one, ())) for one in professions}
    return Inquiry(case, law, standard, site, bases, professions, provisions, consent)


def _consent_asked(case: Case, leaves: tuple[tuple[Attestation, ...], ...]) -> tuple[Attestation, ...]:
    """The consents that the law asks for a child: of the band that holds the age, else of all, each key once."""
    if not case.is_child:
        return ()
    asked: dict[str, Attestation] = {}
    for band, needed in zip(case.bands, leaves, strict=True):
        if case.question.age is None or band.holds(case.question.age):
            for leaf in needed:
                asked.setdefault(leaf.key, leaf)
    return tuple(asked.values())
