"""Writing a plan: one tick, then COPY for what is new and one UPDATE a table for what is superseded."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson
from django.db import connection

from accounts.operations.clock import tick
from accounts.operations.personal import digest_detail
from credentials.models import Practitioner
from credentials.operations.dossiers import build_dossiers
from credentials.operations.planning import Plan, digest_of, key_of, stored_values
from credentials.operations.relying import note_change
from credentials.records.shapes import Shape
from rulebook.facts import normalise_number

_STORED = ("practitioner_id", "source_id", "recorded_at", "key_digest", "digest")


class UnableToSupersede(Exception):
    """What was to be superseded was superseded by someone else first."""


def write_plan(plan: Plan, shapes: Mapping[str, Shape], *, by: str, reason: str | None) -> datetime:
    """Write it inside the caller's transaction, which holds the registrar's lock. Returns the instant of recording."""
    recorded_at = tick()
    touched = _close(plan, shapes, recorded_at, by=by, reason=reason)
    _add_people(plan, recorded_at)
    _add_details(plan, recorded_at)
    for name, facts in plan.facts.items():
        if facts:
            _add_facts(plan, shapes[name], recorded_at)
    touched |= _list_holders(plan)
    build_dossiers(practitioner_ids=touched)
    note_change(practitioner_ids=touched - {member.practitioner_id for member in plan.members}, at=recorded_at)
    return recorded_at


def _list_holders(plan: Plan) -> set[int]:
    """The records about which something is added."""
    holders = [*plan.members, *(holder for holder, _, _ in plan.details)]
    holders += [holder for facts in plan.facts.values() for holder, _ in facts]
    return {holder.practitioner_id for holder in holders}


def _close(plan: Plan, shapes: Mapping[str, Shape], at: datetime, *, by: str, reason: str | None) -> set[int]:
    """Supersede what the plan closes; the records about which it was told."""
    touched: set[int] = set()
    if plan.closed_details:
        people = supersede("accounts_personaldetail", plan.closed_details, {"superseded_at": at}, owner="person_id")
        touched |= set(Practitioner.objects.filter(person__in=people).values_list("pk", flat=True))
    for (name, why), ids in plan.closed_facts.items():
        columns = {"superseded_at": at, "superseded_because": reason or why, "superseded_by": by}
        touched |= supersede(shapes[name].table, ids, columns, owner="practitioner_id")
    return touched


def supersede(table: str, ids: Sequence[int], columns: Mapping[str, Any], *, owner: str) -> set[int]:
    """Close rows that nobody closed before, and give whose they were; names come from this code alone."""
    assignments = ", ".join(f"{column} = %s" for column in columns)
    statement = f"UPDATE {table} SET {assignments} WHERE id = ANY(%s) AND superseded_at IS NULL RETURNING {owner}"  # noqa: S608 (names of our own)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*columns.values(), list(ids)])
        if cursor.rowcount != len(ids):
            raise UnableToSupersede(table)
        return {row[0] for row in cursor.fetchall()}


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows by COPY."""
    quoted = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _add_people(plan: Plan, at: datetime) -> None:
    if plan.members:
        copy_rows("accounts_person", ("id", "key"), [(member.person_id, _make_pseudonym()) for member in plan.members])
        copy_rows(
            "credentials_practitioner",
            ("id", "registry_number", "person_id", "recorded_at"),
            [(member.practitioner_id, member.registry_number, member.person_id, at) for member in plan.members],
        )
    if plan.numbers:
        copy_rows(
            "accounts_heldnumber",
            ("id", "person_id", "text", "normalised"),
            [(row_id, holder.person_id, text, normalise_number(text)) for row_id, holder, text in plan.numbers],
        )


def _make_pseudonym() -> str:
    """A random UUID, version 4."""
    drawn = secrets.token_hex(16)
    return f"{drawn[:12]}4{drawn[13:16]}{'89ab'[int(drawn[16], 16) & 3]}{drawn[17:]}"


def _add_details(plan: Plan, at: datetime) -> None:
    if not plan.details:
        return
    rows = []
    for holder, kind, value in plan.details:
        salt = secrets.token_bytes(16)
        digest = digest_detail(salt=salt, kind=kind, value=value, assurance="register")
        rows.append((holder.person_id, plan.source_id, kind, value, salt, "register", at, digest))
    columns = ("person_id", "source_id", "kind", "value", "salt", "assurance", "recorded_at", "digest")
    copy_rows("accounts_personaldetail", columns, rows)


def _add_facts(plan: Plan, shape: Shape, at: datetime) -> None:
    told_at = at.isoformat()
    parts = {place: field.json for place, field in enumerate(shape.fields) if field.json is not None}
    rows = []
    for holder, item in plan.facts[shape.name]:
        values = list(stored_values(shape, item, holder))
        for place, names in parts.items():
            values[place] = store_list(values[place], names)
        digest = digest_of(shape, item, holder, plan.source_id, told_at)
        key = key_of(shape, item, holder)
        rows.append((*values, holder.practitioner_id, plan.source_id, at, key, digest))
    copy_rows(shape.table, (*shape.columns, *_STORED), rows)


def store_list(parts: Sequence[Any], names: tuple[str, ...]) -> str:
    """A list as JSON text: elements with parts become objects."""
    if not parts:
        return "[]"
    return orjson.dumps([dict(zip(names, part, strict=True)) for part in parts] if names else parts).decode()
