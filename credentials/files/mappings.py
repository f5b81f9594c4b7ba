"""How a file's columns are told: the faults that a mapping of any rows can have, whatever its fields mean.

Pointers of faults are into the mapping.
"""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from credentials.files.cells import DAY_FORMATS
from credentials.records.faults import Fault

IGNORED = "ignore"


def digest_header(header: Sequence[str]) -> bytes:
    """By what a header's mapping is remembered: its names in their order."""
    return hashlib.sha256(json.dumps(list(header), ensure_ascii=False).encode()).digest()


def plain_name(name: str) -> str:
    """A column's name as names are compared: in small letters, `_`, `-` and `.` as blanks."""
    return re.sub(r"[\s_.\-]+", " ", name.strip().lower()).strip()


def judge_names(told: Any, known: Sequence[str]) -> list[Fault]:
    """What a mapping has besides its known parts."""
    parts = f"{', '.join(known[:-1])} and {known[-1]}"
    return [Fault(f"/{name}", "unknown_field", f"A mapping has {parts}") for name in sorted(told.keys() - set(known))]


def judge_columns(columns: Any, header: Sequence[str], known: str, is_field: Callable[[object], bool]) -> list[Fault]:
    """Every column told once, each field held by one; `known` names the fields in words."""
    if not isinstance(columns, dict):
        return [Fault("/columns", "wrong_type", "An object is needed: each column's name with its field")]
    faults = [
        Fault(f"/columns/{_escape(name)}", "unknown_column", "The header has no such column")
        for name in columns if name not in header
    ]  # fmt: skip
    for name in header:
        pointer = f"/columns/{_escape(name)}"
        if name not in columns:
            faults.append(Fault(pointer, "unmapped_column", f"What does {name} hold? {known}"))
        elif not is_field(columns[name]):
            faults.append(Fault(pointer, "unknown_value", known))
    counts = Counter(field for field in columns.values() if isinstance(field, str) and field != IGNORED)
    return faults + [Fault("/columns", "field_twice", f"Two columns hold {one}") for one, n in counts.items() if n > 1]


def judge_constants(constants: Any, known: Sequence[str]) -> list[Fault]:
    """What is the same in every row: of known fields, each a text or a whole number."""
    if not isinstance(constants, dict):
        return [Fault("/constants", "wrong_type", "An object is needed")]
    faults = []
    for name, value in constants.items():
        if name not in known:
            faults.append(Fault(f"/constants/{_escape(name)}", "unknown_field", f"One of {', '.join(known)}"))
        elif not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
            faults.append(Fault(f"/constants/{name}", "wrong_type", "A text or a whole number is needed"))
    return faults


def judge_held_twice(columns: Mapping[str, str], constants: Mapping[str, Any]) -> list[Fault]:
    """Fields that a column and a constant tell."""
    return [
        Fault("/constants", "field_twice", f"A column holds {one} too") for one in constants if one in columns.values()
    ]


def judge_day_format(told: Mapping[str, Any]) -> list[Fault]:
    """The spelling of days, where it is told."""
    return judge_choice(told, "day_format", DAY_FORMATS)


def judge_choice(told: Mapping[str, Any], name: str, known: Sequence[str]) -> list[Fault]:
    """A part of a mapping that is one of a few words; the first is meant where it is not told."""
    if told.get(name, known[0]) in known:
        return []
    return [Fault(f"/{name}", "unknown_value", f"One of {', '.join(known)}")]


def strip_constants(constants: Mapping[str, Any]) -> dict[str, str]:
    """Constants as cells would hold them."""
    return {name: str(value).strip() for name, value in constants.items()}


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
