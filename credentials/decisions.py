"""The one call that decides: questions in, decisions or refusals out. It is handed the instant of asking."""

import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from credentials.facts import facts_of
from credentials.instants import tell_instant
from credentials.named import faults_under
from credentials.queries.evidence import Evidence, RecordRows, read_evidence, wait_for_writers
from credentials.queries.sites import KnownSite, read_sites
from credentials.questions import Asked, Misread, Reference
from credentials.records.faults import Fault, Refusal
from law.queries.compiled import law_of_pack
from rulebook.decision import Decision, decide
from rulebook.law import Law
from rulebook.places import UnknownPlace, tell_code
from rulebook.policy import SitePolicy
from rulebook.question import NO_STANDARD, Question

NOT_FOUND, FORBIDDEN, NO_LAW = "not_found", "forbidden", "no_law"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Why there is no decision though the question has the right form: `not_found`, `forbidden` or `no_law`."""

    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision, and the record that it is about."""

    decision: Decision
    record: RecordRows
    known_at: dt.datetime
    pack_id: int


Answer = Decided | Refusal | Unanswered
Sites = Mapping[str, KnownSite]


class _Terms(NamedTuple):
    """What holds for every question decided in one call."""

    now: dt.datetime
    organisation_id: int | None
    law: Law | None = None
    policies: Mapping[str, SitePolicy] | None = None


def decide_one(
    asked: Asked | Refusal,
    *,
    now: dt.datetime,
    organisation_id: int | None = None,
    may_leave_out_standard: bool = False,
) -> Answer:
    """Decide one question in one round trip to the database, in two where it names a site.

    `organisation_id` is who asks: the sites of others are as unknown to it as none. A refused question comes back with
    every fault named.
    """
    if not isinstance(asked, Asked | Misread):
        return asked
    if asked.standard == NO_STANDARD and not may_leave_out_standard:
        return Unanswered(FORBIDDEN)
    wait_for_writers(asked.known_at)
    references = [located(asked.practitioner)] if isinstance(asked, Asked) else []
    evidence = read_evidence(references, known_at=asked.known_at)
    sites = read_sites((asked.site,), known_at=evidence.known_at) if asked.site is not None else {}
    return _answer(asked, evidence.records.get(0, []), evidence, sites, _Terms(now, organisation_id))


def decide_many(
    questions: Sequence[Asked | Refusal],
    *,
    now: dt.datetime,
    organisation_id: int | None = None,
    may_leave_out_standard: bool = False,
    law: Law | None = None,
    policies: Mapping[str, SitePolicy] | None = None,
) -> Iterator[Answer]:
    """Decide questions from one snapshot, in the order asked; what is wrong with one spoils no other.

    `organisation_id` as for `decide_one`. With `law` they are decided under it, released or not, instead of the law of
    the instant asked about; with `policies` (by the site's code) the sites that it names have those instead of theirs.
    """
    by_instant: dict[dt.datetime | None, list[int]] = {}
    for n, asked in enumerate(questions):
        if isinstance(asked, Asked):
            by_instant.setdefault(asked.known_at, []).append(n)
        elif isinstance(asked, Misread):
            by_instant.setdefault(asked.known_at, [])
    found: dict[int, list[RecordRows]] = {}
    read: dict[dt.datetime | None, tuple[Evidence, Sites]] = {}
    named = _sites_named(questions)
    terms = _Terms(now, organisation_id, law, policies)
    for (known_at, numbers), evidence in zip(by_instant.items(), _read_all(questions, by_instant), strict=True):
        found |= {n: evidence.records.get(place, []) for place, n in enumerate(numbers)}
        sites = read_sites(named.get(known_at, ()), known_at=evidence.known_at)
        read[known_at] = replace(evidence, records={}), sites  # so that what is answered is let go, one by one
    for n, asked in enumerate(questions):
        if not isinstance(asked, Asked | Misread):
            yield asked
        elif asked.standard == NO_STANDARD and not may_leave_out_standard:
            yield Unanswered(FORBIDDEN)
        else:
            yield _answer(asked, found.pop(n, []), *read[asked.known_at], terms)


