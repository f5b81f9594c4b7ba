"""What may be wrong with a row: a stable code, the field it is about, and the sentence made of both when it is read."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

# Of a cell, whatever the rows are about.
CELL_SENTENCES: Mapping[str, str] = {
    "missing": "Nothing stands here",
    "too_long": "At most {0} characters",
    "not_a_day": "{0} is no day in the form {1}",
    "formula": "A formula whose value is not in the file; save it in your spreadsheet program, or write the value",
    "spreadsheet_error": "{0} is an error of the spreadsheet program",
    "extra_cells": "The row has more cells than the header has columns",
    "header_again": "This is the header once more",
}


class RowFault(NamedTuple):
    """One thing wrong with one row: a code with a sentence, the field, and what the sentence quotes."""

    code: str
    field: str | None
    about: tuple[str, ...] = ()


class ToldFault(NamedTuple):
    """A fault as people read it."""

    row: int
    column: str | None
    code: str
    detail: str


def tell_fault(
    row: int, fault: Sequence[object], columns: Mapping[str, str], sentences: Mapping[str, str]
) -> ToldFault:
    """A stored fault (`[code, field, about, …]`) in words; `columns` gives each field's column in the file."""
    code, field, *about = fault
    sentence = sentences.get(str(code), str(code))
    missing = sentence.count("{") - len(about)
    detail = sentence.format(*(str(one) for one in about), *[""] * missing)
    column = columns.get(str(field), str(field)) if field is not None else None
    return ToldFault(row, column, str(code), detail)


def tell_reasons(told: Iterable[ToldFault]) -> str:
    """All that is wrong with one row as the one cell that it comes back with."""
    return "; ".join(f"{one.column or 'row'}: {one.detail}" for one in told)
