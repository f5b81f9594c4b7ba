"""What a training provider's learners earned: single items added, mended or taken back, the others left alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django.db import transaction

from accounts.models import Organisation
from credentials.models import Practitioner
from credentials.operations.copying import write_plan
from credentials.operations.planning import RETRACTED, Plan, Written, plan_told
from credentials.operations.records import add_numbers, hold_registrar_lock
from credentials.queries.holdings import Holding, read_holdings
from credentials.records.digests import digest_key
from credentials.records.items import Item, read_item
from credentials.records.kinds import make_shapes
from credentials.records.reading import Record
from credentials.records.shapes import RecordRules, Shape

LISTS = ("training", "exams", "certifications")
Keys = Mapping[str, Sequence[Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """What is to stand, or to stand no longer, about one practitioner.

    `items` are items as records tell them, by the name of their list, without assurance; an item whose key stands
    supersedes what stood. `taken_back` are the keys, in the order of the list's key fields, of training and exam passes
    that are no longer so; a certification is never taken back, it gets a status.
    """

    practitioner_id: int
    items: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    taken_back: Keys = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ToldEarned:
    """What was written. `recorded_at` is None when everything stood as told; of `erased` records nothing is told."""

    recorded_at: datetime | None
    written: tuple[Written, ...]
    erased: tuple[int, ...]


@transaction.atomic
def tell_earned(*, additions: Sequence[Earned], source: Organisation, by: str, reason: str) -> ToldEarned:
    """Record what learners earned from `source`, assurance `awarded`; the same again changes nothing.

    Whatever else the source told stays. `by` is who writes (`key:7`, `user:3`); `reason` says why what is superseded
    was wrong. Raises RefusedValue for items that no record could hold: the caller built them wrongly.
    """
    shapes = _shapes()
    told = [(one.practitioner_id, _read(one, shapes), one.taken_back) for one in additions]
    hold_registrar_lock()
    roots = _find_survivors([one.practitioner_id for one in additions])
    wanted: dict[int, _Wanted] = defaultdict(_Wanted)
    for practitioner_id, items, taken_back in told:
        wanted[practitioner_id].add(items, taken_back)
    lists = [shapes[name] for name in LISTS]
    found = read_holdings(practitioner_ids=set(roots.values()), source_id=source.pk, shapes=lists)
    holdings = {one: found[roots[one]] for one in wanted}
    erased = tuple(one for one in wanted if holdings[one].is_erased)
    plan = Plan(source.pk)
    held = [_Held(wanted[one], holdings[one], one) for one in wanted if one not in erased]
    add_numbers(plan, [(one.record, one.holder) for one in held], shapes)  # all at once: it asks for their ids
    written = tuple(_plan(plan, one, shapes) for one in held)
    recorded_at = None if plan.is_empty else write_plan(plan, shapes, by=by, reason=reason)
    return ToldEarned(recorded_at, written, erased)


@dataclass(slots=True)
class _Wanted:
    """All that is told of one record: items by list and key, of equal keys the last; keys to take back."""

    items: dict[str, dict[tuple[Any, ...], Item]] = field(default_factory=lambda: defaultdict(dict))
    taken_back: set[tuple[str, tuple[str, ...]]] = field(default_factory=set)

    def add(self, items: Mapping[str, Sequence[Item]], taken_back: Keys) -> None:
        for name, told in items.items():
            self.items[name] |= {item.key: item for item in told}
        self.taken_back |= {(name, tuple(key)) for name, keys in taken_back.items() for key in keys}


@cache
def _shapes() -> dict[str, Shape]:
    """Places were read when the ladder was published; a release of law since then must not stop an award."""
    return make_shapes(RecordRules(lambda code: code, frozenset()))


def _read(one: Earned, shapes: Mapping[str, Shape]) -> dict[str, list[Item]]:
    return {
        name: [read_item(shapes[name], {**item, "assurance": "awarded"}) for item in items]
        for name, items in one.items.items()
    }


def _find_survivors(practitioner_ids: Sequence[int]) -> dict[int, int]:
    """The record that answers for each: what was told about any record that answers as it is looked through."""
    rows = Practitioner.objects.filter(pk__in=practitioner_ids).values_list("pk", "merged_into")
    return {pk: root or pk for pk, root in rows}


class _Held:
    """What is told of one record, and what stands on file about the person.

    It stays with the record about which it is told, also while that answers as another: when a merge turns out to have
    been wrong, what one person earned goes back with that person's record.
    """

    def __init__(self, wanted: _Wanted, holding: Holding, practitioner_id: int) -> None:
        self.wanted, self.holding = wanted, holding
        self.holder = next(one for one in holding.members if one.practitioner_id == practitioner_id)
        self.record = Record(lists={name: tuple(items.values()) for name, items in wanted.items.items()})


def _plan(plan: Plan, one: _Held, shapes: Mapping[str, Shape]) -> Written:
    """Add one record's items to the plan; what is told is not taken back."""
    holding, standing = one.holding, one.holding.facts
    written = Written(holding.members[0].registry_number)
    for name, items in one.record.lists.items():
        plan_told(plan, shapes[name], items, holding, standing[name], written, holder=one.holder)
    for name, key in sorted(one.wanted.taken_back):
        if key in one.wanted.items[name]:
            continue
        digest = digest_key(shapes[name], key)
        found = [standing[name].pop((member.practitioner_id, digest), None) for member in holding.members]
        rows = [row.id for row in found if row is not None]
        plan.closed_facts[(name, RETRACTED)] += rows
        written.retracted += len(rows)
    return written