def _sites_named(questions: Sequence[Asked | Refusal]) -> dict[dt.datetime | None, set[str]]:
    """The sites that questions name, by the instant that they ask about."""
    named: dict[dt.datetime | None, set[str]] = {}
    for asked in questions:
        if isinstance(asked, Asked | Misread) and asked.site is not None:
            named.setdefault(asked.known_at, set()).add(asked.site)
    return named


def _read_all(questions: Sequence[Asked | Refusal], by_instant: dict[dt.datetime | None, list[int]]) -> list[Evidence]:
    """The evidence for each instant asked about. Several instants need several statements, in one snapshot."""
    references = {
        instant: [located(asked.practitioner) for asked in (questions[n] for n in numbers) if isinstance(asked, Asked)]
        for instant, numbers in by_instant.items()
    }
    wait_for_writers(max((instant for instant in references if instant), default=None))
    if len(references) < 2:
        return [read_evidence(asked, known_at=instant) for instant, asked in references.items()]
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        return [read_evidence(asked, known_at=instant) for instant, asked in references.items()]


def located(reference: Reference) -> Reference:
    """A licence's jurisdiction as records tell it; one that is no code at all finds nobody."""
    if reference.kind != "licence":
        return reference
    try:
        return replace(reference, jurisdiction=tell_code(reference.jurisdiction))
    except UnknownPlace:
        return replace(reference, jurisdiction="")


def _answer(
    asked: Asked | Misread, records: list[RecordRows], evidence: Evidence, sites: Sites, terms: _Terms
) -> Answer:
    if evidence.pack_id is None:
        return asked if isinstance(asked, Misread) else Unanswered(NO_LAW)
    law = terms.law or law_of_pack(evidence.pack_id)
    site = None if asked.site is None else _site_of(asked, sites, terms)
    faults = list(faults_under(asked, law, site))
    if isinstance(asked, Misread):
        return Refusal((*asked.faults, *faults))
    if len({one.record for one in records}) > 1:
        faults.append(Fault("/practitioner", "two_persons", "the reference fits more than one person"))
    if faults:
        return Refusal(tuple(faults))
    if not records:
        return Unanswered(NOT_FOUND)
    record = records[0]
    question = _settle(asked, record, law, evidence.known_at, terms.now)
    asked_on = asked.asked_on or terms.now.date()
    policy = None if site is None else site.policy
    decision = decide(question, facts_of(record), law, law.standards.get(asked.standard), policy, asked_on)
    return Decided(decision, record, evidence.known_at, evidence.pack_id)


def _site_of(asked: Asked | Misread, sites: Sites, terms: _Terms) -> KnownSite | None:
    """The asker's own site of that code; None where there is none, or another's, which nobody is to learn."""
    site = sites.get(asked.site or "")
    asker = terms.organisation_id
    if isinstance(asked, Asked) and asked.organisation_id is not None:
        asker = asked.organisation_id
    if site is None or site.organisation_id != asker:
        return None
    tried = terms.policies.get(site.code) if terms.policies else None
    return site if tried is None else replace(site, policy=tried)


def _settle(asked: Asked, record: RecordRows, law: Law, known_at: dt.datetime, now: dt.datetime) -> Question:
    place = law.places.read_asked(asked.jurisdiction)
    return Question(
        registry_number=record.registry_number,
        jurisdiction=place,
        on=asked.on or _day_in(law.time_zone_of(place), now),
        known_at=tell_instant(known_at),
        age=asked.age,
        group=asked.group,
        site=asked.site,
        attested=asked.attested,
        body_region=asked.body_region,
        name=asked.name,
        standard=asked.standard,
    )


@functools.lru_cache(maxsize=256)  # a batch asks of few places at one instant
def _day_in(time_zone: str, now: dt.datetime) -> dt.date:
    return now.astimezone(ZoneInfo(time_zone)).date()
