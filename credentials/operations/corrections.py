"""Correcting one fact: superseded by another or by nothing, with a reason and its author."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from credentials.models import Fact
from credentials.operations.copying import UnableToSupersede, write_plan
from credentials.operations.planning import REPLACED, RETRACTED, Plan, key_of
from credentials.operations.records import add_numbers, hold_registrar_lock
from credentials.queries.holdings import Holding, Member, read_holdings
from credentials.queries.matching import find_fits
from credentials.records.faults import Fault, Refusal, RefusedValue
from credentials.records.items import Item, read_item
from credentials.records.reading import Record
from credentials.records.shapes import Shape


def version_of(fact: Fact) -> str:
    """What whoever corrects a fact must have seen: its digest in hex."""
    return bytes(fact.digest).hex()


def shape_of(fact: Fact, shapes: Mapping[str, Shape]) -> Shape:
    """The shape of the list in which the fact stands."""
    return next(shape for shape in shapes.values() if shape.table == fact._meta.db_table)


@transaction.atomic
def supersede_fact(
    *,
    fact: Fact,
    replacement: Mapping[str, Any] | None,
    shapes: dict[str, Shape],
    reason: str,
    by: str,
    expected_version: str,
) -> Fact | Refusal | None:
    """Supersede a fact by an item as records tell it, or by nothing; gives the new fact, None, or the item's faults.

    Source and practitioner stay. Raises UnableToSupersede when somebody was first: then look again.
    """
    if not reason.strip():
        return Refusal((Fault("/reason", "blank", "a correction needs its reason"),))
    hold_registrar_lock()
    standing = type(fact)._default_manager.select_related("practitioner").get(pk=fact.pk)
    if standing.superseded_at is not None or version_of(standing) != expected_version:
        raise UnableToSupersede(
            f"superseded at {standing.superseded_at} by {standing.superseded_by}: {standing.superseded_because}"
        )
    shape = shape_of(fact, shapes)
    plan = Plan(standing.source_id)
    plan.closed_facts[(shape.name, REPLACED if replacement is not None else RETRACTED)].append(standing.pk)
    key = None if replacement is None else _plan_replacement(plan, standing, shape, replacement, shapes)
    if isinstance(key, Refusal):
        return key
    write_plan(plan, shapes, by=by, reason=reason.strip())
    mine = {"practitioner": standing.practitioner_id, "source": standing.source_id, "superseded_at": None}
    return None if key is None else type(fact)._default_manager.get(key_digest=key, **mine)


def _plan_replacement(
    plan: Plan, fact: Fact, shape: Shape, replacement: Mapping[str, Any], shapes: dict[str, Shape]
) -> int | Refusal:
    """Add the replacement to the plan; the digest of its key."""
    item = _read_replacement(shape, replacement)
    if isinstance(item, Refusal):
        return item
    holding, holder = _read_holder(fact, shapes)
    if holding.is_erased:
        return Refusal((Fault("", "erased", "the person was erased"),))
    add_numbers(plan, [(Record(lists={shape.name: (item,)}), holder)], shapes)
    key = key_of(shape, item, holder) or 0
    other = holding.facts[shape.name].get((fact.practitioner_id, key))
    if other is not None and other.id != fact.pk:
        return Refusal((Fault("", "same_key", f"the source tells another with this {', '.join(shape.key)}"),))
    if shape.name == "licences" and _is_held_by_another(item, holding, shape):
        return Refusal((Fault("/number", "contradicts_licence", "the licence belongs to another person"),))
    plan.facts[shape.name].append((holder, item))
    return key


def _read_replacement(shape: Shape, replacement: Mapping[str, Any]) -> Item | Refusal:
    try:
        return read_item(shape, dict(replacement))
    except RefusedValue as refused:
        return Refusal(refused.faults)


def _read_holder(fact: Fact, shapes: Mapping[str, Shape]) -> tuple[Holding, Member]:
    """The record that the fact is about, with what its source has told under all of the person's numbers."""
    root = fact.practitioner.merged_into_id or fact.practitioner_id
    holdings = read_holdings(practitioner_ids=[root], source_id=fact.source_id, shapes=shapes.values())
    holding = holdings[root]
    return holding, next(one for one in holding.members if one.practitioner_id == fact.practitioner_id)


def _is_held_by_another(item: Item, holding: Holding, licences: Shape) -> bool:
    keys = Record(lists={"licences": (item,)}).licence_keys(licences)
    holders = find_fits(numbers=(), npis=(), licences=keys).by_licence.values()
    return any(found - {holding.members[0].practitioner_id} for found in holders)
