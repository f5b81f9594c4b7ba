"""How a staff list's columns are read: told once by the clinic and kept with the header, or plain from the names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinics.imports.fields import CONSTANTS, KNOWN, guess_field, is_field
from credentials.files.mappings import (
    judge_columns,
    judge_constants,
    judge_day_format,
    judge_held_twice,
    judge_names,
    strip_constants,
)
from credentials.records.faults import Fault

_PARTS = ("columns", "constants", "day_format")
_REFERENCES = ("registry_number", "npi", "licence_number")
_NAMES = ("name", "given_name", "family_name")
_LICENCE = ("licence_jurisdiction", "licence_profession")


@dataclass(frozen=True, slots=True)
class StaffMapping:
    """`columns` gives each column's field, `constants` what is the same in every row, `day_format` how days are written
    as text: a workbook's own days are days.
    """

    columns: Mapping[str, str]
    constants: Mapping[str, str]
    day_format: str = "iso"

    @property
    def fields(self) -> frozenset[str]:
        """All fields that are told, by a column or as a constant."""
        return frozenset(self.columns.values()) | self.constants.keys()


def guess_mapping(header: Sequence[str]) -> dict[str, Any]:
    """A mapping by the columns' names, as `read_mapping` takes it; what it cannot name is missing from `columns`."""
    guessed = {name: guess_field(name) for name in header}
    return {"columns": {name: field for name, field in guessed.items() if field}}


def with_constants(told: Mapping[str, Any], constants: Mapping[str, str]) -> dict[str, Any]:
    """The mapping with further constants, for this one file."""
    held = told.get("constants", {})
    return {**told, "constants": {**held, **constants} if isinstance(held, dict) else held}


def read_mapping(told: Any, header: Sequence[str]) -> StaffMapping | list[Fault]:
    """The mapping told for this header, or every fault in it; pointers are into what was told."""
    if not isinstance(told, dict):
        return [Fault("", "wrong_type", "A mapping is an object")]
    columns: Any = told.get("columns")
    constants: Any = told.get("constants", {})
    faults = judge_names(told, _PARTS)
    faults += judge_columns(columns, header, KNOWN, is_field)
    faults += judge_constants(constants, CONSTANTS)
    faults += judge_day_format(told)
    if not faults:
        faults = judge_held_twice(columns, constants) + _judge_person({*columns.values(), *constants})
    return faults or StaffMapping(columns, strip_constants(constants), told.get("day_format", "iso"))


def missing_for_roster(mapping: StaffMapping) -> list[Fault]:
    """What a list must tell besides whom it is about, to become a roster."""
    return _missing(mapping.fields, ("site", "role", "patient_groups"))


def missing_for_check(mapping: StaffMapping) -> list[Fault]:
    """What a list must tell besides whom it is about, to be checked without a roster."""
    faults = [] if mapping.fields & {"jurisdiction", "site"} else _missing(mapping.fields, ("jurisdiction",))
    if not mapping.fields & {"age", "patient_groups"}:
        faults += _missing(mapping.fields, ("patient_groups",))
    if not mapping.fields & set(_REFERENCES):
        faults.append(Fault("/columns", "missing_field", f"No column holds {', '.join(_REFERENCES)}"))
    return faults


def _missing(held: Collection[str], needed: Sequence[str]) -> list[Fault]:
    return [
        Fault("/columns", "missing_field", f"No column and no constant holds {one}")
        for one in needed
        if one not in held
    ]


def _judge_person(held: Collection[str]) -> list[Fault]:
    """Whom a row is about must be told, a licence whole."""
    faults = []
    if not any(one in held for one in (*_REFERENCES, *_NAMES)):
        detail = f"No column holds {', '.join(_REFERENCES)} or name"
        faults.append(Fault("/columns", "missing_field", detail))
    if "name" in held and ("given_name" in held or "family_name" in held):
        faults.append(Fault("/columns", "field_twice", "Either name, or given_name and family_name"))
    return faults + (_missing(held, _LICENCE) if "licence_number" in held else [])
