"""Making watches due: something changed that the last answer rests on.

Every watch in question is locked, also one that is due already. Who decides holds it locked from before reading the
evidence until the answer is written: so either the change is seen by the decision, or the mark comes after it.
Whoever marks holds the registry's clock and locks in the order of ids; whoever decides waits for no lock at all. So
they can wait for one another in one way only.
"""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db import connection

from clinics.operations.monitoring.waking import wake_roster_worker

# What is due already keeps the first reason that somebody gave; that a day came, or that somebody asked, is none.
_MARK = """
WITH held AS MATERIALIZED (
    SELECT id FROM clinics_watch WHERE closed_at IS NULL AND {which} ORDER BY id FOR UPDATE
)
UPDATE clinics_watch w SET
    cause = CASE WHEN w.due_at <= %(at)s AND w.cause NOT IN ('time', 'asked') THEN w.cause ELSE %(cause)s END,
    due_at = least(coalesce(w.due_at, %(at)s), %(at)s)
FROM held WHERE w.id = held.id AND w.closed_at IS NULL
"""
_WHICH = {
    "entry_keys": "entry_key = ANY(%(ids)s::uuid[])",
    "site_ids": "site_id = ANY(%(ids)s::bigint[])",
    "practitioner_ids": "practitioner_id = ANY(%(ids)s::bigint[])",
}


def mark_due(
    *,
    cause: str,
    at: dt.datetime,
    entry_keys: Collection[UUID] | None = None,
    site_ids: Collection[int] | None = None,
    practitioner_ids: Collection[int] | None = None,
) -> int:
    """Have every open watch of these entries, sites or persons decided from `at` on; give how many.

    Part of the transaction that makes the change and holds the registry's clock (`tick`). `cause` is one of
    `Watch.Cause`. A worker is woken when it commits. Records that are merged with a person's are to be named too.
    """
    given: dict[str, Collection[Any] | None] = {
        "entry_keys": entry_keys, "site_ids": site_ids, "practitioner_ids": practitioner_ids,
    }  # fmt: skip
    marked = 0
    for name, ids in given.items():
        if ids:
            with connection.cursor() as cursor:
                cursor.execute(_MARK.format(which=_WHICH[name]), {"ids": list(ids), "cause": cause, "at": at})
                marked += cursor.rowcount
    if marked:
        wake_roster_worker()
    return marked
