"""A table as it was sent: its header, then its rows with their numbers."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from credentials.files.csv_rows import CsvRows
from credentials.files.faults import LONGEST_CELL, MOST_COLUMNS, MOST_ROWS, FileFault, UnreadableFile
from credentials.files.xlsx_rows import XlsxRows

REASON = "filiform_reason"  # the column that refused rows come back with; sent again, it is passed over
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Rows(Protocol):
    """Rows of any kind of file."""

    encoding: str
    delimiter: str

    def __iter__(self) -> Iterator[list[str]]: ...

    def close(self) -> None:
        """Let go of the file."""


class Table:
    """A header, and rows below it. `header` has no column for the reason of an earlier refusal."""

    def __init__(self, rows: Rows) -> None:
        self._source = rows
        self._rows = enumerate(iter(rows), 1)
        self.encoding, self.delimiter = rows.encoding, rows.delimiter
        self.header_row, cells = self._find_header()
        self.header = tuple(cell.strip() for cell in cells)
        self._reason = self.header.index(REASON) if REASON in self.header else None
        if self._reason is not None:
            self.header = self.header[: self._reason] + self.header[self._reason + 1 :]
        _refuse_header(self.header, self.header_row)

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        """Rows that are not blank, each with its number in the file; the header's is mostly 1."""
        width, last = len(self.header), self.header_row + MOST_ROWS
        for number, cells in self._rows:
            if number > last:
                raise UnreadableFile(FileFault("too_many_rows", f"A file may have {MOST_ROWS:,} rows", row=number))
            if self._reason is not None:
                del cells[self._reason : self._reason + 1]
            if len(cells) < width:
                cells.extend([""] * (width - len(cells)))
            if any(cells):
                yield number, cells

    def close(self) -> None:
        """Let go of the file, which stays open."""
        self._source.close()

    def _find_header(self) -> tuple[int, list[str]]:
        for number, cells in self._rows:
            if any(cell.strip() for cell in cells):
                return number, cells
        raise UnreadableFile(FileFault("empty_file", "The file is empty"))


def _refuse_header(header: tuple[str, ...], row: int) -> None:
    """UnreadableFile naming everything wrong with the header."""
    if len(header) > MOST_COLUMNS:
        detail = f"The file has {len(header)} columns or more, and may have {MOST_COLUMNS}"
        raise UnreadableFile(FileFault("too_many_columns", detail, row=row))
    faults = []
    for place, name in enumerate(header):
        if not name:
            faults.append(FileFault("column_without_name", f"Column {place + 1} has no name", row, str(place + 1)))
        elif len(name) > LONGEST_CELL:
            faults.append(FileFault("too_long", f"The name of column {place + 1} is too long", row, str(place + 1)))
        elif name in header[:place]:
            faults.append(FileFault("column_twice", f"Two columns are called {name}", row, name))
    if faults:
        raise UnreadableFile(*faults)


def open_table(file: BinaryIO) -> Table:
    """The table in a file, by what it holds and not by what it is called. UnreadableFile for what is none."""
    file.seek(0)
    start = file.read(8)
    if not start:
        raise UnreadableFile(FileFault("empty_file", "The file is empty"))
    if start.startswith(_OLE):
        detail = "This is an old or a protected workbook; save it as XLSX without a password, or as CSV"
        raise UnreadableFile(FileFault("old_workbook", detail))
    return Table(XlsxRows(file) if start.startswith(_ZIP) else CsvRows(file))
