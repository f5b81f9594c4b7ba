"""Keeps answers for the organisation that asked, each with its signed receipt."""

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
import psycopg
from django.db import connection, transaction

from credentials.decisions import Decided
from credentials.queries.digests import read_digests
from credentials.signing.keys import current_keys
from credentials.signing.published import remember_key
from credentials.signing.receipts import sign_receipt
from credentials.signing.row_digests import KeptColumns, digest_kept
from credentials.telling import numbers_told, without_numbers

AT_ONCE = 500  # rows in one statement: some megabytes
# Both tables in one statement, which is a transaction by itself. Foreign keys are looked at when it ends.
_KEEP = """
WITH kept AS (
    INSERT INTO credentials_verification
        (organisation_id, asked_by_key_id, asked_by_user_id, decided_at, id, practitioner_id, jurisdiction, "on",
         outcome, asked_on, known_at, answer, pack_id, receipt, digest)
    SELECT $1::bigint, $2::bigint, $3::bigint, $4::timestamptz, told.*
    FROM unnest($5::uuid[], $6::bigint[], $7::text[], $8::date[], $9::text[], $10::date[], $11::timestamptz[],
        $12::text[], $13::bigint[], $14::text[], $15::bytea[]) AS told
)
INSERT INTO credentials_verificationnumber (verification_id, path, held_number_id)
SELECT * FROM unnest($16::uuid[], $17::text[], $18::bigint[])"""
_OF_A_ROW = (
    "id", "practitioner", "jurisdiction", "on", "outcome", "asked_on", "known_at", "answer", "pack", "receipt",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asker:
    """For whom an answer is kept, and who asked."""

    organisation_id: int
    key_id: int | None
    user_id: int | None


class Kept(NamedTuple):
    """An answer that was kept: its id and its receipt."""

    id: uuid.UUID
    receipt: str


def record_verifications(
    *, answers: Sequence[tuple[Decided, dict[str, Any]]], asker: Asker, decided_at: dt.datetime
) -> list[Kept]:
    """Keep each decision with what was told of it in full, and sign it; in order, all or none.

    Raises UnusableKeys when there is no key to sign with.
    """
    if len(answers) <= AT_ONCE:
        return _keep(answers, asker, decided_at)
    with transaction.atomic():
        parts = (answers[start : start + AT_ONCE] for start in range(0, len(answers), AT_ONCE))
        return [kept for part in parts for kept in _keep(part, asker, decided_at)]


def _keep(answers: Sequence[tuple[Decided, dict[str, Any]]], asker: Asker, at: dt.datetime) -> list[Kept]:
    if not answers:
        return []
    facts = (fact for decided, _ in answers for finding in decided.decision.findings for fact in finding.evidence)
    rests_on = read_digests(facts, kid=current_keys().signer.kid)
    rows = [_row(decided, told, asker, at, rests_on.digests) for decided, told in answers]
    if rests_on.is_published:
        _write(rows, answers, asker, at)
    else:
        with transaction.atomic():
            remember_key(at=at)
            _write(rows, answers, asker, at)
    return [Kept(row["id"], row["receipt"] or "") for row in rows]


def _row(decided: Decided, told: dict[str, Any], asker: Asker, at: dt.datetime, digests: dict[str, str]) -> KeptColumns:
    decision = decided.decision
    id_ = uuid.uuid4()
    evidence = (digests[fact] for finding in decision.findings for fact in finding.evidence)
    return {
        "id": id_,
        "organisation": asker.organisation_id,
        "asked_by_key": asker.key_id,
        "asked_by_user": asker.user_id,
        "practitioner": decided.record.record,
        "jurisdiction": decision.question.jurisdiction,
        "on": decision.question.on,
        "outcome": decision.outcome.value,
        "asked_on": decision.inquiry.case.asked_on,
        "known_at": decided.known_at,
        "decided_at": at,
        "answer": orjson.dumps(without_numbers(told)).decode(),
        "pack": decided.pack_id,
        "receipt": sign_receipt(
            told, verification_id=id_, organisation_id=asker.organisation_id, decided_at=at, evidence=evidence
        ),
    }


def _write(
    rows: Sequence[KeptColumns], answers: Sequence[tuple[Decided, dict[str, Any]]], asker: Asker, at: dt.datetime
) -> None:
    """One round trip, its plan kept: for one row planning would cost more than writing."""
    columns = [[row[name] for row in rows] for name in _OF_A_ROW]  # type: ignore[literal-required]  # names of its own
    digests = [digest_kept(row) for row in rows]
    numbers = list(_numbers(rows, answers))
    places = [[number[place] for number in numbers] for place in range(3)]
    parameters = [asker.organisation_id, asker.key_id, asker.user_id, at, *columns, digests, *places]
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(_KEEP, parameters, prepare=True)


def _numbers(
    rows: Sequence[KeptColumns], answers: Sequence[tuple[Decided, dict[str, Any]]]
) -> Iterator[tuple[uuid.UUID, str, int]]:
    for row, (decided, _) in zip(rows, answers, strict=True):
        for path, held in numbers_told(decided).items():
            yield row["id"], path, held
