"""Which answers of the roster end soon by time alone, and which step of the clinic's ladder they have reached."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.db import connection

from credentials.models import Site

# The index on holds_until finds those that end within the longest reach; what was told before is left out by the
# unique index on causes. A watch that is due may rest on what was renewed meanwhile: it comes with the next run.
_NEAR = """
WITH day AS (
    SELECT * FROM unnest(%(zones)s::text[], %(days)s::date[]) AS told (zone, today)
), near AS (
    SELECT watch.organisation_id, watch.entry_key, watch.site_id, watch.practitioner_id, watch.holds_until,
        watch."group", watch.outcome, watch.conditions, watch.next_change, watch.verification_id,
        (SELECT min(step) FROM unnest(coalesce(settings.ladder, %(ladder)s::smallint[])) AS step
            WHERE step >= 0 AND watch.holds_until - day.today <= step) AS step
    FROM clinics_watch AS watch
    JOIN credentials_site AS site ON site.id = watch.site_id AND site.closed_at IS NULL
    JOIN day ON day.zone = site.time_zone
    JOIN clinics_rosterentry AS entry ON entry.key = watch.entry_key AND entry.superseded_at IS NULL
    LEFT JOIN clinics_alertsettings AS settings ON settings.organisation_id = watch.organisation_id
    WHERE watch.closed_at IS NULL AND watch.holds_until BETWEEN %(first)s AND %(last)s
        AND (watch.due_at IS NULL OR watch.due_at > %(at)s)
        AND watch.holds_until >= day.today
        AND watch.rank > array_position(ARRAY['refused', 'undetermined', 'conditional', 'permitted'],
            watch.next_change ->> 'outcome') - 1
        AND (entry.until_on IS NULL OR entry.until_on > watch.holds_until + 1)
)
SELECT organisation_id, entry_key, holds_until, step, min(site_id), min(practitioner_id),
    array_agg("group" ORDER BY "group"), jsonb_agg(jsonb_build_object(
        'outcome', outcome, 'conditions', conditions, 'next', next_change, 'verification', verification_id
    ) ORDER BY "group")::text
FROM near
WHERE step IS NOT NULL AND NOT EXISTS (
    SELECT FROM clinics_alert AS alert WHERE alert.organisation_id = near.organisation_id
        AND alert.cause = 'expiry:' || near.entry_key || ':' || near.holds_until || ':' || near.step
)
GROUP BY organisation_id, entry_key, holds_until, step
ORDER BY organisation_id, holds_until, entry_key LIMIT %(limit)s
"""


class NearEnd(NamedTuple):
    """An entry whose answer ends on `holds_until`, at a step of the ladder; `found` tells a row for each group."""

    organisation_id: int
    entry_key: UUID
    holds_until: dt.date
    step: int
    site_id: int
    practitioner_id: int
    groups: Sequence[str]
    found: Sequence[Mapping[str, Any]]

    @property
    def cause(self) -> str:
        """What is told once."""
        return f"expiry:{self.entry_key}:{self.holds_until}:{self.step}"


def list_near_ends(*, at: dt.datetime, ladder: Sequence[int], limit: int) -> list[NearEnd]:
    """At most so many that were not told yet, as things stand at the instant where each site is."""
    zones = list(Site.objects.filter(closed_at__isnull=True).values_list("time_zone", flat=True).distinct())
    days = [at.astimezone(ZoneInfo(zone)).date() for zone in zones]
    if not days:
        return []
    told: dict[str, Any] = {
        "at": at,
        "ladder": list(ladder),
        "zones": zones,
        "days": days,
        "first": min(days),
        "last": max(days) + dt.timedelta(_longest(ladder)),
        "limit": limit,
    }
    with connection.cursor() as cursor:
        cursor.execute(_NEAR, told)
        return [NearEnd._make((*row, orjson.loads(found))) for *row, found in cursor.fetchall()]


def _longest(ladder: Sequence[int]) -> int:
    """The farthest step that any clinic has."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(step) FROM clinics_alertsettings, unnest(ladder) AS step")
        (farthest,) = cursor.fetchone()
    return max(0, farthest or 0, *ladder)
