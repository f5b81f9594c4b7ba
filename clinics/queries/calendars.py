"""What stands in a clinic's calendar: the days on which an answer of its roster changes or a thing on it expires."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from django.db import connection

from clinics.calendar.wording import CHANGE, EXPIRY
from clinics.models import CalendarEvent, CalendarFeed
from clinics.queries.alert_settings import clinics_of, read_hearers
from credentials.queries.flags_sql import LASTING, Lasting

AHEAD = dt.timedelta(days=730)
SHOWN_AFTER = dt.timedelta(days=60)  # what came, and what was called off
# What the public registers tell; the rest of a record is the practitioner's to show.
PUBLIC = {"licence": "jurisdiction", "privilege": "remote", "authorization": "jurisdiction"}

_STAFF = """
SELECT watch.*, root.id AS root_id, root.registry_number, site.name AS site_name, entry.role,
    CASE WHEN entry.until_on IS NULL THEN %(last)s::date ELSE least(entry.until_on - 1, %(last)s::date) END AS last_day
FROM clinics_watch AS watch
JOIN credentials_site AS site ON site.id = watch.site_id AND site.closed_at IS NULL
JOIN clinics_rosterentry AS entry ON entry.key = watch.entry_key AND entry.superseded_at IS NULL
JOIN credentials_practitioner AS own ON own.id = watch.practitioner_id
JOIN credentials_practitioner AS root ON root.id = coalesce(own.merged_into_id, own.id)
JOIN accounts_person AS human ON human.id = root.person_id AND human.erased_at IS NULL
WHERE watch.organisation_id = %(organisation)s AND watch.closed_at IS NULL
"""
_CHANGES = f"""
SELECT entry_key::text, site_id, registry_number, site_name, role, "group", outcome, next_change ->> 'outcome',
    (next_change ->> 'on')::date, (SELECT coalesce(array_agg(code ORDER BY place), '{{}}')
        FROM jsonb_array_elements_text(next_change -> 'because') WITH ORDINALITY AS told (code, place))
FROM ({_STAFF}) AS staff
WHERE outcome IS NOT NULL AND jsonb_typeof(next_change) = 'object'
    AND (next_change ->> 'on')::date BETWEEN %(day)s::date - 1 AND last_day
ORDER BY entry_key, "group"
"""  # noqa: S608 (names of our own)
_EXPIRIES = """
SELECT DISTINCT ON (person.entry_key, {about})
    person.entry_key::text, person.site_id, person.registry_number, person.site_name, person.role,
    '{kind}', {about}, f.profession, f.expires_on
FROM (SELECT DISTINCT ON (entry_key) staff.*, ARRAY(
        SELECT id FROM credentials_practitioner WHERE id = root_id OR merged_into_id = root_id) AS numbers
    FROM ({staff}) AS staff) AS person
JOIN {table} AS f ON f.practitioner_id = ANY(person.numbers) AND f.superseded_at IS NULL
    AND f.{place} = person.jurisdiction AND f.expires_on BETWEEN %(day)s::date - 1 AND person.last_day
WHERE NOT {is_ended} AND NOT EXISTS (
    SELECT FROM {table} AS g WHERE g.practitioner_id = ANY(person.numbers) AND {gives_way})
ORDER BY person.entry_key, {about}, f.expires_on DESC
"""


class Planned(NamedTuple):
    """What is to stand in the calendar: about one thing, on one day."""

    thing: str
    site_id: int
    on_day: dt.date
    content: dict[str, Any]


def find_feed(secret: str) -> CalendarFeed | None:
    """The feed under a secret, while whoever made it may still read that clinic's roster; None for any other text."""
    found = CalendarFeed.objects.filter(secret_hash=hash_secret(secret)).select_related("organisation").first()
    if found is None or found.user_id is None or found.organisation_id in clinics_of(found.user_id):
        return found
    return None


def hash_secret(secret: str) -> str:
    """What is kept of a secret: 256 random bits need no salt."""
    return hashlib.sha256(secret.encode()).hexdigest()


def list_events(feed: CalendarFeed, *, site_ids: Sequence[int], at: dt.datetime) -> list[CalendarEvent]:
    """The events to show, by day: of the sites that its user cares for; what passed or was called off for a while."""
    events = CalendarEvent.objects.filter(
        organisation=feed.organisation_id, on_day__gte=at.date() - SHOWN_AFTER
    ).exclude(cancelled_at__lt=at - SHOWN_AFTER)
    if feed.user_id is not None:
        chosen = read_hearers([feed.user_id])[feed.user_id].sites & set(site_ids)
        events = events.filter(site__in=chosen) if chosen else events
    return list(events.order_by("on_day", "uid"))


def plan_events(*, organisation_id: int, at: dt.datetime) -> list[Planned]:
    """What is to stand in the calendar, as things stand now."""
    day = at.date()
    told = {"organisation": organisation_id, "day": day, "last": day + AHEAD}
    planned = list(_plan_changes(_fetch(_CHANGES, told)))
    for one in LASTING:
        if one.kind in PUBLIC:
            planned += _plan_expiries(_fetch(_fill(one), told))
    return planned


def _fill(one: Lasting) -> str:
    return _EXPIRIES.format(
        kind=one.kind,
        table=one.table,
        place=PUBLIC[one.kind],
        about=one.about("f"),
        is_ended=one.is_ended("f"),
        gives_way=one.gives_way(),
        staff=_STAFF,
    )


def _plan_changes(rows: Iterable[tuple[Any, ...]]) -> Iterable[Planned]:
    """Groups of an entry whose answer becomes the same on the same day share an event, under the first of them."""
    together: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for entry, site_id, number, site, role, group, before, after, on_day, because in rows:
        together[entry, site_id, number, site, role, before, after, on_day, tuple(because)].append(group)
    for (entry, site_id, number, site, role, before, after, on_day, because), groups in together.items():
        content = {"kind": CHANGE, "number": number, "site": site, "role": role, "groups": groups}
        content |= {"before": before, "after": after, "because": list(because)}
        yield Planned(f"change:{entry}:{groups[0]}", site_id, on_day, content)


def _plan_expiries(rows: Iterable[tuple[Any, ...]]) -> Iterable[Planned]:
    for entry, site_id, number, site, role, kind, about, profession, expires_on in rows:
        content = {"kind": EXPIRY, "number": number, "site": site, "role": role}
        content |= {"what": kind, "profession": profession}
        digest = hashlib.sha256(about.encode()).hexdigest()[:16]
        yield Planned(f"expiry:{entry}:{kind}:{digest}", site_id, expires_on, content)


def _fetch(statement: str, told: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
