"""From what several sources told to what counts: self-stated facts dropped, each thing once.

One licence told differently by two sources stands once, with every telling kept, for the standing of each must be
good. Of other items that share a key the telling of the highest assurance counts, then the one recorded first.
"""

import datetime as dt
from collections.abc import Callable, Hashable
from functools import partial
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

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
from rulebook.findings import ready

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
        return max([telling.issued_on for telling in self.tellings])


_make_held = ready(HeldLicence)


class Settled:
    """The facts that count. Each list is settled when it is first asked for, for no law asks about everything."""

    __slots__ = (
        "_facts",
        "authorizations",
        "certifications",
        "credentials",
        "education",
        "exams",
        "licences",
        "names",
        "privileges",
        "statements",
        "training",
    )

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

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        # What many questions ask about and few people hold.
        if not facts.privileges:
            self.privileges = ()
        if not facts.authorizations:
            self.authorizations = ()
        if not facts.certifications:
            self.certifications = ()
        if not facts.statements:
            self.statements = ()

    def licences_in(self, places: tuple[str, ...]) -> tuple[HeldLicence, ...]:
        """Those of some places, without a look at the others: most questions ask about no more."""
        here = [fact for fact in self._facts.licences if fact.jurisdiction in places]
        if len(here) == 1:
            return () if here[0].assurance == SELF_STATED else (_hold(here[0]),)
        return _settle_licences(tuple(here)) if here else ()

    def __getattr__(self, name: str) -> Any:
        """A list that is not settled yet (Python asks here only while the slot is empty)."""
        settle_list = _LISTS.get(name)
        if settle_list is None:
            raise AttributeError(name)
        told = getattr(self._facts, name)
        settled = settle_list(told) if told else ()
        setattr(self, name, settled)
        return settled


def settle(facts: Facts) -> Settled:
    """What counts of all that was told; the order of the telling changes nothing."""
    return Settled(facts)


def _preference(fact: Fact) -> tuple[int, int, str]:
    return _RANK[fact.assurance], fact.order, fact.id


def _place_of(kind: type[Any], *names: str) -> Callable[[Any], Any]:
    """Reads fields of a fact by their places: half the time of reading them by name."""
    fields: tuple[str, ...] = kind._fields
    return itemgetter(*[fields.index(name) for name in names])


_order = _place_of(Training, "order", "id")  # where every fact has them
_place = itemgetter(0, 1, 2)


def _pick(
    key: Callable[[F], Hashable], facts: tuple[F, ...], part: Callable[[F], Hashable] | None = None
) -> tuple[F, ...]:
    """One fact for each key, in the order of recording. No two share a key that differ in a `part` of it."""
    if len(facts) == 1:  # most people hold no more than one of most things
        return () if facts[0].assurance == SELF_STATED else facts
    counting = [fact for fact in facts if fact.assurance != SELF_STATED]
    if len(set(map(part or key, counting))) < len(counting):
        counting = _choose(key, counting)
    counting.sort(key=_order)
    return tuple(counting)


def _choose(key: Callable[[F], Hashable], facts: list[F]) -> list[F]:
    """Of those that share a key the one of the highest assurance, then the one recorded first."""
    chosen: dict[Hashable, F] = {}
    for fact in facts:
        rival = chosen.setdefault(key(fact), fact)
        if rival is not fact and _preference(fact) < _preference(rival):
            chosen[key(fact)] = fact
    return list(chosen.values())


def _settle_licences(facts: tuple[Licence, ...]) -> tuple[HeldLicence, ...]:
    counting = [fact for fact in facts if fact.assurance != SELF_STATED]
    if len(counting) < 2 or len({(fact.jurisdiction, fact.profession) for fact in counting}) == len(counting):
        held = [_hold(fact) for fact in counting]  # no two can be one licence, whatever their numbers
    else:
        told: dict[tuple[str, str, str], list[Licence]] = {}
        for fact in counting:
            told.setdefault((fact.jurisdiction, fact.profession, normalise_number(fact.number)), []).append(fact)
        held = [_gather(tellings) if len(tellings) > 1 else _hold(*tellings) for tellings in told.values()]
    if len(held) > 1:
        held.sort(key=_place)
    return tuple(held)


def _hold(only: Licence) -> HeldLicence:
    """A licence that was told once."""
    looks = () if only.checked_on is None else (only.checked_on,)
    return _make_held((only.jurisdiction, only.profession, only.number, (only,), ((only.id,),), looks))


def _gather(tellings: list[Licence]) -> HeldLicence:
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


_LISTS: dict[str, Callable[[Any], tuple[Any, ...]]] = {
    "licences": _settle_licences,
    "privileges": partial(_pick, lambda p: (p.compact, p.profession, p.remote, normalise_number(p.number))),
    "authorizations": partial(
        _pick, lambda a: (a.jurisdiction, a.profession, a.title, normalise_number(a.number or ""))
    ),
    "training": partial(
        _pick, _place_of(Training, "provider", "course", "completed_on"), part=_place_of(Training, "completed_on")
    ),
    "exams": partial(_pick, _place_of(ExamPass, "form", "of", "passed_on"), part=_place_of(ExamPass, "passed_on")),
    "certifications": partial(_pick, lambda c: (c.issuer, normalise_number(c.number))),
    "credentials": partial(_pick, _place_of(OtherCredential, "title", "issued_on")),
    "education": partial(_pick, _place_of(ContinuingEducation, "completed_on", "subject", "hundredths")),
    "statements": partial(_pick, _place_of(Statement, "key", "by", "starts")),
    "names": lambda names: tuple([name.text for name in names if name.assurance != SELF_STATED]),
}
