"""Reads of flags: those that are still true, each for the last step that its thing has reached."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from django.db import connection

from credentials.queries.flags_sql import LASTING, Lasting
from credentials.sight import NUMBERS_OF, FlagSight

PAGE = 50

_ASKED = NUMBERS_OF.format(found="SELECT * FROM credentials_practitioner WHERE registry_number = %(practitioner)s")
# A thing may have been flagged under several numbers of one person before they were merged: one of them stands.
_IS_LATEST = """
NOT EXISTS (
    SELECT FROM credentials_expiryflag AS later
    WHERE later.practitioner_id = ANY(person.numbers) AND later.kind = flag.kind AND later.about = flag.about
      AND later.expires_on = flag.expires_on
      AND (later.step < flag.step OR later.step = flag.step AND later.id < flag.id)
)
"""
_PERSON = """
JOIN credentials_practitioner AS named ON named.id = flag.practitioner_id
JOIN credentials_practitioner AS root ON root.id = coalesce(named.merged_into_id, named.id)
CROSS JOIN LATERAL (
    SELECT array_agg(one.id) AS numbers, bool_or(human.erased_at IS NOT NULL) AS is_erased
    FROM credentials_practitioner AS one JOIN accounts_person AS human ON human.id = one.person_id
    WHERE one.id = root.id OR one.merged_into_id = root.id
) AS person
"""
# What tells the thing now: the fact of then, or what took its place and says the same.
_TELLING = """
(SELECT f.id, f.assurance, jsonb_build_object({told})::text AS told FROM {table} AS f
WHERE flag.kind = '{kind}' AND f.practitioner_id = ANY(person.numbers) AND f.superseded_at IS NULL
  AND f.expires_on = flag.expires_on AND {about} = flag.about AND NOT {is_ended}
  AND NOT EXISTS (SELECT FROM {table} AS g WHERE g.practitioner_id = ANY(person.numbers) AND {gives_way}))
"""


def _tell(one: Lasting) -> str:
    return _TELLING.format(
        kind=one.kind,
        table=one.table,
        told=", ".join(f"'{column}', f.{column}" for column in one.told),
        about=one.about("f"),
        is_ended=one.is_ended("f"),
        gives_way=one.gives_way(),
    )


_OPEN = f"""
SELECT flag.id, flag.kind, fact.id, fact.assurance, fact.told, root.registry_number, flag.expires_on, flag.step,
    flag.flagged_on
FROM ({{flags}}) AS flag {_PERSON}
CROSS JOIN LATERAL ({" UNION ALL ".join(_tell(one) for one in LASTING)}) AS fact
WHERE NOT person.is_erased AND {_IS_LATEST}
ORDER BY flag.expires_on, flag.id LIMIT %(limit)s
"""  # noqa: S608 (names of our own)


@dataclass(frozen=True, slots=True)
class Flag:
    """A flag that is still true. `told` holds what says which thing it is: place and profession, or title."""

    id: int
    kind: str
    fact_id: int
    assurance: str
    told: Mapping[str, Any]
    registry_number: str
    expires_on: dt.date
    step: int
    flagged_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagSearch:
    """What somebody looks for; None leaves it open. `day` is the day on which a flag must be true."""

    day: dt.date
    practitioner: str | None = None
    kind: str | None = None
    within_days: int | None = None
    told_since: dt.date | None = None
    told_until: dt.date | None = None
    after: tuple[dt.date, int] | None = None
    limit: int = PAGE


def list_flags(search: FlagSearch, sight: FlagSight) -> tuple[list[Flag], tuple[dt.date, int] | None]:
    """A page of flags that are true on the day, by expiry, and after which one the next page begins (None: no more)."""
    if not sight.conditions:
        return [], None
    filters = _filters(search)
    # Each branch can be read in its own order, so that a page costs a page and not the whole list.
    branches = (
        f"(SELECT * FROM credentials_expiryflag AS flag WHERE {' AND '.join((condition, *filters))}"  # noqa: S608 (names of our own)
        " ORDER BY expires_on, id)"
        for condition in sight.apart()
    )
    parameters = {**sight.parameters, **_parameters(search)}
    with connection.cursor() as cursor:
        cursor.execute(_OPEN.format(flags=" UNION ALL ".join(branches)), parameters)
        found = [_read(row) for row in cursor.fetchall()]
    page = found[: search.limit]
    return page, (page[-1].expires_on, page[-1].id) if len(found) > search.limit else None


def _read(row: Sequence[Any]) -> Flag:
    id_, kind, fact_id, assurance, told, *rest = row
    return Flag(id_, kind, fact_id, assurance, orjson.loads(told), *rest)


def _filters(search: FlagSearch) -> tuple[str, ...]:
    conditions = {
        "practitioner": f"flag.practitioner_id IN ({_ASKED})",
        "kind": "flag.kind = %(kind)s",
        "within_days": "flag.expires_on <= %(last)s",
        "told_since": "flag.told_on >= %(told_since)s",
        "told_until": "flag.told_on <= %(told_until)s",
        "after": "(flag.expires_on, flag.id) > (%(after_day)s, %(after_id)s)",
    }
    return tuple(text for name, text in conditions.items() if getattr(search, name) is not None)


def _parameters(search: FlagSearch) -> dict[str, Any]:
    after_day, after_id = search.after or (None, None)
    return {
        "day": search.day,
        "practitioner": search.practitioner,
        "kind": search.kind,
        "last": None if search.within_days is None else search.day + dt.timedelta(search.within_days),
        "told_since": search.told_since,
        "told_until": search.told_until,
        "after_day": after_day,
        "after_id": after_id,
        "limit": search.limit + 1,
    }
