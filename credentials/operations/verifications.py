"""Keeps answers for the organisation that asked, each with its signed receipt."""

import datetime as dt
import functools
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import orjson
import psycopg
from django.db import connection, transaction

from credentials.decisions import Decided
from credentials.facts import digests_of
from credentials.operations.copying import copy_rows
from credentials.operations.relying_late import look_since, note_late
from credentials.queries.prepared import Columns, run_prepared_after
from credentials.signing.keys import current_keys
from credentials.signing.published import remember_key
from credentials.signing.receipts import sign_receipt
from credentials.signing.row_digests import KeptColumns, digest_kept
from credentials.telling import numbers_told, without_numbers

AT_ONCE = 500  # answers that are signed and written together: some megabytes
COLUMNS = (
    "id", "organisation", "asked_by_key", "asked_by_user", "practitioner", "jurisdiction", "on", "outcome", "asked_on",
    "known_at", "decided_at", "answer", "pack", "receipt",
)  # fmt: skip
_REFERENCES = {"organisation", "asked_by_key", "asked_by_user", "practitioner", "pack"}
_STORED = (*(f"{name}_id" if name in _REFERENCES else name for name in COLUMNS), "digest")
_TYPES = (
    "uuid", "bigint", "bigint", "bigint", "bigint", "text", "date", "text", "date",
    "timestamptz", "timestamptz", "text", "bigint", "text", "bytea",
)  # fmt: skip
_NUMBER = ("verification_id", "path", "held_number_id")
Since = list[Columns] | None  # what was recorded since an answer was decided; None: not looked at yet


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
    return record_for_askers(answers=answers, askers=[asker] * len(answers), decided_at=decided_at)


def record_for_askers(
    *, answers: Sequence[tuple[Decided, dict[str, Any]]], askers: Sequence[Asker], decided_at: dt.datetime
) -> list[Kept]:
    """The same for answers of several askers, of whom each is told beside its answer."""
    since: Since = None
    if len(answers) <= AT_ONCE:
        keeping, since = _keep(answers, askers, decided_at)
    else:
        with transaction.atomic():
            parts = (slice(start, start + AT_ONCE) for start in range(0, len(answers), AT_ONCE))
            keeping = [kept for part in parts for kept in _keep(answers[part], askers[part], decided_at)[0]]
    if answers:
        told = [(decided.record.record, decided.known_at) for decided, _ in answers]
        note_late(told, decided_at=decided_at, since=since)
    return keeping


def _keep(
    answers: Sequence[tuple[Decided, dict[str, Any]]], askers: Sequence[Asker], at: dt.datetime
) -> tuple[list[Kept], Since]:
    """What was kept, and where it was looked for on the way, what was recorded since."""
    if not answers:
        return [], None
    rows = [_row(decided, told, asker, at) for (decided, told), asker in zip(answers, askers, strict=True)]
    numbers = list(_numbers(rows, answers))
    is_written, since = _write_one(rows[0], numbers) if len(rows) == 1 else (False, None)
    if not is_written:
        since = None  # the look was before the writing
        with transaction.atomic():
            remember_key(at=at)
            _write_many(rows, numbers)
    return [Kept(row["id"], row["receipt"] or "") for row in rows], since


def _row(decided: Decided, told: dict[str, Any], asker: Asker, at: dt.datetime) -> KeptColumns:
    decision, digests = decided.decision, digests_of(decided.record)
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


def _write_one(row: KeptColumns, numbers: Sequence[tuple[uuid.UUID, str, int]]) -> tuple[bool, Since]:
    """Both tables in one round trip, its plan kept; False, with nothing written, while the key is not published.

    The look at what was recorded since goes with it, to be carried out once the answer is committed.
    """
    parameters = [
        current_keys().signer.kid,
        *_values(row),
        *(part for _, path, held in numbers for part in (path, held)),
    ]
    statement = _keep_one(len(numbers))
    connection.ensure_connection()
    with connection.wrap_database_errors:
        texts, look = [_as_text(one) for one in parameters], look_since(row["known_at"])
        written, since = run_prepared_after(connection.connection, statement, texts, look)
        if written is None:  # nothing was written: a cursor says why, or does it within the transaction that is open
            with psycopg.RawCursor(connection.connection) as cursor:
                written, since = cursor.execute(statement, parameters, prepare=True).fetchall(), None
    return bool(written), since


def _as_text(value: Any) -> bytes | None:
    """A parameter as PostgreSQL reads it in text."""
    if value is None:
        return None
    if isinstance(value, bytes):
        return b"\\x" + value.hex().encode()
    return (value.isoformat() if isinstance(value, dt.date) else str(value)).encode()


@functools.cache
def _keep_one(numbers: int) -> bytes:
    """The statement for an answer with so many numbers; a transaction by itself. It gives a row when it wrote one."""
    columns = ", ".join(f'"{name}"' for name in _STORED)
    values = ", ".join(f"${n + 2}::{type_}" for n, type_ in enumerate(_TYPES))
    kept = f"""INSERT INTO credentials_verification ({columns}) SELECT {values}
        WHERE EXISTS (SELECT FROM credentials_signingkey WHERE kid = $1::text AND retired_at IS NULL)
        RETURNING id"""  # noqa: S608 (names of our own)
    if not numbers:
        return kept.encode()
    first = len(_STORED) + 2
    places = ", ".join(f"(${n}::text, ${n + 1}::bigint)" for n in range(first, first + 2 * numbers, 2))
    told = f"""WITH kept AS ({kept}), numbered AS (
            INSERT INTO credentials_verificationnumber ({", ".join(_NUMBER)})
            SELECT kept.id, told.* FROM kept, (VALUES {places}) AS told
        ) SELECT id FROM kept"""  # noqa: S608 (names of our own)
    return told.encode()


def _write_many(rows: Sequence[KeptColumns], numbers: Sequence[tuple[uuid.UUID, str, int]]) -> None:
    copy_rows("credentials_verification", _STORED, (_values(row) for row in rows))
    copy_rows("credentials_verificationnumber", _NUMBER, numbers)


def _values(row: KeptColumns) -> tuple[Any, ...]:
    return (*(row[name] for name in COLUMNS), digest_kept(row))  # type: ignore[literal-required]  # names of its own


def _numbers(
    rows: Sequence[KeptColumns], answers: Sequence[tuple[Decided, dict[str, Any]]]
) -> Iterator[tuple[uuid.UUID, str, int]]:
    for row, (decided, _) in zip(rows, answers, strict=True):
        for path, held in numbers_told(decided).items():
            yield row["id"], path, held
