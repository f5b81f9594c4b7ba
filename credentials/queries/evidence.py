"""Reads what is on file about the persons asked about, with the instant and the law pack of the same snapshot."""

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import psycopg
from django.db import connection

from credentials.queries.evidence_sql import build_statement
from credentials.questions import Reference
from law.queries.packs import LATEST_PACK_SQL, PACK_AT_SQL

Row = tuple[Any, ...]
_NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(slots=True)
class RecordRows:
    """One surviving record: its number, and its rows by kind."""

    record: int
    registry_number: str
    rows: dict[str, list[Row]] = field(default_factory=dict)


@dataclass(slots=True)
class Evidence:
    """All that was read. `records[n]` are the records that reference `n` fits: none, one, or too many."""

    known_at: dt.datetime
    pack_id: int | None
    records: dict[int, list[RecordRows]]


def read_evidence(references: Sequence[Reference], *, known_at: dt.datetime | None) -> Evidence:
    """Read in one statement. With a `known_at` wait for writers first, outside any older snapshot."""
    is_single = len(references) == 1
    kinds = frozenset(reference.kind for reference in references) or frozenset({"registry_number"})
    if is_single:
        rows = _fetch_one(references[0], known_at)
    else:
        with connection.cursor() as cursor:
            statement = _statement(kinds, known_at is not None, is_single=False)
            cursor.execute(statement, {**_parameters(references, kinds), "known_at": known_at})
            rows = cursor.fetchall()
    return _gather(rows, known_at)


def _fetch_one(reference: Reference, known_at: dt.datetime | None) -> list[Row]:
    """For one person planning costs several times what running does, so the plan is kept; many persons want their own.

    Django's own cursors bind on the client, where nothing can be prepared; and psycopg would take a statement of this
    length apart anew each time, had it not PostgreSQL's own parameters.
    """
    statement, names = _raw_statement(reference.kind, known_at is not None)
    told = {"value": reference.value, "jurisdiction": reference.jurisdiction, "profession": reference.profession}
    given = {**told, "known_at": known_at}
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(statement, [given[name] for name in names], prepare=True)
        return cursor.fetchall()


@functools.cache
def _raw_statement(kind: str, is_past: bool) -> tuple[str, tuple[str, ...]]:
    """The statement with PostgreSQL's own numbered parameters, and the names that they stand for, in order."""
    statement = _statement(frozenset((kind,)), is_past, is_single=True)
    names = tuple(dict.fromkeys(_NAMED.findall(statement)))
    return _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", statement), names


def wait_for_writers(known_at: dt.datetime | None) -> None:
    """Let whoever is recording finish, so that nothing appears later that was recorded by `known_at`.

    Nothing to do for the present (None), nor for an instant that the clock has passed.
    """
    if known_at is None:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT ticked_at < %s FROM accounts_registryclock", [known_at])
        if cursor.fetchone() == (True,):
            cursor.execute("SELECT 1 FROM accounts_registryclock FOR SHARE")


@functools.cache
def _statement(kinds: frozenset[str], is_past: bool, is_single: bool) -> str:
    pack_sql = PACK_AT_SQL.replace("%s", "%(known_at)s") if is_past else LATEST_PACK_SQL
    return build_statement(kinds, is_past=is_past, is_single=is_single, pack_sql=pack_sql)


def _parameters(references: Sequence[Reference], kinds: Iterable[str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for kind in kinds:
        numbered = [(n, one) for n, one in enumerate(references) if one.kind == kind]
        told[kind] = [n for n, _ in numbered]
        told[f"{kind}_value"] = [one.value for _, one in numbered]
        if kind == "licence":
            told["licence_jurisdiction"] = [one.jurisdiction for _, one in numbered]
            told["licence_profession"] = [one.profession for _, one in numbered]
    return told


def _gather(rows: list[Row], known_at: dt.datetime | None) -> Evidence:
    evidence = Evidence(known_at or dt.datetime.min.replace(tzinfo=dt.UTC), None, {})
    held: dict[int, RecordRows] = {}
    for row in rows:
        kind, record = row[0], row[1]
        if kind == "asked":
            one = held.get(record) or held.setdefault(record, RecordRows(record, row[6]))
            one.registry_number = row[6]
            evidence.records.setdefault(row[2], []).append(one)
        elif kind == "pack":
            evidence.pack_id = row[2]
            evidence.known_at = known_at or dt.datetime.fromisoformat(row[6])
        else:
            one = held.get(record) or held.setdefault(record, RecordRows(record, ""))
            one.rows.setdefault(kind, []).append(row)
    return evidence
