"""Streams the rows and blocks of the audit chain in their order, a few thousand at a time."""

import datetime as dt
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

from credentials.models import AuditBlock
from credentials.queries.audit_sections import SECTIONS, Row, Section

_AT_ONCE = 2000


class Place(NamedTuple):
    """Up to where a section was read: an instant, where instants give the order, and an id."""

    at: dt.datetime | None
    id: int


def stream_rows(section: Section, *, after: Place | None, with_content: bool) -> Iterator[Row]:
    """The rows beyond a place, in order, with the columns that `hash_row` needs; with content, those of the check too.

    Give the iterator up early when enough was seen: nothing is read ahead but one handful.
    """
    columns = (section.at, section.id, *section.leaf, *(section.content if with_content else ()))
    order = f"{section.at}, {section.id}" if section.by_instant else section.id
    counted = f"{section.at} IS NOT NULL" if section.by_instant else "true"
    beyond, parameters = _beyond(section, after)
    statement = f"SELECT {', '.join(columns)} FROM {section.table} WHERE {counted} AND {beyond} ORDER BY {order}"  # noqa: S608 (names of our own)
    yield from stream(statement, parameters)


def _beyond(section: Section, after: Place | None) -> tuple[str, list[Any]]:
    if after is None:
        return "true", []
    if section.by_instant:
        return f"({section.at}, {section.id}) > (%s, %s)", [after.at, after.id]
    return f"{section.id} > %s", [after.id]


def stream(statement: str, parameters: list[Any]) -> Iterator[Row]:
    """Rows by a cursor of the server's, so that memory does not grow with the table. Needs a transaction."""
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(statement, parameters)
        while rows := cursor.fetchmany(_AT_ONCE):
            yield from rows


def last_places() -> dict[str, Place]:
    """Up to where each section stands in the chain."""
    last = AuditBlock.objects.order_by("section", "-day", "-number").distinct("section")
    return {block.section: Place(block.last_at, block.last_id) for block in last.defer("marks")}


def last_places_before(day: dt.date) -> dict[str, Place]:
    """Up to where each section stood in the chain before a day."""
    last = AuditBlock.objects.filter(day__lt=day).order_by("section", "-day", "-number").distinct("section")
    return {block.section: Place(block.last_at, block.last_id) for block in last.defer("marks")}


def blocks_of(section: Section, *, start: dt.date | None) -> QuerySet[AuditBlock]:
    """The section's blocks in order, from a day on."""
    blocks = AuditBlock.objects.filter(section=section.name).order_by("day", "number")
    return blocks.filter(day__gte=start) if start else blocks


def first_day() -> dt.date | None:
    """The day (UTC) of the first row of all; None when nothing is on file."""
    firsts = [
        f"(SELECT {section.at} FROM {section.table} ORDER BY {section.id} LIMIT 1)"  # noqa: S608 (names of our own)
        for section in SECTIONS
        if not section.by_instant
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT (least({', '.join(firsts)}) AT TIME ZONE 'UTC')::date")
        day: dt.date | None = cursor.fetchone()[0]
    return day


def is_day_over(day: dt.date) -> bool:
    """Whether the day (UTC) has ended, by the registry's clock."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT greatest(ticked_at, clock_timestamp()) AT TIME ZONE 'UTC' >= %s::date + 1"
            " FROM accounts_registryclock",
            [day],
        )
        row = cursor.fetchone()
    return row is not None and bool(row[0])
