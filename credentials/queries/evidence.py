"""Reads what is on file about the persons asked about, with the instant and the law pack of the same snapshot."""

import datetime as dt
import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import psycopg
from django.db import connection

from credentials.queries.evidence_statements import build_dossier_statement, build_long_statement
from credentials.questions import Reference
from law.queries.packs import LATEST_PACK_SQL, PACK_AT_SQL

Row = list[Any]
_NAMED = re.compile(r"%\((\w+)\)s")
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(slots=True)
class RecordRows:
    """One surviving record: its number, and its rows by kind. Their columns stand in `evidence_sql`."""

    record: int
    registry_number: str
    rows: dict[str, list[Row]]


@dataclass(slots=True)
class Evidence:
    """All that was read. `records[n]` are the records that reference `n` fits: none, one, or too many."""

    known_at: dt.datetime
    pack_id: int | None
    records: dict[int, list[RecordRows]]


def read_evidence(references: Sequence[Reference], *, known_at: dt.datetime | None) -> Evidence:
    """Read in one statement. With a `known_at` wait for writers first, outside any older snapshot.

    The present is read from dossiers. Where one is missing the facts are asked instead, all in one statement again, so
    that everything belongs to one snapshot.
    """
    if known_at is None:
        found = _fetch(references, "dossiers", None)
        if all(row[0] is None or row[3] is not None for row in found):
            return _gather(found, None)
    return _gather(_fetch(references, "present" if known_at is None else "past", known_at), known_at)


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


def _fetch(references: Sequence[Reference], form: str, known_at: dt.datetime | None) -> list[tuple[Any, ...]]:
    """For one person planning costs several times what running does, so the plan is kept; many persons want their own.

    Django's own cursors bind on the client, where nothing can be prepared; and psycopg would take a statement of this
    length apart anew each time, had it not PostgreSQL's own parameters.
    """
    is_single = len(references) == 1
    kinds = frozenset(reference.kind for reference in references) or frozenset({"registry_number"})
    statement, names = _raw_statement(kinds, form, is_single)
    given = _parameters_of_one(references[0]) if is_single else _parameters(references, kinds)
    given["known_at"] = known_at
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(statement, [given[name] for name in names], prepare=is_single, binary=True)
        return cursor.fetchall()


@functools.cache
def _raw_statement(kinds: frozenset[str], form: str, is_single: bool) -> tuple[bytes, tuple[str, ...]]:
    """The statement with PostgreSQL's own numbered parameters, and the names that they stand for, in order."""
    if form == "dossiers":
        statement = build_dossier_statement(kinds, is_single=is_single, pack_sql=LATEST_PACK_SQL)
    else:
        pack_sql = PACK_AT_SQL.replace("%s", "%(known_at)s") if form == "past" else LATEST_PACK_SQL
        statement = build_long_statement(kinds, is_past=form == "past", is_single=is_single, pack_sql=pack_sql)
    names = tuple(dict.fromkeys(_NAMED.findall(statement)))
    return _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", statement).encode(), names


def _parameters_of_one(reference: Reference) -> dict[str, Any]:
    return {"value": reference.value, "jurisdiction": reference.jurisdiction, "profession": reference.profession}


def _parameters(references: Sequence[Reference], kinds: frozenset[str]) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for kind in kinds:
        numbered = [(n, one) for n, one in enumerate(references) if one.kind == kind]
        told[kind] = [n for n, _ in numbered]
        told[f"{kind}_value"] = [one.value for _, one in numbered]
        if kind == "licence":
            told["licence_jurisdiction"] = [one.jurisdiction for _, one in numbered]
            told["licence_profession"] = [one.profession for _, one in numbered]
    return told


def _gather(rows: list[tuple[Any, ...]], known_at: dt.datetime | None) -> Evidence:
    evidence = Evidence(known_at or _LONG_AGO, None, {})
    for places, number, text, content in rows:
        if places is None:
            evidence.pack_id = number
            evidence.known_at = known_at or dt.datetime.fromisoformat(text)
            continue
        record = RecordRows(number, text, _by_kind(content))
        for place in places:
            evidence.records.setdefault(place, []).append(record)
    return evidence


def _by_kind(content: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    for row in orjson.loads(content):
        kind = row[0]
        if kind in rows:
            rows[kind].append(row)
        else:
            rows[kind] = [row]
    return rows
