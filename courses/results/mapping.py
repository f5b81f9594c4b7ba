"""How a file's columns are read: told once by the provider and remembered with the header, or plain from the names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from courses.results.fields import CONSTANTS, FIELDS, SECTION, guess_field, is_field
from credentials.files.mappings import (
    IGNORED,
    judge_choice,
    judge_columns,
    judge_constants,
    judge_day_format,
    judge_held_twice,
    judge_names,
    strip_constants,
)
from credentials.records.faults import Fault

DECIMALS = ("point", "comma")
PASSED = ("pass", "passed", "yes", "y", "true", "1")
FAILED = ("fail", "failed", "no", "n", "false", "0")
_MOST_WORDS = 20
_PARTS = ("columns", "constants", "day_format", "decimal", "passed", "failed")


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


def guess_mapping(header: Sequence[str]) -> dict[str, Any]:
    """A mapping by the columns' names, as `read_mapping` takes it; what it cannot name is missing from `columns`."""
    guessed = {name: guess_field(name) for name in header}
    return {"columns": {name: field for name, field in guessed.items() if field}}


def read_mapping(told: Any, header: Sequence[str]) -> ResultMapping | list[Fault]:
    """The mapping told for this header, or every fault in it; pointers are into what was told."""
    if not isinstance(told, dict):
        return [Fault("", "wrong_type", "A mapping is an object")]
    faults = judge_names(told, _PARTS)
    columns: Any = told.get("columns")
    constants: Any = told.get("constants", {})
    faults += judge_columns(columns, header, f"One of {', '.join(FIELDS)}, {SECTION}CODE, {IGNORED}", is_field)
    faults += judge_constants(constants, CONSTANTS)
    faults += judge_day_format(told) + judge_choice(told, "decimal", DECIMALS)
    for name in ("passed", "failed"):
        faults += _judge_words(told.get(name, []), f"/{name}")
    if not faults:
        faults = _judge_together(columns, constants, told)
    return faults or _build(told)


def _build(told: Mapping[str, Any]) -> ResultMapping:
    return ResultMapping(
        columns=told["columns"],
        constants=strip_constants(told.get("constants", {})),
        day_format=told.get("day_format", "iso"),
        decimal=told.get("decimal", "point"),
        passed=frozenset(word.strip().lower() for word in told.get("passed", PASSED)),
        failed=frozenset(word.strip().lower() for word in told.get("failed", FAILED)),
    )


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
    faults += judge_held_twice(columns, constants)
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
