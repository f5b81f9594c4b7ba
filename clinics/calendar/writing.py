"""Writing a calendar: RFC 5545 with the properties that subscribed calendars use (RFC 7986)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from icalendar import Alarm, Calendar, Event, vText

from clinics.calendar.wording import Words

PRODUCT = "-//Filiform//Roster//EN"
ASK_AGAIN = dt.timedelta(hours=6)
ALARMS = (dt.timedelta(days=30), dt.timedelta(days=7))  # before the day
MEDIA_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An all-day event. `changed_at` is when it last became another one, so that the same roster is the same bytes."""

    uid: UUID
    sequence: int
    on_day: dt.date
    changed_at: dt.datetime
    is_cancelled: bool
    words: Words
    link: str


def write_calendar(name: str, entries: Iterable[Entry], *, host: str) -> bytes:
    """The calendar as bytes: lines end in CRLF and are folded at 75 octets. `host` makes its ids ours."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    for said in ("name", "x-wr-calname"):  # the library knows neither as text, and would not escape it
        calendar.add(said, vText(name))
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT6H")
    for entry in entries:
        calendar.add_component(_event(entry, host))
    return bytes(calendar.to_ical())


def _event(entry: Entry, host: str) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", _whole(entry.changed_at))
    event.add("last-modified", _whole(entry.changed_at))
    event.add("sequence", entry.sequence)
    event.add("dtstart", entry.on_day)
    event.add("summary", entry.words.summary)
    event.add("description", entry.words.description)
    event.add("location", entry.words.place)
    event.add("transp", "TRANSPARENT")  # it keeps nobody from having other appointments
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("url", entry.link)
    if not entry.is_cancelled:
        for before in ALARMS:
            event.add_component(_alarm(before, entry.words.summary))
    return event


def _alarm(before: dt.timedelta, says: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -before)
    alarm.add("description", says)
    return alarm


def _whole(at: dt.datetime) -> dt.datetime:
    """In UTC, without a part of a second, which the format cannot say."""
    return at.astimezone(dt.UTC).replace(microsecond=0)
