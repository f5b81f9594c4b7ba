"""Calendars: making, resetting and ending their secret addresses, and keeping their events up to date."""

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from clinics.models import CalendarEvent, CalendarFeed
from clinics.queries.calendars import Planned, hash_secret, plan_events
from credentials.models import Site

_ONE_AT_A_TIME = 5_120_217  # any number of our own
SECRET_BYTES = 32


@transaction.atomic
def make_calendar(*, organisation_id: int, user_id: int | None, by: str, at: dt.datetime) -> str:
    """Give a calendar a new secret address, or the first; the old one is good no more. It is told here alone."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    told = {"secret_hash": hash_secret(secret), "made_at": at, "made_by": by}
    if not CalendarFeed.objects.filter(organisation=organisation_id, user=user_id).update(**told):
        CalendarFeed.objects.create(organisation_id=organisation_id, user_id=user_id, **told)
    return secret


@transaction.atomic
def end_calendar(*, organisation_id: int, user_id: int | None) -> bool:
    """Let the address lead nowhere. False: there was none."""
    count, _ = CalendarFeed.objects.filter(organisation=organisation_id, user=user_id).delete()
    return bool(count)


@transaction.atomic
def refresh_events(*, organisation_id: int, at: dt.datetime) -> int:
    """Bring the clinic's events up to date; give how many were made, changed or called off. Usually none.

    An event that changes before its day keeps its id and counts its sequence up; one whose day has come stays as it
    was, and what comes next on the same thing is another event; one that is no longer to come is called off.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_ONE_AT_A_TIME, organisation_id % 2**31])
    planned = {one.thing: one for one in plan_events(organisation_id=organisation_id, at=at)}
    days = _days(organisation_id, at)
    latest = _latest(organisation_id)
    made = [_new(one, latest.get(one.thing), organisation_id, at) for one in _unheld(planned, latest, days)]
    new = {one.thing for one in made}
    changed = [row for thing, row in latest.items() if thing not in new and _settle(row, planned.get(thing), days, at)]
    CalendarEvent.objects.bulk_create(made, batch_size=1_000)
    fields = ["site", "on_day", "content", "sequence", "changed_at", "cancelled_at"]
    CalendarEvent.objects.bulk_update(changed, fields, batch_size=500)
    return len(made) + len(changed)


def _days(organisation_id: int, at: dt.datetime) -> Mapping[int, dt.date]:
    """The day that it is at each site."""
    zones = Site.objects.filter(organisation=organisation_id).values_list("pk", "time_zone")
    return {site_id: at.astimezone(ZoneInfo(zone)).date() for site_id, zone in zones}


def _latest(organisation_id: int) -> dict[str, CalendarEvent]:
    """The last event about each thing."""
    rows = CalendarEvent.objects.filter(organisation=organisation_id).order_by("thing", "generation")
    return {row.thing: row for row in rows}


def _unheld(
    planned: Mapping[str, Planned], latest: Mapping[str, CalendarEvent], days: Mapping[int, dt.date]
) -> Iterable[Planned]:
    """Those for which there is no event that could become them."""
    for thing, one in planned.items():
        held = latest.get(thing)
        if held is None or (_has_come(held, days) and held.on_day != one.on_day):
            yield one


def _new(planned: Planned, before: CalendarEvent | None, organisation_id: int, at: dt.datetime) -> CalendarEvent:
    return CalendarEvent(
        organisation_id=organisation_id,
        site_id=planned.site_id,
        thing=planned.thing,
        generation=0 if before is None else before.generation + 1,
        on_day=planned.on_day,
        content=planned.content,
        changed_at=at,
    )


def _settle(row: CalendarEvent, planned: Planned | None, days: Mapping[int, dt.date], at: dt.datetime) -> bool:
    """Make the row what is planned, or call it off; False where it is so already, or its day has come."""
    if planned is None:
        if row.cancelled_at is not None or _has_come(row, days):
            return False
        row.cancelled_at = at
    else:
        is_same = (row.site_id, row.on_day, row.content) == (planned.site_id, planned.on_day, planned.content)
        if is_same and row.cancelled_at is None:
            return False
        row.site_id, row.on_day, row.content, row.cancelled_at = *planned[1:], None
    row.sequence += 1
    row.changed_at = at
    return True


def _has_come(row: CalendarEvent, days: Mapping[int, dt.date]) -> bool:
    return row.cancelled_at is None and row.on_day <= days[row.site_id]
