"""The record as exported: fields in the order of the API, items sorted by their keys."""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from credentials.records.scalars import FORMER_NAMES, SCALARS
from credentials.records.shapes import Shape


def tell_hours(hundredths: int) -> int | float:
    """Hours as JSON shows them: whole where they are whole."""
    return hundredths // 100 if hundredths % 100 == 0 else hundredths / 100


def tell_part(part: Any) -> Any:
    """An element of a stored list as told: hours in hours again."""
    if isinstance(part, dict) and "hundredths" in part:
        return {"hours": tell_hours(part["hundredths"]), **{k: v for k, v in part.items() if k != "hundredths"}}
    return part


def tell_item(shape: Shape, values: Sequence[Any]) -> dict[str, Any]:
    """An item as exported. Lists are those that are stored (elements as objects); days texts or dates."""
    told: dict[str, Any] = {}
    for field, value in zip(shape.fields, values, strict=True):
        if field.json is not None:
            order = field.json
            parts = [{name: part[name] for name in order} for part in value] if order else list(value)
            told[field.name] = [tell_part(part) for part in parts]
        elif field.column == "hundredths":
            told[field.name] = tell_hours(value)
        else:
            told[field.name] = value.isoformat() if hasattr(value, "isoformat") else value
    return told


def tell_record(
    registry_number: str,
    scalars: Mapping[str, str],
    former_names: Sequence[str],
    lists: Mapping[str, Sequence[dict[str, Any]]],
) -> dict[str, Any]:
    """The whole record; what is not on file is null or an empty list, so that an import makes it so."""
    told: dict[str, Any] = {"registry_number": registry_number}
    for name in SCALARS:
        value = scalars.get(name)
        told[name] = orjson.loads(value) if name == "listed" and value is not None else value
        if name == "name":
            told[FORMER_NAMES] = sorted(former_names)
    return {**told, **lists}


def sort_key(shape: Shape, told: Mapping[str, Any]) -> tuple[tuple[bool, Any], ...]:
    """Where an exported item stands in its list: by its key, null first."""
    return tuple((told[name] is not None, told[name] if told[name] is not None else "") for name in shape.key)
