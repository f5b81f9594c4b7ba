"""From what several sources told to what counts: self-stated facts dropped, each thing once.

One licence told differently by two sources stands once, with every telling kept, for the standing of each must be
good. Of other items that share a key the telling of the highest assurance counts, then the one recorded first.
"""

import datetime as dt
from collections.abc import Callable, Hashable, Iterable
from functools import partial
from operator import itemgetter
from typing import Any, Generic, NamedTuple, TypeVar

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

F = TypeVar("F")
A = TypeVar("A", bound=Fact)
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


class _Settling(Generic[F]):
    """A list that is settled when it is first asked for, and then stands in this one's place.

    A `__getattr__` would do it too, but is asked only after Python has made and dropped an AttributeError.
    """

    def __init__(self, settle_list: Callable[[Any], tuple[F, ...]]) -> None:
        self._settle_list = settle_list

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, held: "Settled", owner: type) -> tuple[F, ...]:
        told = getattr(held.told, self._name)
        settled = self._settle_list(told) if told else ()
        setattr(held, self._name, settled)
        return settled


def _place_of(kind: type[Any], *names: str) -> Callable[[Any], Any]:
    """Reads fields of a fact by their places: half the time of reading them by name."""
    fields: tuple[str, ...] = kind._fields
    return itemgetter(*[fields.index(name) for name in names])


_make_held = ready(HeldLicence)
_order = _place_of(Training, "order", "id")  # where every fact has them
_head = _place_of(Training, "assurance", "order")
_place = itemgetter(0, 1, 2)


def _preference(fact: Fact) -> tuple[int, int, str]:
    return _RANK[fact.assurance], fact.order, fact.id


def _pick(
    key: Callable[[A], Hashable], facts: tuple[A, ...], part: Callable[[A], Hashable] | None = None
) -> tuple[A, ...]:
    """One fact for each key, in the order of recording. No two share a key that differ in a `part` of it."""
    latest, counting = -1, facts
    for assurance, order in map(_head, facts):
        if assurance == SELF_STATED or order <= latest:  # mostly all count, in their order already
            counting = tuple(sorted([one for one in facts if one.assurance != SELF_STATED], key=_order))
            break
        latest = order
    if len(counting) < 2 or len(set(map(part or key, counting))) == len(counting):
        return counting
    return tuple(sorted(_choose(key, counting), key=_order))


def _choose(key: Callable[[A], Hashable], facts: Iterable[A]) -> list[A]:
    """Of those that share a key the one of the highest assurance, then the one recorded first."""
    chosen: dict[Hashable, A] = {}
    for fact in facts:
        rival = chosen.setdefault(key(fact), fact)
        if rival is not fact and _preference(fact) < _preference(rival):
            chosen[key(fact)] = fact
    return list(chosen.values())


def _settle_licences(facts: tuple[Licence, ...]) -> tuple[HeldLicence, ...]:
    counting = [fact for fact in facts if fact.assurance != SELF_STATED]
    if len(counting) == 1:
        return (_hold(counting[0]),)
    if len({(fact.jurisdiction, fact.profession) for fact in counting}) == len(counting):
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
    id_, _, checked_on, _, jurisdiction, profession, number, _, _, _, _ = only
    looks = () if checked_on is None else (checked_on,)
    return _make_held((jurisdiction, profession, number, (only,), ((id_,),), looks))


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


class Settled:
    """The facts that count, of all that was `told`. Each list is settled when asked for: no law asks about all."""

    licences = _Settling(_settle_licences)
    privileges = _Settling[Privilege](
        partial(_pick, lambda p: (p.compact, p.profession, p.remote, normalise_number(p.number)))
    )
    authorizations = _Settling[Authorization](
        partial(_pick, lambda a: (a.jurisdiction, a.profession, a.title, normalise_number(a.number or "")))
    )
    training = _Settling[Training](
        partial(
            _pick, _place_of(Training, "provider", "course", "completed_on"), part=_place_of(Training, "completed_on")
        )
    )
    exams = _Settling[ExamPass](
        partial(_pick, _place_of(ExamPass, "form", "of", "passed_on"), part=_place_of(ExamPass, "passed_on"))
    )
    certifications = _Settling[Certification](partial(_pick, lambda c: (c.issuer, normalise_number(c.number))))
    credentials = _Settling[OtherCredential](partial(_pick, _place_of(OtherCredential, "title", "issued_on")))
    education = _Settling[ContinuingEducation](
        partial(_pick, _place_of(ContinuingEducation, "completed_on", "subject", "hundredths"))
    )
    statements = _Settling[Statement](partial(_pick, _place_of(Statement, "key", "by", "starts")))
    names = _Settling[str](lambda names: tuple([name.text for name in names if name.assurance != SELF_STATED]))

    def __init__(self, told: Facts) -> None:
        self.told = told

    def licences_in(self, places: tuple[str, ...]) -> tuple[HeldLicence, ...]:
        """Those of some places, without a look at the others: most questions ask about no more."""
        told = self.told.licences
        here = [fact for fact in told if fact.jurisdiction in places and fact.assurance != SELF_STATED]
        if len(here) != 1:
            return _settle_licences(tuple(here)) if here else ()
        held = (_hold(here[0]),)
        if len(told) == 1:
            self.licences = held  # where the descriptor would put it
        return held


def settle(facts: Facts) -> Settled:
    """What counts of all that was told; the order of the telling changes nothing."""
    return Settled(facts)
