"""Readers of single values: each returns the canonical value or raises RefusedValue with every fault in it.

Days stay ISO texts (four-digit years, so they compare as texts), hours become whole hundredths.
"""

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from credentials.records.faults import RefusedValue, refuse, shown
from credentials.records.numbers import capitalise_number, is_npi, is_registry_number

Reader = Callable[[Any], Any]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_EARLIEST = "1900-01-01"
_HUNDREDTH = Decimal("0.01")
MOST = 1_000_000  # hours of a course, sessions: beyond this it is a slip of the pen


def text_reader(longest: int = 500) -> Reader:
    """A text as written: not blank, no longer than `longest`, nothing in it that PostgreSQL or UTF-8 cannot hold."""

    def read_text(value: Any) -> str:
        if not isinstance(value, str):
            raise refuse("wrong_type", f"a text is needed, not {shown(value)}")
        if not value.strip():
            raise refuse("blank", "the text is empty")
        if len(value) > longest:
            raise refuse("too_long", f"at most {longest} characters are kept, not {len(value)}")
        if "\0" in value or (not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value)):
            raise refuse("unprintable", "the text holds a NUL or half a character")
        return value

    return read_text


read_text = text_reader()
read_number_text = text_reader(200)


def optional(read: Reader) -> Reader:
    """The same, or null."""

    def read_optional(value: Any) -> Any:
        return None if value is None else read(value)

    return read_optional


def choice_reader(values: tuple[str, ...]) -> Reader:
    """One word of a closed list, as written."""
    known = frozenset(values)

    def read_choice(value: Any) -> str:
        if not isinstance(value, str):
            raise refuse("wrong_type", f"a text is needed, not {shown(value)}")
        if value not in known:
            raise refuse("unknown_value", f"{shown(value)} is none of: {', '.join(values)}")
        return value

    return read_choice


def place_reader(read_place: Callable[[str], str]) -> Reader:
    """A code of a place in any case, told in capitals; `read_place` raises ValueError for one that does not exist."""
    seen: dict[str, str] = {}

    def read_code(value: Any) -> str:
        if not isinstance(value, str):
            raise refuse("wrong_type", f"a text is needed, not {shown(value)}")
        found = seen.get(value)
        if found is None:
            try:
                found = read_place(value)
            except ValueError:
                raise refuse("unknown_place", f"{shown(value)} is no place that is known here") from None
            seen[value] = found  # only codes that exist, in their few spellings: this cannot grow without end
        return found

    return read_code


def read_day(value: Any) -> str:
    """A day between 1900-01-01 and 9999-12-31, as ISO text."""
    if not isinstance(value, str):
        raise refuse("wrong_type", f"a day as text is needed, not {shown(value)}")
    if not _DAY.fullmatch(value):
        raise refuse("not_a_day", f"{shown(value)} is not YYYY-MM-DD")
    if value < _EARLIEST:
        raise refuse("day_out_of_range", f"{value} is before {_EARLIEST}")
    try:
        dt.date.fromisoformat(value)
    except ValueError:
        raise refuse("not_a_day", f"{value} does not exist") from None
    return value


def read_count(value: Any) -> int:
    """A whole number from 0."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise refuse("wrong_type", f"a whole number is needed, not {shown(value)}")
    if value < 0:
        raise refuse("negative", "the number is below zero")
    if value > MOST:
        raise refuse("too_large", f"at most {MOST} is kept")
    return value


def read_hours(value: Any) -> int:
    """Hours as a number with at most two decimal places, in hundredths."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise refuse("wrong_type", f"a number of hours is needed, not {shown(value)}")
    hours = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not hours.is_finite():
        raise refuse("not_a_number", "the hours are no number")
    if hours < 0:
        raise refuse("negative", "the hours are below zero")
    if hours > MOST:  # before scaling: an exponent of a billion would take the memory
        raise refuse("too_large", f"at most {MOST} is kept")
    rounded = hours.quantize(_HUNDREDTH)
    if rounded != hours:  # compared exactly; multiplying would round first
        raise refuse("too_precise", f"{shown(str(hours))} has more than two decimal places")
    return int(rounded * 100)


def read_npi(value: Any) -> str:
    """A National Provider Identifier."""
    if not isinstance(value, str):
        raise refuse("wrong_type", f"a text is needed, not {shown(value)}")
    if not is_npi(value):
        raise refuse("not_an_npi", "ten digits that pass the NPI's Luhn check are needed")
    return value


def read_registry_number(value: Any) -> str:
    """A registry number as this registry gives it, in any case, told in capitals."""
    if not isinstance(value, str):
        raise refuse("wrong_type", f"a text is needed, not {shown(value)}")
    number = capitalise_number(value)
    if not is_registry_number(number):
        raise refuse("not_a_registry_number", f"{shown(value)} is not FN- and eight Crockford base-32 characters")
    return number


def read_address(value: Any) -> str:
    """A mail address, roughly: whether it takes mail only a mail can tell."""
    text: str = read_text(value)
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise refuse("not_an_address", f"{shown(text)} is not a mail address")
    return text


def list_reader(read: Reader, *, once: bool = False) -> Reader:
    """A list of values in the order told; with `once` equal ones count once."""

    def read_list(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise refuse("wrong_type", f"a list is needed, not {shown(value)}")
        faults, values = [], []
        for place, told in enumerate(value):
            try:
                values.append(read(told))
            except RefusedValue as refused:
                faults += [fault.under(place) for fault in refused.faults]
        if faults:
            raise RefusedValue(faults)
        return tuple(dict.fromkeys(values)) if once else tuple(values)

    return read_list
