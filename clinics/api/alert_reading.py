"""Reading what callers ask about alerts: who reads, which alerts, which settings."""

import datetime as dt
import functools
import zoneinfo
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from accounts.api.callers import Caller
from accounts.api.problems import Fault, Problem
from clinics.api.reading import READ_SCOPE, caller_with
from clinics.queries.alerts import AlertSearch, Reader
from clinics.queries.sites import find_site
from credentials.records.faults import refuse, shown
from credentials.records.values import read_count

MANAGE_SCOPE = "alerts:manage"
FARTHEST = 3650
_LARGEST = 2**63 - 1


def reader_of(request: HttpRequest) -> Reader:
    """Whose alerts are read: the user's inbox, or the organisation's for a key that is bound to nobody."""
    caller = caller_with(request, READ_SCOPE)
    return Reader(organisation_id=caller.organisation_id, user_id=caller.user_id)


def person_of(request: HttpRequest) -> tuple[Caller, int]:
    """The caller and the user behind it. Problem 403 for a key that is nobody's: it has no inbox and no wishes."""
    caller = caller_with(request, READ_SCOPE)
    if caller.user_id is None:
        detail = "Sign in, or use a key that is bound to a membership"
        raise Problem(403, "no-person", "This key is nobody's", detail)
    return caller, caller.user_id


def read_search(given: Mapping[str, str], reader: Reader, faults: list[Fault], kinds: list[str]) -> AlertSearch:
    """What is looked for; what cannot be read becomes a fault."""
    return AlertSearch(
        unread=_unread(given.get("unread"), reader, faults),
        kind=_kind(given.get("kind"), kinds, faults),
        entry=_entry(given.get("entry"), faults),
        site_id=_site(given.get("site"), reader, faults),
        since=_since(given.get("since"), faults),
        after=_cursor(given.get("cursor"), faults),
    )


def _unread(value: str | None, reader: Reader, faults: list[Fault]) -> bool | None:
    if value is None:
        return None
    if value not in ("true", "false"):
        faults.append(Fault("/unread", "unknown_value", "true or false"))
    elif reader.user_id is None:
        faults.append(Fault("/unread", "no_person", "A key that is nobody's has read nothing"))
    return value == "true"


def _kind(value: str | None, kinds: list[str], faults: list[Fault]) -> str | None:
    if value is not None and value not in kinds:
        faults.append(Fault("/kind", "unknown_value", f"one of: {', '.join(kinds)}"))
    return value


def _entry(value: str | None, faults: list[Fault]) -> UUID | None:
    try:
        return None if value is None else UUID(value)
    except ValueError:
        faults.append(Fault("/entry", "not_a_key", "The key of a roster entry"))
        return None


def _site(value: str | None, reader: Reader, faults: list[Fault]) -> int | None:
    if value is None:
        return None
    site = find_site(organisation_id=reader.organisation_id, code=value)
    if site is None:
        faults.append(Fault("/site", "unknown_site", "No such site of yours"))
        return None
    return site.pk


def _since(value: str | None, faults: list[Fault]) -> dt.datetime | None:
    try:
        return None if value is None else parse_instant(value)
    except ValueError:
        faults.append(Fault("/since", "not_an_instant", "RFC 3339 with its offset, such as 2026-03-02T12:00:00Z"))
        return None


def _cursor(value: str | None, faults: list[Fault]) -> int | None:
    if value is None:
        return None
    if value.isascii() and value.isdigit() and 0 < int(value[:20]) <= _LARGEST:
        return int(value)
    faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next`"))
    return None


def parse_instant(text: str) -> dt.datetime:
    """An instant with its offset. ValueError for anything else."""
    found = dt.datetime.fromisoformat(text)
    if found.tzinfo is None:
        raise ValueError(text)
    try:
        return found.astimezone(dt.UTC)
    except OverflowError:
        raise ValueError(text) from None


def read_instant(value: Any) -> dt.datetime:
    """An instant in a body."""
    try:
        return parse_instant(value)
    except (TypeError, ValueError):
        raise refuse("not_an_instant", f"{shown(value)} is no RFC 3339 instant with its offset") from None


def read_step(value: Any) -> int:
    """A step of a ladder: days before the last good day."""
    days = read_count(value)
    if days > FARTHEST:
        raise refuse("too_large", f"at most {FARTHEST} days before")
    return days


def read_hour(value: Any) -> int:
    """An hour of the day."""
    hour = read_count(value)
    if hour > 23:
        raise refuse("too_large", "an hour from 0 to 23")
    return hour


def read_zone(value: Any) -> str:
    """An IANA time zone."""
    if not isinstance(value, str) or value not in _time_zones():
        raise refuse("unknown_value", f"{shown(value)} is no IANA time zone such as Europe/London")
    return value


@functools.cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
