"""Rows of a workbook's one sheet, streamed: memory does not grow with the rows.

openpyxl in its read-only mode, over defusedxml; see docs/decisions on reading workbooks. Formulas give the value that
the spreadsheet program kept beside them; one without such a value is told as what it is.
"""

import datetime as dt
import warnings
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any, BinaryIO

from defusedxml.common import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from credentials.files.archives import ENTITIES, look_through
from credentials.files.faults import MOST_COLUMNS, FileFault, UnreadableFile

FORMULA = "=?"  # stands for a formula whose value nobody kept: no field reads it as anything
_MIDNIGHT = dt.time(0)
_LOOK_FOR = 1_000  # rows of another sheet that are looked at for whether it holds anything


class TypedText(str):
    """A cell that was a number or a day in the workbook, in our own spelling: no local habits to be undone."""

    __slots__ = ()

    def strip(self, _: str | None = None, /) -> "TypedText":
        """Itself: there are no blanks around it, and a plain text would have forgotten what it was."""
        return self


class XlsxRows:
    """The rows of a workbook's one sheet that holds anything."""

    encoding, delimiter = "XLSX", ","

    def __init__(self, file: BinaryIO) -> None:
        looked = look_through(file)
        self._books = [_open(file, data_only=True)]
        self._sheet = _only_sheet(self._books[0])
        self._with_formulas: Any = None
        if looked.has_formulas:
            self._books.append(_open(file, data_only=False))
            self._with_formulas = self._books[1][self._sheet.title]

    def __iter__(self) -> Iterator[list[str]]:
        """Every row, blank ones as empty lists. UnreadableFile when it turns out to be broken."""
        try:
            values = _rows_of(self._sheet)
            formulas = _rows_of(self._with_formulas) if self._with_formulas else repeat(())
            for cells, others in zip(values, formulas, strict=False):
                yield _tell_row(cells, others)
        except UnreadableFile:
            raise
        except Exception as error:  # whatever a broken part makes the library raise
            raise _unreadable(error) from None

    def close(self) -> None:
        """Let go of the workbook; the file itself stays open."""
        for book in self._books:
            book.close()


def _open(file: BinaryIO, *, data_only: bool) -> Any:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and extensions that say nothing of values
            return load_workbook(file, read_only=True, data_only=data_only, keep_links=False)
    except Exception as error:  # as above
        raise _unreadable(error) from None


def _unreadable(error: Exception) -> UnreadableFile:
    if isinstance(error, DefusedXmlException):
        return UnreadableFile(ENTITIES)
    return UnreadableFile(FileFault("broken_workbook", f"The workbook cannot be read: {type(error).__name__}"))


def _only_sheet(book: Any) -> ReadOnlyWorksheet:
    """The one visible sheet that holds anything; several would leave it open which is meant."""
    shown = [one for one in book.worksheets if one.sheet_state == "visible"]
    filled = [one for one in shown if _holds_something(one)]
    if len(filled) > 1:
        named = ", ".join(one.title for one in filled[:5])
        raise UnreadableFile(FileFault("several_sheets", f"Several sheets hold something ({named}); send one of them"))
    if not filled:
        raise UnreadableFile(FileFault("empty_file", "The workbook holds no row"))
    found: ReadOnlyWorksheet = filled[0]
    return found


def _holds_something(sheet: Any) -> bool:
    sheet.reset_dimensions()  # what a sheet says of its own size need not be true
    rows = sheet.iter_rows(max_row=_LOOK_FOR, values_only=True)
    return any(value is not None for row in rows for value in row)


def _rows_of(sheet: Any) -> Iterator[Sequence[Any]]:
    sheet.reset_dimensions()
    rows: Iterator[Sequence[Any]] = sheet.iter_rows()  # with max_col every row would be filled up to it
    return (row[: MOST_COLUMNS + 1] for row in rows)


def _tell_row(cells: Sequence[Any], formulas: Sequence[Any]) -> list[str]:
    told = [_tell(cell) for cell in cells]
    for place, cell in enumerate(formulas):
        if cell.data_type == "f" and not told[place]:
            told[place] = FORMULA
    while told and not told[-1]:
        told.pop()
    return told


def _tell(cell: Any) -> str:
    """The cell as text."""
    value = cell.value
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return TypedText(_tell_number(value, is_percent=str(cell.number_format).endswith("%")))
    if isinstance(value, dt.datetime) and value.time() == _MIDNIGHT:
        value = value.date()
    return TypedText(value.isoformat() if hasattr(value, "isoformat") else str(value))


def _tell_number(value: float, *, is_percent: bool) -> str:
    """A number without an exponent; 0.745 shown as 74.5 % is 74.5 %."""
    if is_percent:
        return f"{_tell_number(round(value * 100, 6), is_percent=False)}%"
    return str(int(value)) if value == int(value) else format(value, ".10g")
