"""Reads what is on file about the persons asked about, with the instant and the law pack of the same snapshot."""

import datetime as dt
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
import psycopg
from django.db import connection

from credentials.queries.evidence_statements import build_dossier_statement, build_long_statement
from credentials.queries.prepared import Columns, run_prepared
from credentials.questions import Reference
from law.queries.packs import LATEST_PACK_SQL, PACK_AT_SQL

Row = list[Any]
Found = tuple[int | None, int | None, str, bytes | str | None]  # see evidence_statements
_NAMED = re.compile(r"%\((\w+)\)s")
_LONG_AGO = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(slots=True)
class RecordRows:
    """One surviving record: its number, and its rows by kind. Their columns stand in `evidence_sql`."""

    record: int
    registry_number: str
    content: bytes | str
    _rows: dict[str, list[Row]] | None = field(default=None, compare=False, repr=False)

    @property
    def rows(self) -> dict[str, list[Row]]:
        """The rows by kind, read from the text when first asked for."""
        if self._rows is None:
            rows: dict[str, list[Row]] = {}
            for row in orjson.loads(self.content):
                kind = row[0]
                if kind in rows:
                    rows[kind].append(row)
                else:
                    rows[kind] = [row]
            self._rows = rows
        return self._rows


@dataclass(slots=True)
class Evidence:
    """All that was read. `records[n]` are the records that reference `n` fits: none, one, or too many."""

    known_at: dt.datetime
    pack_id: int | None
    records: dict[int, list[RecordRows]]


def read_evidence(references: Sequence[Reference], *, known_at: dt.datetime | None) -> Evidence:
    """Read in one statement. With a `known_at` wait for writers first, outside any older snapshot.

    The present is read from dossiers. Where one is missing the facts are asked instead, all in one statement again, so
    that everything belongs to one snapshot. Whoever is named twice is read once.
    """
    if len(references) == 1:
        return _gather(_read_one(references[0], known_at), known_at)
    distinct = list(dict.fromkeys(references))
    evidence = _gather(_read_many(distinct, known_at), known_at)
    if len(distinct) < len(references):
        places = {reference: n for n, reference in enumerate(distinct)}
        found = evidence.records
        evidence.records = {n: found.get(places[reference], []) for n, reference in enumerate(references)}
    return evidence


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


def _read_one(reference: Reference, known_at: dt.datetime | None) -> list[Found]:
    """For one person planning costs several times what running does, so the plan is kept."""
    kinds = frozenset((reference.kind,))
    told = {"value": reference.value, "jurisdiction": reference.jurisdiction, "profession": reference.profession}
    if known_at is None:
        statement, names = _raw_statement(kinds, "dossiers", is_single=True)
        connection.ensure_connection()
        rows = run_prepared(connection.connection, statement, [told[name].encode() for name in names])
        found = _fetch(statement, [told[name] for name in names], prepare=True) if rows is None else _read_bytes(rows)
        if _is_whole(found):
            return found
    statement, names = _raw_statement(kinds, "present" if known_at is None else "past", is_single=True)
    return _fetch(statement, [{**told, "known_at": known_at}[name] for name in names], prepare=True)


def _read_many(references: Sequence[Reference], known_at: dt.datetime | None) -> list[Found]:
    """Many persons want a plan of their own."""
    kinds = frozenset(reference.kind for reference in references) or frozenset({"registry_number"})
    given: dict[str, Any] = {**_parameters(references, kinds), "known_at": known_at}
    for form in ("dossiers", "present") if known_at is None else ("past",):
        statement, names = _raw_statement(kinds, form, is_single=False)
        found = _fetch(statement, [given[name] for name in names], prepare=False)
        if _is_whole(found):
            break
    return found


def _is_whole(found: Iterable[Found]) -> bool:
    """Whether everyone who was found has a dossier."""
    return all(content is not None or place is None for place, _, _, content in found)


def _fetch(statement: bytes, parameters: Sequence[Any], *, prepare: bool) -> list[Found]:
    """Django's own cursors bind on the client, where nothing can be prepared.

    And psycopg would take a statement of this length apart anew each time, had it not PostgreSQL's own parameters.
    """
    connection.ensure_connection()
    with connection.wrap_database_errors, psycopg.RawCursor(connection.connection) as cursor:
        cursor.execute(statement, parameters, prepare=prepare, binary=True)
        return cursor.fetchall()


def _read_bytes(rows: Sequence[Columns]) -> list[Found]:
    """The columns of `run_prepared`: whole numbers in network order, texts in UTF-8."""
    return [
        (
            None if place is None else int.from_bytes(place),
            None if number is None else int.from_bytes(number),
            (text or b"").decode(),
            content,
        )
        for place, number, text, content in rows
    ]


@functools.cache
def _raw_statement(kinds: frozenset[str], form: str, *, is_single: bool) -> tuple[bytes, tuple[str, ...]]:
    """The statement with PostgreSQL's own numbered parameters, and the names that they stand for, in order."""
    if form == "dossiers":
        statement = build_dossier_statement(kinds, is_single=is_single, pack_sql=LATEST_PACK_SQL)
    else:
        pack_sql = PACK_AT_SQL.replace("%s", "%(known_at)s") if form == "past" else LATEST_PACK_SQL
        statement = build_long_statement(kinds, is_past=form == "past", is_single=is_single, pack_sql=pack_sql)
    names = tuple(dict.fromkeys(_NAMED.findall(statement)))
    return _NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", statement).encode(), names


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


def _gather(rows: list[Found], known_at: dt.datetime | None) -> Evidence:
    evidence = Evidence(known_at or _LONG_AGO, None, {})
    for place, number, text, content in rows:
        if place is None or number is None or content is None:
            evidence.pack_id = number
            evidence.known_at = known_at or dt.datetime.fromisoformat(text)
        else:
            evidence.records.setdefault(place, []).append(RecordRows(number, text, content))
    return evidence
