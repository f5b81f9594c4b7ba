"""What must be written so that the registry says what a record says: worked out in memory, nothing written yet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from credentials.queries.holdings import Holding, Member, Standing
from credentials.records.digests import digest_fact, digest_key
from credentials.records.items import Item
from credentials.records.reading import Record
from credentials.records.shapes import Shape

REPLACED, RETRACTED = "replaced", "retracted"


@dataclass(slots=True)
class Written:
    """What a record changed: counts of facts and details."""

    registry_number: str
    is_new: bool = False
    recorded: int = 0
    replaced: int = 0
    retracted: int = 0
    unchanged: int = 0

    @property
    def changed(self) -> bool:
        """Whether anything was written."""
        return self.is_new or bool(self.recorded or self.replaced or self.retracted)


@dataclass(slots=True)
class Plan:
    """Rows to add and to supersede, of many records of one source."""

    source_id: int
    members: list[Member] = field(default_factory=list)  # new records
    numbers: list[tuple[int, Member, str]] = field(default_factory=list)  # row id, holder, text
    details: list[tuple[Member, str, str]] = field(default_factory=list)  # holder, kind, value
    closed_details: list[int] = field(default_factory=list)
    facts: dict[str, list[tuple[Member, Item]]] = field(default_factory=lambda: defaultdict(list))
    closed_facts: dict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))  # kind, why

    @property
    def is_empty(self) -> bool:
        """Whether everything stands as told."""
        return not (
            self.members or self.details or self.closed_details or any(self.facts.values()) or self.closed_facts
        )


def list_new_numbers(record: Record, shapes: dict[str, Shape], holder: Member) -> list[str]:
    """Texts of numbers in the record for which the holder has no row yet, once each."""
    wanted: dict[str, None] = {}
    for name, items in record.lists.items():
        for place in shapes[name].number_places:
            for item in items:
                text = item.values[place]
                if text is not None and text not in holder.numbers:
                    wanted[text] = None
    return list(wanted)


def plan_record(plan: Plan, record: Record, holding: Holding, shapes: dict[str, Shape]) -> Written:
    """Add to the plan what this record changes."""
    root = holding.members[0]
    written = Written(root.registry_number)
    _plan_details(plan, record, holding, written)
    for name, items in record.lists.items():
        _plan_items(plan, shapes[name], items, holding, written)
    return written


def _plan_details(plan: Plan, record: Record, holding: Holding, written: Written) -> None:
    told: dict[str, tuple[str, ...]] = {kind: (value,) if value else () for kind, value in record.scalars.items()}
    if record.former_names is not None:
        told["former_name"] = record.former_names
    for kind, values in told.items():
        missing = dict.fromkeys(values)
        closed = 0
        for detail in holding.details:
            if detail.kind != kind or not detail.is_own:
                continue
            if detail.value in missing and detail.assurance == "register":
                del missing[detail.value]
                written.unchanged += 1
            else:
                plan.closed_details.append(detail.id)
                closed += 1
        plan.details += [(holding.members[0], kind, value) for value in missing]
        _count(written, added=len(missing), closed=closed)


def _plan_items(plan: Plan, shape: Shape, items: tuple[Item, ...], holding: Holding, written: Written) -> None:
    standing = dict(holding.facts[shape.name])
    plan_told(plan, shape, items, holding, standing, written, holder=holding.members[0])
    if standing:
        plan.closed_facts[(shape.name, RETRACTED)] += [row.id for row in standing.values()]
        written.retracted += len(standing)


def plan_told(
    plan: Plan,
    shape: Shape,
    items: Sequence[Item],
    holding: Holding,
    standing: dict[tuple[int, int], Standing],
    written: Written,
    *,
    holder: Member,
) -> None:
    """Add to the plan what these items change about the holder, one of the person's records.

    Leaves in `standing` the rows of which they do not speak.
    """
    for item in items:
        found = _find_standing(shape, item, holding, standing, plan.source_id) if standing else None
        if found is None:
            written.recorded += 1
        elif found[1]:
            written.unchanged += 1
            continue
        else:
            plan.closed_facts[(shape.name, REPLACED)].append(found[0].id)
            written.replaced += 1
        plan.facts[shape.name].append((holder, item))


def _find_standing(
    shape: Shape, item: Item, holding: Holding, standing: dict[tuple[int, int], Standing], source_id: int
) -> tuple[Standing, bool] | None:
    """Take out the row that stands under the item's key, and whether it says the same."""
    for member in holding.members:
        key = key_of(shape, item, member)
        row = standing.pop((member.practitioner_id, key), None) if key is not None else None
        if row is not None:
            return row, row.digest == digest_of(shape, item, member, source_id, row.recorded_at.isoformat())
    return None


def key_of(shape: Shape, item: Item, holder: Member) -> int | None:
    """The digest of the item's key as this record's numbers make it; None when it has no such number."""
    key = list(item.key)
    place = shape.number_in_key
    if place is not None and key[place] is not None:
        if key[place] not in holder.normalised:
            return None
        key[place] = holder.normalised[key[place]]
    return digest_key(shape, key)


def stored_values(shape: Shape, item: Item, holder: Member) -> tuple[Any, ...]:
    """The item's values with the texts of numbers replaced by their rows."""
    if not shape.number_places:
        return item.values
    values = list(item.values)
    for place in shape.number_places:
        if values[place] is not None:
            values[place] = holder.numbers.get(values[place])
    return tuple(values)


def digest_of(shape: Shape, item: Item, holder: Member, source_id: int, recorded_at: str) -> bytes:
    """The digest that the item has as a row of this record."""
    return digest_fact(
        shape,
        registry_number=holder.registry_number,
        source_id=source_id,
        recorded_at=recorded_at,
        values=stored_values(shape, item, holder),
    )


def _count(written: Written, *, added: int, closed: int) -> None:
    """A value that goes while another comes was replaced."""
    both = min(added, closed)
    written.replaced += both
    written.recorded += added - both
    written.retracted += closed - both
