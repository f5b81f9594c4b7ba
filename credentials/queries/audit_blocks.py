"""Holds rows against the blocks that were made of them, and says which row it is that does not fit."""

import datetime as dt
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from credentials.models import AuditBlock
from credentials.queries.audit_heads import Alarm, Expected
from credentials.queries.audit_rows import blocks_of, last_places_before, stream_rows
from credentials.queries.audit_sections import ANSWERS, Row, Section, fits_its_digest, hash_row, key_of
from credentials.signing.merkle import MARK, root_of

_ONE_DAY = dt.timedelta(days=1)


class Tally:
    """How many rows were looked at, and how many of them stand under no head yet."""

    def __init__(self) -> None:
        self.rows = 0
        self.open = 0


class _Rows:
    """Rows in their order, one of them looked at ahead."""

    def __init__(self, section: Section, rows: Iterator[Row]) -> None:
        self._section, self._rows = section, rows
        self._next = next(rows, None)

    def take_up_to(self, at: dt.datetime | None, id_: int) -> list[Row]:
        """The next rows up to this place, it included."""
        end = key_of(self._section, at, id_)
        taken = []
        while self._next is not None and key_of(self._section, self._next[0], self._next[1]) <= end:
            taken.append(self._next)
            self._next = next(self._rows, None)
        return taken

    def take_rest(self) -> Iterator[Row]:
        """All that is left, one by one."""
        while self._next is not None:
            yield self._next
            self._next = next(self._rows, None)


def check_section(
    section: Section,
    expected: Mapping[dt.date, Expected],
    *,
    start: dt.date | None,
    closed: dt.date | None,
    tally: Tally,
) -> Iterator[Alarm]:
    """Every row of the section from `start` on against its blocks, and the blocks against the heads.

    `closed` is the day of the last head. Memory does not grow with the table. Needs a transaction with one snapshot.
    """
    after = last_places_before(start).get(section.name) if start else None
    rows = _Rows(section, stream_rows(section, after=after, with_content=True))
    found: dict[dt.date, list[AuditBlock]] = {}
    for block in blocks_of(section, start=start).iterator(chunk_size=64):
        taken = rows.take_up_to(block.last_at, block.last_id)
        tally.rows += len(taken)
        yield from _check_rows(section, taken, block.day)
        yield from _compare(section, block, taken)
        block.marks = b""
        found.setdefault(block.day, []).append(block)
    yield from _compare_days(section, expected, found)
    for row in rows.take_rest():
        tally.rows += 1
        tally.open += 1
        yield from _check_rows(section, [row], None)
        if closed and section.name != ANSWERS and row[0] < start_of(closed + _ONE_DAY):
            yield Alarm(
                None, f"{section.name} {row[1]}", f"it says {row[0]}, a day that was closed without it: inserted"
            )


def _check_rows(section: Section, rows: list[Row], day: dt.date | None) -> Iterator[Alarm]:
    for row in rows:
        if not fits_its_digest(section, row):
            yield Alarm(day, f"{section.name} {row[1]}", "its content does not fit its digest: it was edited")
        if day and section.name != ANSWERS and not start_of(day) <= row[0] < start_of(day + _ONE_DAY):
            yield Alarm(day, f"{section.name} {row[1]}", f"it says {row[0]}, another day: it was dated back")


def _compare(section: Section, block: AuditBlock, rows: list[Row]) -> Iterator[Alarm]:
    hashes = [hash_row(section, row) for row in rows]
    if len(rows) == block.rows and root_of(hashes) == bytes(block.root):
        return
    alarms = list(_name_rows(section, block, rows, hashes))
    yield from alarms
    if not alarms:
        where = f"{section.name} up to {block.last_id}"
        yield Alarm(block.day, where, f"{block.rows} rows were closed, and these are not they")


def _name_rows(section: Section, block: AuditBlock, rows: list[Row], hashes: list[bytes]) -> Iterator[Alarm]:
    """Which rows are other than those closed, by the marks that were kept of these."""
    marks = bytes(block.marks)
    then = [marks[place : place + MARK] for place in range(0, len(marks), MARK)]
    now = [one[:MARK] for one in hashes]
    for way, start, end, first, last in SequenceMatcher(None, then, now, autojunk=False).get_opcodes():
        if way == "equal":
            continue
        changed = min(end - start, last - first)
        for row in rows[first : first + changed]:
            yield Alarm(block.day, f"{section.name} {row[1]}", "it is not as it was closed: it was edited")
        for row in rows[first + changed : last]:
            yield Alarm(block.day, f"{section.name} {row[1]}", "it was not there when the day was closed: inserted")
        if end - start > changed:
            before = f"after {rows[first + changed - 1][1]}" if first + changed else "at the beginning of its block"
            yield Alarm(block.day, section.name, f"{end - start - changed} removed {before}, up to {block.last_id}")


def _compare_days(
    section: Section, expected: Mapping[dt.date, Expected], found: Mapping[dt.date, list[AuditBlock]]
) -> Iterator[Alarm]:
    """Whether the blocks are those that the heads speak of."""
    for day in sorted(expected.keys() | found.keys()):
        blocks = found.get(day, [])
        rows, root = sum(block.rows for block in blocks), root_of([bytes(block.root) for block in blocks]).hex()
        told = expected.get(day, Expected(0, root_of([]).hex()))
        if told != (rows, root):
            yield Alarm(day, section.name, f"its blocks ({rows} rows) are not those of the head ({told.rows} rows)")


def start_of(day: dt.date) -> dt.datetime:
    """The first instant of a day (UTC)."""
    return dt.datetime.combine(day, dt.time(), dt.UTC)
