"""From a file to staged rows: every cell read, every fault named, nothing held against what is on file yet."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import orjson

from clinics.imports.mapping import StaffMapping, missing_for_roster, read_mapping
from clinics.imports.rows import StaffRow, StaffRowReader
from clinics.models import RosterImport, StagedEntry
from clinics.models.imports import FAULTY
from clinics.queries.roster_imports import mapping_for, open_file, sites_by_word
from credentials.files.cells import shorten
from credentials.files.faults import FileFault, UnreadableFile
from credentials.files.row_faults import RowFault
from credentials.files.tables import Table, open_table
from credentials.models import Site
from credentials.operations.copying import copy_rows
from credentials.records.faults import Fault
from rulebook.facts import normalise_number
from rulebook.identity import take_apart

MOST_ROWS = 50_000
NEEDED = ("site", "role", "patient_groups")
_COLUMNS = (
    "roster_import_id", "row", "cells", "told", "site_id", "role", "patient_groups", "starts_on", "until_on", "faults",
    "verdict", "candidates", "refusal",
)  # fmt: skip


class Unmapped(Exception):
    """The columns must be told first; `faults` point into a mapping for this header."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


def stage_file(job: RosterImport, read_place: Callable[[str], str]) -> int:
    """Stage every row in place of whatever was staged before; `job` gets header and mapping. Gives how many.

    UnreadableFile for a file without rows or one that breaks off, Unmapped where a column's meaning is not known.
    """
    with open_file(job.pk) as file:
        table = open_table(file)
        try:
            return _stage_table(job, table, read_place)
        finally:
            table.close()


def _stage_table(job: RosterImport, table: Table, read_place: Callable[[str], str]) -> int:
    told = mapping_for(job.organisation_id, table.header, job.constants)
    mapping = read_mapping(told, table.header)
    job.header, job.mapping, job.encoding = list(table.header), dict(told), table.encoding
    if not isinstance(mapping, StaffMapping):
        raise Unmapped(mapping)
    if faults := missing_for_roster(mapping):
        raise Unmapped(faults)
    StagedEntry.objects.filter(roster_import=job).delete()
    reader = StaffRowReader(table.header, mapping, read_place, NEEDED)
    rows = _told_once(reader.read_all(_within_limit(table)))
    sites = sites_by_word(job.organisation_id)
    counted = [0]
    copy_rows("clinics_stagedentry", _COLUMNS, _counting((_columns(job.pk, row, sites) for row in rows), counted))
    if not counted[0]:
        raise UnreadableFile(FileFault("no_rows", "The file has a header and no rows"))
    return counted[0]


def _within_limit(table: Table) -> Iterator[tuple[int, list[str]]]:
    for count, row in enumerate(table, 1):
        if count > MOST_ROWS:
            raise UnreadableFile(FileFault("too_many_rows", f"A staff list may have {MOST_ROWS:,} rows", row=row[0]))
        yield row


def _counting(rows: Iterable[Any], counted: list[int]) -> Iterator[Any]:
    for row in rows:
        counted[0] += 1
        yield row


def _told_once(rows: Iterable[StaffRow]) -> Iterator[StaffRow]:
    """Rows, with a fault where an earlier one tells the same person otherwise.

    Without it a list that gives one NPI with every day of a century would find out when its holder was born.
    """
    names: dict[tuple[object, ...], tuple[int, frozenset[str]]] = {}
    births: dict[tuple[object, ...], tuple[int, object]] = {}
    for row in rows:
        for reference in _references(row):
            words = take_apart(row.name or "")
            first, known = names.setdefault(reference, (row.row, words)) if words else (0, words)
            before, born_on = births.setdefault(reference, (row.row, row.born_on)) if row.born_on else (0, row.born_on)
            if known != words or born_on != row.born_on:
                row.faults.append(RowFault("told_two_ways", None, (str(first if known != words else before),)))
                break
        yield row


def _references(row: StaffRow) -> Iterator[tuple[object, ...]]:
    if row.registry_number:
        yield ("registry_number", row.registry_number)
    if row.npi:
        yield ("npi", row.npi)
    if row.licence:
        yield ("licence", *row.licence[:2], normalise_number(row.licence[2]))


def _columns(import_id: int, row: StaffRow, sites: dict[str, Site]) -> tuple[Any, ...]:
    site = sites.get(row.site.strip().lower()) if row.site else None
    if row.site and site is None:
        row.faults.append(RowFault("unknown_site", "site", (shorten(row.site),)))
    faults = [[one.code, one.field, *one.about] for one in row.faults]
    told = {
        "registry_number": row.registry_number,
        "npi": row.npi,
        "licence": row.licence,
        "name": row.name,
        "born_on": row.born_on,
        "email": row.email,
    }
    return (
        import_id, row.row, _json(_clean(row.cells)), _json(told), site.pk if site else None, row.role,
        list(row.patient_groups), row.starts_on, row.until_on, _json(faults), FAULTY if faults else None, "[]", "[]",
    )  # fmt: skip


def _clean(cells: Iterable[str]) -> list[str]:
    """Cells as PostgreSQL can hold them; those that it cannot hold have a fault."""
    return ["".join(letter for letter in one if letter != "\0" and not "\ud800" <= letter <= "\udfff") for one in cells]


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
