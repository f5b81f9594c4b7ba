"""What a kind of item is: its fields in the order of the API, its key, its period, and where it is stored."""

from collections.abc import Callable
from dataclasses import dataclass, field

from credentials.records.objects import Field
from credentials.records.spans import STATUS_PARTS, read_statuses
from credentials.records.values import (
    choice_reader,
    list_reader,
    optional,
    read_day,
    read_number_text,
)
from rulebook.facts import ASSURANCES, PROFESSIONS

PATIENT_GROUPS = ("adult", "child")


@dataclass(frozen=True, slots=True)
class RecordRules:
    """What a record is read against besides its form.

    `read_place` gives the canonical code of a place or raises ValueError; `statement_keys` are the keys that a
    statement may have: the attestations `about: practitioner` of the loaded law and standards, and the two
    `…_restriction_reviewed`.
    """

    read_place: Callable[[str], str]
    statement_keys: frozenset[str]


@dataclass(frozen=True, slots=True)
class Shape:
    """One kind of item. `period` is (first day, last day, whether the last is the first that no longer counts)."""

    name: str
    table: str
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    period: tuple[str, str, bool] | None = None
    places: dict[str, int] = field(init=False)
    key_places: tuple[int, ...] = field(init=False)
    number_places: tuple[int, ...] = field(init=False)  # of held numbers
    number_in_key: int | None = field(init=False)  # which part of the key is one

    def __post_init__(self) -> None:
        """Work out where things stand among an item's values."""
        places = {one.name: place for place, one in enumerate(self.fields)}
        held = tuple(place for place, one in enumerate(self.fields) if one.column.endswith("_number_id"))
        object.__setattr__(self, "places", places)
        object.__setattr__(self, "key_places", tuple(places[name] for name in self.key))
        object.__setattr__(self, "number_places", held)
        object.__setattr__(self, "number_in_key", self.key.index("number") if "number" in self.key else None)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the fields, in their order."""
        return tuple(one.column or one.name for one in self.fields)


COMMON = (
    Field("assurance", choice_reader(ASSURANCES), "register"),
    Field("checked_on", optional(read_day), None),
)
# Left out or null, `expires_on` never expires.
LASTING = (Field("issued_on", read_day), Field("expires_on", optional(read_day), None))
LASTS = ("issued_on", "expires_on", False)
PROFESSION = Field("profession", choice_reader(PROFESSIONS))
NUMBER = Field("number", read_number_text, column="held_number_id")
NUMBER_IF_ANY = Field("number", optional(read_number_text), None, column="held_number_id")
SPANS_OF_STATUS = Field("statuses", read_statuses, (), json=STATUS_PARTS)
GROUPS = Field("patient_groups", list_reader(choice_reader(PATIENT_GROUPS), once=True), (), json=())
