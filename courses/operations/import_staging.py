"""From a file to staged rows: one COPY, a row at a time, so that memory does not grow with the file."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from itertools import islice

import orjson
from django.db import connection

from courses.models import ResultImport
from courses.queries.result_imports import mapping_for, papers_at_hand
from courses.results.mapping import ResultMapping, read_mapping
from courses.results.rows import ReadRow, RowReader
from credentials.files.faults import FileFault, UnreadableFile
from credentials.files.tables import Table
from credentials.records.faults import Fault

COLUMNS = (
    "result_import_id, row, candidate, registry_number, examination, form, sat_on, passed, percent, detail, answers,"
    " paper_id, session_id, faults"
)
_COPY = f"COPY courses_stagedresult ({COLUMNS}) FROM STDIN"
_AT_ONCE = 500  # lines that go to the server together
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_NULL = "\\N"


class Unmapped(Exception):
    """The columns must be told first; `faults` point into a mapping for this header."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__()
        self.faults = faults


def stage_table(table: Table, *, job: ResultImport, last_day: date) -> int:
    """Stage every row of the table, and give how many there are; `job` gets its header and mapping.

    UnreadableFile for a file without rows or one that breaks off, Unmapped where a column's meaning is not known.
    """
    told = mapping_for(job.programme.provider_id, table.header)
    mapping = read_mapping(told, table.header)
    job.header, job.mapping, job.encoding = list(table.header), told, table.encoding
    if not isinstance(mapping, ResultMapping):
        raise Unmapped(mapping)
    reader = RowReader(table.header, mapping, papers_at_hand(job.programme_id), last_day)
    count = stage_rows(reader.read_all(iter(table)), import_id=job.pk)
    if not count:
        raise UnreadableFile(FileFault("no_rows", "The file has a header and no rows"))
    return count


def stage_rows(rows: Iterable[ReadRow], *, import_id: int) -> int:
    """Stage rows in place of whatever was staged for this import; gives how many."""
    count, left = 0, iter(rows)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM courses_stagedresult WHERE result_import_id = %s", [import_id])
        with cursor.copy(_COPY) as copy:
            while lines := [_write_line(import_id, row) for row in islice(left, _AT_ONCE)]:
                copy.write("".join(lines))
                count += len(lines)
    return count


def _write_line(import_id: int, row: ReadRow) -> str:
    """A row in COPY's text form; written here because it takes a third of the time of handing over its values."""
    number, candidate, registry, code, form, on, passed, percent, detail, answers, paper, session, faults = row
    told = orjson.dumps([[one.code, one.field, *one.about] for one in faults]).decode() if faults else None
    return (
        f"{import_id}\t{number}\t{_text(candidate)}\t{_text(registry)}\t{_known(code)}\t{_known(form)}\t"
        f"{_NULL if on is None else on}\t{_NULL if passed is None else passed}\t"
        f"{_NULL if percent is None else percent}\t{_known(detail)}\t{_text(answers)}\t"
        f"{_NULL if paper is None else paper}\t{_NULL if session is None else session}\t{_text(told)}\n"
    )


def _text(value: str | None) -> str:
    return _NULL if value is None else value.translate(_ESCAPES)


_known = lru_cache(maxsize=1_000)(_text)  # of values that many rows share


def clear_staged(import_id: int) -> None:
    """Let go of what was staged."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM courses_stagedresult WHERE result_import_id = %s", [import_id])


def count_staged(import_id: int) -> int:
    """How many rows are staged; none after PostgreSQL crashed, which empties unlogged tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM courses_stagedresult WHERE result_import_id = %s", [import_id])
        count: int = cursor.fetchone()[0]
    return count
