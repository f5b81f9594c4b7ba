"""Readers of the single values of a ladder's document; they raise RefusedValue with every fault in the value."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from credentials.records.faults import Fault, RefusedValue, refuse, shown
from credentials.records.values import Reader, read_count, text_reader
from credentials.records.values import read_day as read_iso_day
from credentials.records.values import read_hours as read_any_hours

ReadPlace = Callable[[str], str]

CODES = {
    "not_a_code": "one to forty letters, digits, dots, underscores and dashes are needed, the first a letter or digit",
    "empty_list": "something is needed in the list",
    "not_positive": "a number above zero is needed",
    "repeated": "the same twice where once is meant",
    "unknown_level": "no level of this ladder has the code",
    "unknown_component": "no component of the level has the code",
    "unknown_examination": "no examination of this ladder has the code",
    "cycle": "levels that wait for one another",
    "too_deep": "requirements nested deeper than is kept",
    "too_many": "more than is kept",
    "impossible": "more is asked than there is",
    "not_one_requirement": "each requirement has one name of the known ones",
    "nothing_to_do": "a level without anything to attend, pass or bring would be complete at once",
}
MOST_ITEMS = 100
MOST_DAYS = 36_500
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_PLACE = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")

read_title = text_reader(200)


def read_code(value: Any) -> str:
    """The code of a level, component or examination."""
    text: str = read_title(value)
    if not _CODE.fullmatch(text):
        raise refuse("not_a_code", CODES["not_a_code"])
    return text


def read_day(value: Any) -> dt.date:
    """A day from 1900 on."""
    return dt.date.fromisoformat(read_iso_day(value))


def read_days(value: Any) -> int:
    """A number of days, from 0."""
    return read_up_to(MOST_DAYS)(value)


def read_up_to(most: int) -> Callable[[Any], int]:
    """A whole number from 0 to the most."""

    def read(value: Any) -> int:
        number = read_count(value)
        if number > most:
            raise refuse("too_large", f"at most {most} is kept")
        return number

    return read


def positive(read: Callable[[Any], int]) -> Callable[[Any], int]:
    """The same number, above zero."""

    def read_positive(value: Any) -> int:
        number = read(value)
        if number == 0:
            raise refuse("not_positive", CODES["not_positive"])
        return number

    return read_positive


read_hours: Callable[[Any], int] = positive(read_any_hours)


def place_form(value: str) -> str:
    """The code of a place by its form alone; ValueError for what is none."""
    if not _PLACE.fullmatch(value):
        raise ValueError(value)
    return value


def items_reader(
    read: Reader, key: Callable[[Any], Any] | None = None, *, most: int = MOST_ITEMS, least: int = 0
) -> Reader:
    """A list of so many; with a `key`, each key once."""

    def read_items(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list | tuple):
            raise refuse("wrong_type", f"a list is needed, not {shown(value)}")
        if not least <= len(value) <= most:
            raise refuse("empty_list" if len(value) < least else "too_many", f"from {least} to {most} are kept")
        faults: list[Fault] = []
        items: list[Any] = []
        keys: set[Any] = set()
        for place, told in enumerate(value):
            try:
                item = read(told)
            except RefusedValue as refused:
                faults += [fault.under(place) for fault in refused.faults]
                continue
            if key is not None and key(item) in keys:
                faults.append(Fault("", "repeated", CODES["repeated"]).under(place))
            keys.add(key(item) if key is not None else place)
            items.append(item)
        if faults:
            raise RefusedValue(faults)
        return tuple(items)

    return read_items
