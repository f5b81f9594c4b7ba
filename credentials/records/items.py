"""Items of a record: read by their shape, each with its key."""

from dataclasses import dataclass
from typing import Any

from credentials.records.faults import Fault, RefusedValue, refuse, shown
from credentials.records.objects import read_object
from credentials.records.shapes import Shape
from rulebook.facts import normalise_number


@dataclass(frozen=True, slots=True)
class Item:
    """One licence, training …: its values in the order of the shape's fields and its key, a number as compared.

    `place` is where it stood in the list as told.
    """

    values: tuple[Any, ...]
    key: tuple[Any, ...]
    place: int = 0


def read_item(shape: Shape, value: Any, place: int = 0) -> Item:
    """One item; raises RefusedValue with every fault in it."""
    values = read_object(value, shape.fields)
    if shape.period:
        first, last, open_end = shape.period
        starts, ends = values[shape.places[first]], values[shape.places[last]]
        if ends is not None and (ends <= starts if open_end else ends < starts):
            raise RefusedValue([Fault(f"/{last}", "reversed", f"{ends} is not after {starts}")])
    return Item(values, make_key(shape, values), place)


def make_key(shape: Shape, values: tuple[Any, ...]) -> tuple[Any, ...]:
    """The key of an item; a number that is nothing but dashes is refused."""
    key = tuple([values[place] for place in shape.key_places])
    if shape.number_in_key is None or key[shape.number_in_key] is None:
        return key
    number = normalise_number(key[shape.number_in_key])
    if not number:
        raise RefusedValue([Fault("/number", "blank", "the number has nothing to compare")])
    return (*key[: shape.number_in_key], number, *key[shape.number_in_key + 1 :])


def read_items(shape: Shape, value: Any) -> tuple[Item, ...]:
    """A list of items. Equal ones count once; one key with other content is a fault at each but the first."""
    if not isinstance(value, list | tuple):
        raise refuse("wrong_type", f"a list is needed, not {shown(value)}")
    faults: list[Fault] = []
    items: dict[tuple[Any, ...], Item] = {}
    for place, told in enumerate(value):
        try:
            item = read_item(shape, told, place)
        except RefusedValue as refused:
            faults += [fault.under(place) for fault in refused.faults]
            continue
        if items.setdefault(item.key, item).values != item.values:
            faults.append(Fault(f"/{place}", "same_key", f"another item has the same {', '.join(shape.key)}"))
    if faults:
        raise RefusedValue(faults)
    return tuple(items.values())
