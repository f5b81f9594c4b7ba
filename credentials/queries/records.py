"""The record as exported: what one source told, or the best of all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson
from django.db import connection, transaction

from accounts.models import Organisation
from credentials.models import Fact, Practitioner
from credentials.records.shapes import Shape
from credentials.records.writing import sort_key, tell_item, tell_record
from rulebook.facts import normalise_number

_EXPORTED_AT_ONCE = 1_000
_STRENGTH = "array_position('{seen_at_source,register,awarded,self_stated}'::text[], assurance::text)"
_PAGE = """
SELECT one.id, one.registry_number FROM credentials_practitioner AS one
JOIN accounts_person AS person ON person.id = one.person_id
WHERE one.merged_into_id IS NULL AND one.registry_number > %s AND person.erased_at IS NULL
ORDER BY one.registry_number LIMIT %s
"""
_MEMBERS = """
SELECT id, coalesce(merged_into_id, id), person_id FROM credentials_practitioner WHERE id = ANY(%(ids)s)
UNION ALL
SELECT id, merged_into_id, person_id FROM credentials_practitioner WHERE merged_into_id = ANY(%(ids)s)
"""
_DETAILS = f"""
SELECT person_id, kind, value FROM accounts_personaldetail
WHERE person_id = ANY(%(persons)s) AND superseded_at IS NULL AND value IS NOT NULL
  AND (%(source)s::bigint IS NULL OR source_id = %(source)s)
ORDER BY {_STRENGTH}, recorded_at, id
"""  # noqa: S608 (names of our own)

_CURRENT = f"""
WHERE fact.practitioner_id = ANY(%(ids)s) AND fact.superseded_at IS NULL
  AND (%(source)s::bigint IS NULL OR fact.source_id = %(source)s)
ORDER BY {_STRENGTH}, fact.recorded_at, fact.id
"""


def record_as_exported(
    practitioner: Practitioner, *, shapes: Mapping[str, Shape], source: Organisation | None = None
) -> dict[str, Any]:
    """The record of the person, whichever of the merged numbers is given; of all sources when none is named.

    Of items with one key from several sources one is told: the highest assurance, then the first recorded.
    """
    survivor = practitioner.merged_into or practitioner
    page = {survivor.pk: survivor.registry_number}
    return _tell_page(page, shapes, source.pk if source else None)[survivor.pk][0]


def item_as_exported(fact: Fact, *, shape: Shape) -> dict[str, Any]:
    """One fact as an item of a record, superseded ones too."""
    with connection.cursor() as cursor:
        cursor.execute(f"{_select_items(shape)} WHERE fact.id = %s", [fact.pk])
        _, *values = cursor.fetchone()
    return tell_item(shape, _load_lists(shape, values))


def export_records(*, shapes: Mapping[str, Shape], source: Organisation) -> Iterator[dict[str, Any]]:
    """The records of everyone about whom the source told something, by registry number, from one snapshot.

    Who was erased is left out: without the numbers a record could not be taken in again.
    """
    is_outermost = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if is_outermost:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        last = ""
        while True:
            cursor.execute(_PAGE, [last, _EXPORTED_AT_ONCE])
            page = dict(cursor.fetchall())
            if not page:
                return
            told = _tell_page(page, shapes, source.pk)
            yield from (record for record, is_known in told.values() if is_known)
            last = max(page.values())


def _tell_page(
    page: Mapping[int, str], shapes: Mapping[str, Shape], source_id: int | None
) -> dict[int, tuple[dict[str, Any], bool]]:
    """Records by the id of the survivor, and whether anything stands in them."""
    with connection.cursor() as cursor:
        cursor.execute(_MEMBERS, {"ids": list(page)})
        members = cursor.fetchall()
    roots = {member: root for member, root, _ in members}
    people = {person: root for _, root, person in members}
    scalars, former_names = _read_details(people, source_id)
    lists: dict[int, dict[str, list[dict[str, Any]]]] = {root: {} for root in page}
    for shape in shapes.values():
        found = _read_items(shape, roots, source_id)
        for root in page:
            lists[root][shape.name] = sorted(found[root].values(), key=lambda told: sort_key(shape, told))
    return {
        root: (
            tell_record(number, scalars[root], former_names[root], lists[root]),
            bool(scalars[root] or former_names[root] or any(lists[root].values())),
        )
        for root, number in page.items()
    }


def _read_details(
    people: Mapping[int, int], source_id: int | None
) -> tuple[dict[int, dict[str, str]], dict[int, list[str]]]:
    scalars: dict[int, dict[str, str]] = defaultdict(dict)
    former_names: dict[int, dict[str, None]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_DETAILS, {"persons": list(people), "source": source_id})
        for person, kind, value in cursor.fetchall():
            if kind == "former_name":
                former_names[people[person]][value] = None
            else:
                scalars[people[person]].setdefault(kind, value)
    return scalars, defaultdict(list, {root: list(names) for root, names in former_names.items()})


def _read_items(
    shape: Shape, roots: Mapping[int, int], source_id: int | None
) -> dict[int, dict[tuple[Any, ...], dict[str, Any]]]:
    """Items of one kind by survivor and key; of those with one key the strongest stands."""
    found: dict[int, dict[tuple[Any, ...], dict[str, Any]]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_select_items(shape) + _CURRENT, {"ids": list(roots), "source": source_id})
        for practitioner, *values in cursor.fetchall():
            told = tell_item(shape, _load_lists(shape, values))
            found[roots[practitioner]].setdefault(_compared_key(shape, told), told)
    return found


def _compared_key(shape: Shape, told: Mapping[str, Any]) -> tuple[Any, ...]:
    number = told.get("number")
    return tuple(
        normalise_number(number) if name == "number" and number is not None else told[name] for name in shape.key
    )


def _load_lists(shape: Shape, values: Sequence[Any]) -> list[Any]:
    return [
        value if field.json is None else orjson.loads(value) for field, value in zip(shape.fields, values, strict=True)
    ]


def _select_items(shape: Shape) -> str:
    """The statement for one kind, the texts of numbers joined in."""
    columns, joins = [], []
    for place, column in enumerate(shape.columns):
        if place in shape.number_places:
            joins.append(f"LEFT JOIN accounts_heldnumber AS held{place} ON held{place}.id = fact.{column}")
            columns.append(f"held{place}.text")
        else:
            columns.append(f'fact."{column}"' + ("::text" if shape.fields[place].json is not None else ""))
    return f"SELECT fact.practitioner_id, {', '.join(columns)} FROM {shape.table} AS fact {' '.join(joins)}"  # noqa: S608 (names of our own)
