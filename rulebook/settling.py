"""From what several sources told to what counts: self-stated facts dropped, each thing once.

One licence told differently by two sources stands once, with every telling kept, for the standing of each must be
good. Of other items that share a key the telling of the highest assurance counts, then the one recorded first.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from typing import NamedTuple, TypeVar

from rulebook.facts import (
    ASSURANCES,
    SELF_STATED,
    Authorization,
    Certification,
    ContinuingEducation,
    ExamPass,
    Fact,
    Facts,
    Licence,
    OtherCredential,
    Privilege,
    Span,
    Statement,
    Training,
    normalise_number,
)

F = TypeVar("F", bound=Fact)
_RANK = {assurance: rank for rank, assurance in enumerate(ASSURANCES)}


class HeldLicence(NamedTuple):
    """One licence, with every different telling of it; `number` is the lowest as written."""

    jurisdiction: str
    profession: str
    number: str
    tellings: tuple[Licence, ...]
    evidence: tuple[tuple[str, ...], ...]
    checked_on: tuple[dt.date, ...]

    @property
    def issued_on(self) -> dt.date:
        """The first day, the latest of those told: where sources differ, the cautious one counts."""
        return max(telling.issued_on for telling in self.tellings)


class Settled(NamedTuple):
    """The facts that count."""

    licences: tuple[HeldLicence, ...]
    privileges: tuple[Privilege, ...]
    authorizations: tuple[Authorization, ...]
    training: tuple[Training, ...]
    exams: tuple[ExamPass, ...]
    certifications: tuple[Certification, ...]
    credentials: tuple[OtherCredential, ...]
    education: tuple[ContinuingEducation, ...]
    statements: tuple[Statement, ...]
    names: tuple[str, ...]


def settle(facts: Facts) -> Settled:
    """What counts of all that was told; the order of the telling changes nothing."""
    return Settled(
        licences=_settle_licences(facts.licences),
        privileges=_pick(facts.privileges, lambda p: (p.compact, p.profession, p.remote, normalise_number(p.number))),
        authorizations=_pick(
            facts.authorizations, lambda a: (a.jurisdiction, a.profession, a.title, normalise_number(a.number or ""))
        ),
        training=_pick(facts.training, lambda t: (t.provider, t.course, t.completed_on)),
        exams=_pick(facts.exams, lambda e: (e.form, e.of, e.passed_on)),
        certifications=_pick(facts.certifications, lambda c: (c.issuer, normalise_number(c.number))),
        credentials=_pick(facts.credentials, lambda c: (c.title, c.issued_on)),
        education=_pick(facts.education, lambda e: (e.completed_on, e.subject, e.hundredths)),
        statements=_pick(facts.statements, lambda s: (s.key, s.by, s.starts)),
        names=tuple(name.text for name in facts.names if name.assurance != SELF_STATED),
    )


def _counting(facts: Iterable[F]) -> list[F]:
    return [fact for fact in facts if fact.assurance != SELF_STATED]


def _preference(fact: Fact) -> tuple[int, int, str]:
    return _RANK[fact.assurance], fact.order, fact.id


def _pick(facts: tuple[F, ...], key: Callable[[F], Hashable]) -> tuple[F, ...]:
    """One fact for each key, in the order of recording."""
    if len(facts) < 2:  # most people hold no more than one of most things
        return tuple(_counting(facts))
    chosen: dict[Hashable, F] = {}
    for fact in _counting(facts):
        rival = chosen.setdefault(key(fact), fact)
        if rival is not fact and _preference(fact) < _preference(rival):
            chosen[key(fact)] = fact
    return tuple(sorted(chosen.values(), key=lambda fact: (fact.order, fact.id)))


def _settle_licences(facts: tuple[Licence, ...]) -> tuple[HeldLicence, ...]:
    told: dict[tuple[str, str, str], list[Licence]] = {}
    for fact in facts:
        if fact.assurance != SELF_STATED:
            told.setdefault((fact.jurisdiction, fact.profession, normalise_number(fact.number)), []).append(fact)
    held = [_gather(tellings) for tellings in told.values()]
    held.sort(key=lambda licence: (licence.jurisdiction, licence.profession, licence.number))
    return tuple(held)


def _gather(tellings: list[Licence]) -> HeldLicence:
    if len(tellings) == 1:
        (only,) = tellings
        looks = () if only.checked_on is None else (only.checked_on,)
        return HeldLicence(only.jurisdiction, only.profession, only.number, (only,), ((only.id,),), looks)
    contents: dict[Hashable, list[Licence]] = {}
    for telling in tellings:
        contents.setdefault(_content(telling), []).append(telling)
    groups = list(contents.values())
    groups.sort(key=lambda group: str(_content(group[0])))
    first = tellings[0]
    return HeldLicence(
        jurisdiction=first.jurisdiction,
        profession=first.profession,
        number=min(telling.number for telling in tellings),
        tellings=tuple(group[0] for group in groups),
        evidence=tuple(tuple(sorted(told.id for told in group)) for group in groups),
        checked_on=tuple(telling.checked_on for telling in tellings if telling.checked_on is not None),
    )


def _content(licence: Licence) -> Hashable:
    """What a telling says; the number's spelling is no difference."""
    return licence.issued_on, licence.expires_on, _spans(licence.statuses), _spans(licence.restrictions)


def _spans(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """Each span once, in an order that depends on nothing but the spans."""
    return tuple(sorted(set(spans), key=lambda span: (span.kind, span.starts, str(span.until)))) if spans else ()
