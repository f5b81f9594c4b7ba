"""Checking a list without a roster: every row a question, answered at once from one snapshot; nothing is kept."""

import datetime as dt
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from clinics.imports.faults import tell_fault
from clinics.imports.mapping import StaffMapping, missing_for_check, read_mapping
from clinics.imports.matching import ToldPerson, find_candidates
from clinics.imports.questions import question_of
from clinics.imports.rows import StaffRow, StaffRowReader
from clinics.queries.people_on_file import find_fits_of
from clinics.queries.roster_imports import mapping_for, sites_by_word
from credentials.decisions import Answer, decide_many
from credentials.files.cells import shorten
from credentials.files.faults import FileFault, UnreadableFile
from credentials.files.row_faults import RowFault, ToldFault
from credentials.files.tables import Table, open_table
from credentials.questions import read_asked
from credentials.records.faults import Fault, Refusal
from law.queries.compiled import current_law
from rulebook.facts import normalise_number

MOST_ROWS = 10_000


class ListRow(NamedTuple):
    """A row as a question, or as what is wrong with it."""

    row: int
    question: dict[str, object] | None
    faults: tuple[ToldFault, ...]


class RowAnswer(NamedTuple):
    """What was answered to a row; a faulty one has no answer but its faults."""

    row: int
    answer: Answer | None
    faults: tuple[ToldFault, ...]


def read_list(*, organisation_id: int, content: bytes, constants: Mapping[str, str]) -> list[ListRow] | Refusal:
    """The rows as questions. Refused whole where it is no table, or where its columns' meaning is not known.

    NoLawReleased before any law is.
    """
    try:
        table = open_table(io.BytesIO(content))
        mapping = _read_mapping(organisation_id, table, constants)
        if not isinstance(mapping, StaffMapping):
            return Refusal(tuple(mapping))
        reader = StaffRowReader(table.header, mapping, current_law().places.read, ())
        rows = list(reader.read_all(_within_limit(table)))
    except UnreadableFile as broken:
        return Refusal(tuple(Fault("", one.code, one.detail) for one in broken.faults))
    if not rows:
        return Refusal((Fault("", "no_rows", "The file has a header and no rows"),))
    return _ask(organisation_id, rows, {field: name for name, field in mapping.columns.items()})


def answer_list(
    rows: Sequence[ListRow], *, organisation_id: int, now: dt.datetime, may_leave_out_standard: bool
) -> Iterator[RowAnswer]:
    """The answers in the rows' order; what is wrong with one spoils no other."""
    asked = [read_asked(row.question, now=now) for row in rows if row.question is not None]
    answers = decide_many(
        asked, now=now, organisation_id=organisation_id, may_leave_out_standard=may_leave_out_standard
    )
    for row in rows:
        yield RowAnswer(row.row, next(answers) if row.question is not None else None, row.faults)


def _read_mapping(organisation_id: int, table: Table, constants: Mapping[str, str]) -> StaffMapping | list[Fault]:
    mapping = read_mapping(mapping_for(organisation_id, table.header, constants), table.header)
    if isinstance(mapping, StaffMapping) and (faults := missing_for_check(mapping)):
        return faults
    return mapping


def _within_limit(table: Table) -> Iterator[tuple[int, list[str]]]:
    for count, row in enumerate(table, 1):
        if count > MOST_ROWS:
            raise UnreadableFile(FileFault("too_many_rows", f"A list may have {MOST_ROWS:,} rows", row=row[0]))
        yield row


def _ask(organisation_id: int, rows: Sequence[StaffRow], columns: Mapping[str, str]) -> list[ListRow]:
    sites = sites_by_word(organisation_id)
    fits = find_fits_of([_person_of(row) for row in rows])
    asked = []
    for row in rows:
        site = sites.get(row.site.strip().lower()) if row.site else None
        if row.site and site is None:
            row.faults.append(RowFault("unknown_site", "site", (shorten(row.site),)))
        if len(find_candidates(_person_of(row), fits)) > 1:
            row.faults.append(RowFault("two_persons", None))
        question = question_of(row, (site.code, site.jurisdiction) if site else None)
        if isinstance(question, dict):
            asked.append(ListRow(row.row, question, ()))
        else:
            told = (tell_fault(row.row, [*_plain(one)], columns) for one in question)
            asked.append(ListRow(row.row, None, tuple(told)))
    return asked


def _plain(fault: RowFault) -> Iterator[object]:
    yield from (fault.code, fault.field, *fault.about)


def _person_of(row: StaffRow) -> ToldPerson:
    place, profession, number = row.licence or ("", "", "")
    licence = (place, profession, normalise_number(number)) if row.licence else None
    return ToldPerson(registry_number=row.registry_number, npi=row.npi, licence=licence)
