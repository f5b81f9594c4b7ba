"""What any reader of cells needs: days in three spellings, and cells that are none of the sender's words."""

import datetime as dt
import re
from typing import NamedTuple

from credentials.files.xlsx_rows import FORMULA, TypedText

DAY_FORMATS = ("iso", "dmy", "mdy")
WRITTEN = {"iso": "2026-03-02", "dmy": "2.3.2026", "mdy": "3/2/2026"}  # one day in each
_TWO_PARTS_FIRST = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
_SHOWN = 40


class Wrong(NamedTuple):
    """A cell that cannot be read: the code of a fault, and what its sentence quotes."""

    code: str
    about: tuple[str, ...] = ()


def shorten(text: str) -> str:
    """A cell as a sentence quotes it."""
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def refuse_text(text: str) -> Wrong | None:
    """Cells that are none of the sender's words: formulas without a value, errors of the spreadsheet."""
    if text == FORMULA:
        return Wrong("formula")
    return Wrong("spreadsheet_error", (text,)) if text in _ERRORS else None


def parse_day(text: str, form: str) -> dt.date | Wrong:
    """The day in a cell, written in `form` (one of DAY_FORMATS); a workbook's own days are days whatever the form."""
    if refused := refuse_text(text):
        return refused
    day = _find_day(text, "iso" if isinstance(text, TypedText) else form)
    return Wrong("not_a_day", (shorten(text), WRITTEN[form])) if day is None else day


def _find_day(text: str, form: str) -> dt.date | None:
    try:
        if form == "iso":
            return dt.date.fromisoformat(text) if _ISO.fullmatch(text) else None
        found = _TWO_PARTS_FIRST.fullmatch(text)
        if not found:
            return None
        first, second, year = (int(part) for part in found.groups())
        return dt.date(year, second, first) if form == "dmy" else dt.date(year, first, second)
    except ValueError:  # such as 30 February, or digits of another script
        return None
