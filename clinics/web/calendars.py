"""The calendar of a roster under its secret address: for calendar programs, which bring no key."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.http.response import HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from accounts.api.tags import tag
from clinics.calendar.wording import word_event
from clinics.calendar.writing import MEDIA_TYPE, Entry, write_calendar
from clinics.models import CalendarEvent
from clinics.operations.alerts.calendars import refresh_events
from clinics.queries.alert_settings import site_ids_of
from clinics.queries.calendars import find_feed, list_events


@csrf_exempt  # or Django's own check would answer a POST first, with a page
@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The calendar; 304 for whoever holds it already, 404 for any address that is none. A guess reads one row."""
    feed = find_feed(secret)
    if feed is None:
        raise Http404
    at = timezone.now()
    refresh_events(organisation_id=feed.organisation_id, at=at)
    site_ids = site_ids_of(feed.organisation_id)
    entries = [_entry(one) for one in list_events(feed, site_ids=site_ids, at=at)]
    body = write_calendar(f"Roster of {feed.organisation.name}", entries, host=_host())
    response = HttpResponse(body, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Content-Disposition"] = 'inline; filename="roster.ics"'
    return tag(request, response)


def _entry(event: CalendarEvent) -> Entry:
    return Entry(
        uid=event.uid,
        sequence=event.sequence,
        on_day=event.on_day,
        changed_at=event.changed_at,
        is_cancelled=event.cancelled_at is not None,
        words=word_event(event.content),
        link=f"{settings.PUBLIC_URL}/api/v1/roster/{event.thing.split(':')[1]}",
    )


def _host() -> str:
    return urlsplit(settings.PUBLIC_URL).hostname or "filiform"
