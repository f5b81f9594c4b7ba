"""Reading a JSON object field by field."""

from dataclasses import dataclass
from typing import Any

from credentials.records.faults import Fault, RefusedValue, refuse, shown
from credentials.records.values import Reader

REQUIRED: Any = object()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an object. `column` is where it is stored; `json` names the parts of each element of a stored list,
    () for a plain list, None for what is no list.
    """

    name: str
    read: Reader
    default: Any = REQUIRED
    column: str = ""
    json: tuple[str, ...] | None = None


def read_object(value: Any, fields: tuple[Field, ...]) -> tuple[Any, ...]:
    """The canonical values in the order of the fields, defaults filled in; every fault at once."""
    if not isinstance(value, dict):
        raise refuse("wrong_type", f"an object is needed, not {shown(value)}")
    values, faults, met = [], [], 0
    for field in fields:
        told = value.get(field.name, REQUIRED)
        if told is REQUIRED:
            values.append(field.default)
            if field.default is REQUIRED:
                faults.append(Fault(f"/{field.name}", "missing", f"{field.name} is needed"))
            continue
        met += 1
        try:
            values.append(field.read(told))
        except RefusedValue as refused:
            values.append(None)
            faults += [fault.under(field.name) for fault in refused.faults]
    if met != len(value):
        faults += unknown_fields(value, {field.name for field in fields})
    if faults:
        raise RefusedValue(faults)
    return tuple(values)


def unknown_fields(value: dict[str, Any], known: set[str]) -> list[Fault]:
    """A fault for each field that does not belong here."""
    return [
        Fault("", "unknown_field", f"{shown(name)} is no field here").under(name) for name in value if name not in known
    ]
