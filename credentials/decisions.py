"""The one call that decides: questions in, decisions or refusals out. It is handed the instant of asking."""

import datetime as dt
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from credentials.facts import facts_of
from credentials.instants import tell_instant
from credentials.queries.evidence import Evidence, RecordRows, read_evidence, wait_for_writers
from credentials.questions import Asked, Misread, Reference
from credentials.records.faults import Fault, Refusal, shown
from law.queries.compiled import law_of_pack
from rulebook.decision import Decision, decide
from rulebook.law import Law
from rulebook.places import UnknownPlace, tell_code
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


def decide_one(asked: Asked | Refusal, *, now: dt.datetime, may_leave_out_standard: bool = False) -> Answer:
    """Decide one question in one round trip to the database. A refused one comes back with every fault named."""
    if not isinstance(asked, Asked | Misread):
        return asked
    if asked.standard == NO_STANDARD and not may_leave_out_standard:
        return Unanswered(FORBIDDEN)
    wait_for_writers(asked.known_at)
    references = [located(asked.practitioner)] if isinstance(asked, Asked) else []
    evidence = read_evidence(references, known_at=asked.known_at)
    return _answer(asked, evidence.records.get(0, []), evidence, now)


def decide_many(
    questions: Sequence[Asked | Refusal],
    *,
    now: dt.datetime,
    may_leave_out_standard: bool = False,
    law: Law | None = None,
) -> Iterator[Answer]:
    """Decide questions from one snapshot, in the order asked; what is wrong with one spoils no other.

    With `law` they are decided under it, released or not, instead of the law of the instant asked about.
    """
    by_instant: dict[dt.datetime | None, list[int]] = {}
    for n, asked in enumerate(questions):
        if isinstance(asked, Asked):
            by_instant.setdefault(asked.known_at, []).append(n)
        elif isinstance(asked, Misread):
            by_instant.setdefault(asked.known_at, [])
    found: dict[int, list[RecordRows]] = {}
    read: dict[dt.datetime | None, Evidence] = {}
    for (known_at, numbers), evidence in zip(by_instant.items(), _read_all(questions, by_instant), strict=True):
        found |= {n: evidence.records.get(place, []) for place, n in enumerate(numbers)}
        read[known_at] = replace(evidence, records={})  # so that what is answered is let go, one by one
    for n, asked in enumerate(questions):
        if not isinstance(asked, Asked | Misread):
            yield asked
        elif asked.standard == NO_STANDARD and not may_leave_out_standard:
            yield Unanswered(FORBIDDEN)
        else:
            yield _answer(asked, found.pop(n, []), read[asked.known_at], now, law)


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
    asked: Asked | Misread,
    records: list[RecordRows],
    evidence: Evidence,
    now: dt.datetime,
    law: Law | None = None,
) -> Answer:
    if evidence.pack_id is None:
        return asked if isinstance(asked, Misread) else Unanswered(NO_LAW)
    law = law or law_of_pack(evidence.pack_id)
    faults = list(_faults_under(asked, law))
    if isinstance(asked, Misread):
        return Refusal((*asked.faults, *faults))
    if len({one.record for one in records}) > 1:
        faults.append(Fault("/practitioner", "two_persons", "the reference fits more than one person"))
    if faults:
        return Refusal(tuple(faults))
    if not records:
        return Unanswered(NOT_FOUND)
    record = records[0]
    question = _settle(asked, record, law, evidence.known_at, now)
    asked_on = asked.asked_on or now.date()
    decision = decide(question, facts_of(record), law, law.standards.get(asked.standard), None, asked_on)
    return Decided(decision, record, evidence.known_at, evidence.pack_id)


def _faults_under(asked: Asked | Misread, law: Law) -> Iterable[Fault]:
    """What a question names that does not exist under this law."""
    places = [("/jurisdiction", asked.jurisdiction)] if asked.jurisdiction is not None else []
    if asked.practitioner is not None and asked.practitioner.kind == "licence":
        places.append(("/practitioner/licence/jurisdiction", asked.practitioner.jurisdiction))
    for pointer, code in places:
        try:
            law.places.read(code)
        except UnknownPlace:
            yield Fault(pointer, "unknown_place", f"{shown(code)} is no place that is known here")
    for n, key in enumerate(asked.attested):
        if key not in law.keys:
            yield Fault(f"/attested/{n}", "unknown_key", f"{shown(key)} is a key that no law or standard knows")
    if asked.standard is not None and asked.standard != NO_STANDARD and asked.standard not in law.standards:
        known = ", ".join(sorted(law.standards))
        yield Fault("/standard", "unknown_standard", f"{shown(asked.standard)} is none of: {known}, none")
    if asked.site is not None:
        yield Fault("/site", "unknown_site", "no site of that name is known here")


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
