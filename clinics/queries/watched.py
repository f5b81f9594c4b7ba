"""Who is watched at sites on a day."""

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID

from django.db import connection

_WATCHED = """
SELECT w.entry_key, w."group", s.code, w.jurisdiction, coalesce(root.registry_number, p.registry_number),
    count(*) OVER ()
FROM unnest(%(sites)s::bigint[], %(days)s::date[]) AS asked (site_id, day)
JOIN credentials_site s ON s.id = asked.site_id
JOIN clinics_watch w ON w.site_id = asked.site_id AND w.closed_at IS NULL
JOIN clinics_rosterentry e ON e.key = w.entry_key AND e.superseded_at IS NULL
    AND e.starts_on <= asked.day AND (e.until_on IS NULL OR e.until_on > asked.day)
JOIN credentials_practitioner p ON p.id = w.practitioner_id
LEFT JOIN credentials_practitioner root ON root.id = p.merged_into_id
ORDER BY w.rank DESC NULLS LAST, w.id LIMIT %(limit)s
"""


class Watched(NamedTuple):
    """A watch, with what is needed to ask about it; the registry number is that of the surviving record."""

    entry_key: UUID
    group: str
    site_code: str
    jurisdiction: str
    registry_number: str


def list_watched(*, days: Mapping[int, dt.date], limit: int) -> tuple[list[Watched], int]:
    """The open watches of who is on a site's roster on the day told for it, the best standing first, and how many."""
    with connection.cursor() as cursor:
        cursor.execute(_WATCHED, {"sites": list(days), "days": list(days.values()), "limit": limit})
        rows = cursor.fetchall()
    return [Watched(*row[:-1]) for row in rows], rows[0][-1] if rows else 0
