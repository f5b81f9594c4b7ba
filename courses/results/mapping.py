"""How a file's columns are read: told once by the provider and remembered with the header, or plain from the names."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.results.fields import CONSTANTS, FIELDS, IGNORED, SECTION, guess_field, is_field
from credentials.records.faults import Fault

DAY_FORMATS = ("iso", "dmy", "mdy")
DECIMALS = ("point", "comma")
PASSED = ("pass", "passed", "yes", "y", "true", "1")
FAILED = ("fail", "failed", "no", "n", "false", "0")
_MOST_WORDS = 20


@dataclass(frozen=True, slots=True)
class ResultMapping:
    """`columns` gives each column's field; `constants` what is the same in every row; the rest is how cells are read.

    `passed` and `failed` are words in lower case. `day_format` holds for days written as text: a workbook's own days
    are days.
    """

    columns: Mapping[str, str]
    constants: Mapping[str, str]
    day_format: str = "iso"
    decimal: str = "point"
    passed: frozenset[str] = frozenset(PASSED)
    failed: frozenset[str] = frozenset(FAILED)

    def column_of(self, field: str) -> str | None:
        """The column that holds a field."""
        return next((name for name, held in self.columns.items() if held == field), None)


def digest_header(header: Sequence[str]) -> bytes:
    """By what a header's mapping is remembered: its names in their order."""
    return hashlib.sha256(json.dumps(list(header), ensure_ascii=False).encode()).digest()


def guess_mapping(header: Sequence[str]) -> dict[str, Any]:
    """A mapping by the columns' names, as `read_mapping` takes it; what it cannot name is missing from `columns`."""
    guessed = {name: guess_field(name) for name in header}
    return {"columns": {name: field for name, field in guessed.items() if field}}


def read_mapping(told: Any, header: Sequence[str]) -> ResultMapping | list[Fault]:
    """The mapping told for this header, or every fault in it; pointers are into what was told."""
    if not isinstance(told, dict):
        return [Fault("", "wrong_type", "A mapping is an object")]
    faults = [
        Fault(f"/{name}", "unknown_field", "A mapping has columns, constants, day_format, decimal, passed and failed")
        for name in sorted(told.keys() - {"columns", "constants", "day_format", "decimal", "passed", "failed"})
    ]
    columns: Any = told.get("columns")
    constants: Any = told.get("constants", {})
    faults += _judge_columns(columns, header)
    faults += _judge_constants(constants)
    for name, known in (("day_format", DAY_FORMATS), ("decimal", DECIMALS)):
        if told.get(name, known[0]) not in known:
            faults.append(Fault(f"/{name}", "unknown_value", f"One of {', '.join(known)}"))
    for name in ("passed", "failed"):
        faults += _judge_words(told.get(name, []), f"/{name}")
    if not faults:
        faults = _judge_together(columns, constants, told)
    return faults or _build(told)


def _build(told: Mapping[str, Any]) -> ResultMapping:
    return ResultMapping(
        columns=told["columns"],
        constants={name: str(value).strip() for name, value in told.get("constants", {}).items()},
        day_format=told.get("day_format", "iso"),
        decimal=told.get("decimal", "point"),
        passed=frozenset(word.strip().lower() for word in told.get("passed", PASSED)),
        failed=frozenset(word.strip().lower() for word in told.get("failed", FAILED)),
    )


def _judge_columns(columns: Any, header: Sequence[str]) -> list[Fault]:
    if not isinstance(columns, dict):
        return [Fault("/columns", "wrong_type", "An object is needed: each column's name with its field")]
    known = f"One of {', '.join(FIELDS)}, {SECTION}CODE, {IGNORED}"
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


def _judge_constants(constants: Any) -> list[Fault]:
    if not isinstance(constants, dict):
        return [Fault("/constants", "wrong_type", "An object is needed")]
    faults = []
    for name, value in constants.items():
        if name not in CONSTANTS:
            faults.append(Fault(f"/constants/{_escape(name)}", "unknown_field", f"One of {', '.join(CONSTANTS)}"))
        elif not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
            faults.append(Fault(f"/constants/{name}", "wrong_type", "A text or a whole number is needed"))
    return faults


def _judge_words(words: Any, pointer: str) -> list[Fault]:
    if not isinstance(words, list) or len(words) > _MOST_WORDS:
        return [Fault(pointer, "wrong_type", f"A list of at most {_MOST_WORDS} words is needed")]
    return [
        Fault(f"{pointer}/{place}", "wrong_type", "A word is needed")
        for place, word in enumerate(words) if not isinstance(word, str) or not word.strip()
    ]  # fmt: skip


def _judge_together(columns: Mapping[str, str], constants: Mapping[str, Any], told: Mapping[str, Any]) -> list[Fault]:
    """What only the whole mapping can miss: whose result it is, of what, when, and whether it was passed."""
    held = {*columns.values(), *constants}
    faults = [
        Fault("/columns", "missing_field", f"No column holds {name}")
        for name in ("examination", "form", "sat_on") if name not in held
    ]  # fmt: skip
    faults += [
        Fault("/constants", "field_twice", f"A column holds {one} too") for one in constants if one in columns.values()
    ]
    if not held & {"candidate", "registry_number"}:
        faults.append(Fault("/columns", "missing_field", "No column holds candidate or registry_number"))
    if "passed" not in held and not ("paper" in held and any(one.startswith(SECTION) for one in held)):
        detail = "No column holds passed, nor is there a paper with totals of its sections to decide it by"
        faults.append(Fault("/columns", "missing_field", detail))
    if "score" in held and "max_score" not in held:
        faults.append(Fault("/columns", "missing_field", "A score says nothing without max_score"))
    if "score" in held and "percent" in held:
        faults.append(Fault("/columns", "field_twice", "Either percent or score"))
    both = {str(w).lower() for w in told.get("passed", PASSED)} & {str(w).lower() for w in told.get("failed", FAILED)}
    if both:
        faults.append(Fault("/passed", "field_twice", f"{', '.join(sorted(both))} cannot mean both"))
    return faults


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
