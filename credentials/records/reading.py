"""A whole record: read once, by the import and over PUT alike."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from credentials.records.faults import Fault, Refusal, RefusedValue, refuse, shown
from credentials.records.items import Item, read_items
from credentials.records.kinds import make_shapes
from credentials.records.objects import unknown_fields
from credentials.records.scalars import FORMER_NAMES, SCALARS, read_former_names
from credentials.records.shapes import RecordRules, Shape
from credentials.records.values import read_registry_number

LicenceKey = tuple[Any, ...]  # jurisdiction, profession, number as compared


@dataclass(frozen=True, slots=True)
class Record:
    """What one source tells about one practitioner. What it is silent about is not in the mappings.

    `scalars` hold the texts that are stored, None removes; `lists` the items by the name of their list.
    `path_number` is the registry number in the path of a PUT.
    """

    registry_number: str | None = None
    path_number: str | None = None
    scalars: Mapping[str, str | None] = field(default_factory=dict)
    former_names: tuple[str, ...] | None = None
    lists: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)

    @property
    def numbers(self) -> tuple[str, ...]:
        """The registry numbers that say whose record it is."""
        return tuple(number for number in (self.registry_number, self.path_number) if number)

    @property
    def npi(self) -> str | None:
        """The NPI told, if any."""
        return self.scalars.get("npi")

    def licence_keys(self, shape: Shape) -> tuple[LicenceKey, ...]:
        """Keys of the licences told; what is self-stated finds nobody."""
        assurance = shape.places["assurance"]
        told = self.lists.get("licences", ())
        return tuple([item.key for item in told if item.values[assurance] != "self_stated"])


class RecordReader:
    """Reads records against one set of rules; made once for many records."""

    def __init__(self, rules: RecordRules) -> None:
        self.shapes = make_shapes(rules)
        self._known = {"registry_number", FORMER_NAMES, *SCALARS, *self.shapes}

    def read(self, document: object, *, path_number: str | None = None) -> Record | Refusal:
        """The record, or every fault in it."""
        if not isinstance(document, dict):
            return Refusal((Fault("", "wrong_type", f"an object is needed, not {shown(document)}"),))
        faults: list[Fault] = []
        parts: dict[str, Any] = {}
        for name, value in document.items():
            if name in self._known:
                try:
                    parts[name] = self._read_part(name, value)
                except RefusedValue as refused:
                    faults += [fault.under(name) for fault in refused.faults]
        if len(parts) + len({fault.pointer.split("/")[1] for fault in faults}) != len(document):
            faults += unknown_fields(document, self._known)
        record = self._gather(parts, path_number)
        if not faults and not (record.numbers or record.npi or record.licence_keys(self.shapes["licences"])):
            faults += refuse("no_reference", "give a registry number, an NPI or a licence").faults
        return Refusal(tuple(faults)) if faults else record

    def _read_part(self, name: str, value: Any) -> Any:
        if name == "registry_number":
            return read_registry_number(value)
        if name == FORMER_NAMES:
            return read_former_names(value)
        return SCALARS[name](value) if name in SCALARS else read_items(self.shapes[name], value)

    def _gather(self, parts: dict[str, Any], path_number: str | None) -> Record:
        return Record(
            registry_number=parts.get("registry_number"),
            path_number=path_number,
            scalars={name: value for name, value in parts.items() if name in SCALARS},
            former_names=parts.get(FORMER_NAMES),
            lists={name: items for name, items in parts.items() if name in self.shapes},
        )
