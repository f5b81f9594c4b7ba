"""Keeping a watch for each group of a roster entry: opened with it, closed with it."""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from clinics.models import RosterEntry, Watch
from clinics.operations.monitoring.marking import mark_due
from clinics.operations.monitoring.waking import wake_roster_worker

AT_ONCE = 5_000  # entries of one statement
# A watch that was closed is opened again with the same row, as though never decided: what became of it meanwhile is news
# to nobody. One that is open becomes due, and keeps what was found.
_OPEN = """
INSERT INTO clinics_watch (entry_key, "group", organisation_id, site_id, practitioner_id, jurisdiction, professions,
    conditions, gaps, due_at, cause)
SELECT asked.key, asked.watched, e.organisation_id, e.site_id, e.practitioner_id, s.jurisdiction, '{}', '{}', '{}',
    %(at)s, %(cause)s
FROM unnest(%(keys)s::uuid[], %(groups)s::text[]) AS asked (key, watched)
JOIN clinics_rosterentry e ON e.key = asked.key AND e.superseded_at IS NULL
JOIN credentials_site s ON s.id = e.site_id
ORDER BY asked.key, asked.watched
ON CONFLICT (entry_key, "group") DO UPDATE SET closed_at = NULL, due_at = excluded.due_at, cause = excluded.cause,
    practitioner_id = excluded.practitioner_id,
    decided_at = CASE WHEN clinics_watch.closed_at IS NULL THEN clinics_watch.decided_at END
"""


def open_watches(entries: Sequence[RosterEntry], *, at: dt.datetime) -> None:
    """Have every group of these current entries decided from `at` on; groups that they no longer have are closed."""
    for start in range(0, len(entries), AT_ONCE):
        asked = [(one.key, group) for one in entries[start : start + AT_ONCE] for group in one.patient_groups]
        with connection.cursor() as cursor:
            cursor.execute(
                _OPEN,
                {
                    "keys": [key for key, _ in asked],
                    "groups": [group for _, group in asked],
                    "at": at,
                    "cause": Watch.Cause.ENTRY.value,
                },
            )
    if entries:
        wake_roster_worker()


def close_groups(entry: RosterEntry, *, at: dt.datetime) -> None:
    """Close the watches of groups that the entry does not have any more."""
    _standing([entry.key]).exclude(group__in=entry.patient_groups).update(closed_at=at, due_at=None)


def close_watches(keys: Collection[UUID], *, at: dt.datetime) -> None:
    """Close every watch of entries that are over."""
    _standing(keys).update(closed_at=at, due_at=None)


def mark_sites_due(site_ids: Collection[int], *, cause: str, at: dt.datetime) -> None:
    """Have everybody on the rosters of these sites decided again, because what holds there changed."""
    mark_due(site_ids=site_ids, cause=cause, at=at)


def _standing(keys: Collection[UUID]) -> QuerySet[Watch]:
    return Watch.objects.filter(entry_key__in=keys, closed_at__isnull=True)
