"""Closes days: a signed head over everything recorded, superseded and written, chained to the head before."""

import datetime as dt
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import connection, transaction

from accounts.operations.clock import tick
from credentials.models import AuditBlock, AuditHead
from credentials.operations.copying import copy_rows
from credentials.queries.audit_rows import Place, first_day, is_day_over, last_places, stream_rows
from credentials.queries.audit_sections import ANSWERS, SECTIONS, Row, Section, hash_row
from credentials.signing.heads import digest_head, sign_head
from credentials.signing.merkle import LEAVES, MARK, root_of
from credentials.signing.published import remember_key

_CLOSER = 4_620_215  # any number of our own: one closes days at a time
_BLOCKS_AT_ONCE = 256
_BLOCK = ("day", "section", "number", "rows", "last_at", "last_id", "root", "marks")
_ONE_DAY = dt.timedelta(days=1)


def close_days() -> list[dt.date]:
    """Close every day (UTC) that is over and not closed, each in a transaction of its own; gives those closed.

    Run twice at once, one waits and finds nothing to do; killed, it leaves whole days. Raises UnusableKeys, and
    OperationalError when somebody keeps writing answers in one transaction for longer than the lock is waited for.
    """
    closed: list[dt.date] = []
    day = _next_day()
    if day is None or not is_day_over(day):
        return closed
    with transaction.atomic():
        at = tick()  # whoever records from now on records later: days before this instant are complete
    bound = _bound_answers()
    while (closed_day := _close_next(at, bound)) is not None:
        closed.append(closed_day)
    return closed


def _next_day() -> dt.date | None:
    last = AuditHead.objects.order_by("-day").values_list("day", flat=True).first()
    return last + _ONE_DAY if last else first_day()


def _bound_answers() -> int:
    """A sequence up to which every answer that will ever be on file is on file.

    Answers are numbered when they are written and seen when they are committed, in another order. A lock that no
    writer of answers can hold beside us shows that none is under way; whoever comes later draws a higher number.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL lock_timeout = '5s'")
        cursor.execute("LOCK TABLE credentials_verification IN SHARE MODE")
        cursor.execute("SELECT coalesce(max(sequence), 0) FROM credentials_verification")
        return int(cursor.fetchone()[0])


@transaction.atomic
def _close_next(at: dt.datetime, bound: int) -> dt.date | None:
    """Close the next day that ended before `at`; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLOSER])
    day = _next_day()
    if day is None or end_of(day) > at:
        return None
    # Answers carry no instant of the registry's clock: the last day that is closed takes all that were written.
    is_last = end_of(day + _ONE_DAY) > at
    places = last_places()
    sections = {}
    for section in SECTIONS:
        if section.name != ANSWERS or is_last:
            closed = _close_section(section, day, places.get(section.name), bound)
            if closed:
                sections[section.name] = closed
    previous = AuditHead.objects.order_by("-day").first()
    remember_key(at=at)
    head = sign_head(day=day, at=at, previous=bytes(previous.digest).hex() if previous else None, sections=sections)
    AuditHead.objects.create(day=day, head=head, digest=digest_head(head))
    return day


def _close_section(section: Section, day: dt.date, after: Place | None, bound: int) -> dict[str, Any] | None:
    """Write the section's blocks of the day; how many rows and their root, None when there are none."""
    rows, roots = 0, []
    blocks = _make_blocks(section, day, after, bound)
    while written := list(islice(blocks, _BLOCKS_AT_ONCE)):  # never all: a first day may hold millions of rows
        copy_rows(AuditBlock._meta.db_table, _BLOCK, written)
        rows += sum(block[3] for block in written)
        roots += [block[6] for block in written]
    return {"rows": rows, "root": root_of(roots).hex()} if roots else None


def _make_blocks(section: Section, day: dt.date, after: Place | None, bound: int) -> Iterator[tuple[Any, ...]]:
    hashes: list[bytes] = []
    number, last = 0, None
    for row in _rows_until(section, day, after, bound):
        if len(hashes) == LEAVES and last is not None:
            yield _block(section, day, number, hashes, last)
            hashes, number = [], number + 1
        hashes.append(hash_row(section, row))
        last = row
    if last is not None:
        yield _block(section, day, number, hashes, last)


def _rows_until(section: Section, day: dt.date, after: Place | None, bound: int) -> Iterator[Row]:
    """The section's rows that are not closed yet, up to the end of the day.

    Ids and instants rise together, both given out under the registry clock's lock, so the first row of a later day
    ends the reading. A row that somebody dates back is taken in all the same; the audit says what it is.
    """
    end = end_of(day)
    for row in stream_rows(section, after=after, with_content=False):
        if row[1] > bound if section.name == ANSWERS else row[0] >= end:
            return
        yield row


def _block(section: Section, day: dt.date, number: int, hashes: list[bytes], last: Row) -> tuple[Any, ...]:
    at = last[0] if section.by_instant else None
    return (day, section.name, number, len(hashes), at, last[1], root_of(hashes), marks_of(hashes))


def marks_of(hashes: list[bytes]) -> bytes:
    """By what each row of a block is recognised."""
    return b"".join(one[:MARK] for one in hashes)


def end_of(day: dt.date) -> dt.datetime:
    """The first instant after a day (UTC)."""
    return dt.datetime.combine(day + _ONE_DAY, dt.time(), dt.UTC)
