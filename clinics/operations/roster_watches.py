"""Keeping a watch for each group of a roster entry: opened with it, closed with it."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from clinics.models import RosterEntry, Watch
from clinics.operations.monitoring.waking import wake_roster_worker
from credentials.models import Site

AT_ONCE = 5_000  # entries of one statement
# A watch that was closed is opened again with the same row, as though never decided: what became of it since is news
# to nobody. One that is open becomes due, and keeps what was found.
_OPEN = """
INSERT INTO clinics_watch (entry_key, "group", organisation_id, site_id, practitioner_id, jurisdiction, professions,
    conditions, gaps, due_at, cause)
SELECT told.*, '{}', '{}', '{}', %(at)s, %(cause)s FROM unnest(%(entry_key)s::uuid[], %(group)s::text[],
    %(organisation_id)s::bigint[], %(site_id)s::bigint[], %(practitioner_id)s::bigint[], %(jurisdiction)s::text[]
) AS told
ON CONFLICT (entry_key, "group") DO UPDATE SET closed_at = NULL, due_at = excluded.due_at, cause = excluded.cause,
    decided_at = CASE WHEN clinics_watch.closed_at IS NULL THEN clinics_watch.decided_at END
"""


def open_watches(entries: Sequence[RosterEntry], *, at: dt.datetime) -> None:
    """Have every group of these current entries decided from `at` on, and wake a worker for them."""
    places = dict(Site.objects.filter(pk__in={one.site_id for one in entries}).values_list("pk", "jurisdiction"))
    for start in range(0, len(entries), AT_ONCE):
        told = [(one, group) for one in entries[start : start + AT_ONCE] for group in one.patient_groups]
        columns: dict[str, Any] = {
            "entry_key": [one.key for one, _ in told],
            "group": [group for _, group in told],
            "organisation_id": [one.organisation_id for one, _ in told],
            "site_id": [one.site_id for one, _ in told],
            "practitioner_id": [one.practitioner_id for one, _ in told],
            "jurisdiction": [places[one.site_id] for one, _ in told],
        }
        with connection.cursor() as cursor:
            cursor.execute(_OPEN, {**columns, "at": at, "cause": Watch.Cause.ENTRY.value})
    if entries:
        wake_roster_worker()


def close_groups(entry: RosterEntry, *, at: dt.datetime) -> None:
    """Close the watches of groups that the entry does not have any more."""
    _standing([entry.key]).exclude(group__in=entry.patient_groups).update(closed_at=at, due_at=None)


def close_watches(keys: Collection[UUID], *, at: dt.datetime) -> None:
    """Close every watch of entries that are over."""
    _standing(keys).update(closed_at=at, due_at=None)


def _standing(keys: Collection[UUID]) -> QuerySet[Watch]:
    return Watch.objects.filter(entry_key__in=keys, closed_at__isnull=True)
