"""Releases as the API tells them, and what a reader of them may narrow them by."""

import datetime as dt
import re
from typing import Any

from django.http import HttpRequest

from accounts.api.parameters import take_parameters
from accounts.api.problems import Fault, invalid
from law.api.parameters import read_day, read_profession
from law.models import LawChange, LawRelease
from law.queries.history import Wanted
from rulebook.law import Law
from rulebook.places import UnknownPlace

_KNOWN = ("jurisdiction", "profession", "since", "cursor")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})")
_CURSOR = re.compile(r"[1-9][0-9]{0,17}")


def read_wanted(request: HttpRequest, law: Law) -> tuple[Wanted, int | None]:
    """What of the history is asked for, and the release after which the page begins. Problem 422 naming every fault."""
    given, unread = take_parameters(request, _KNOWN)
    faults = list(unread)
    profession = read_profession(given.get("profession"), faults)
    wanted = Wanted(_read_place(given, law, faults), profession, _read_since(given.get("since"), faults))
    cursor = given.get("cursor")
    if cursor is not None and not _CURSOR.fullmatch(cursor):
        faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next` of the page before"))
    if faults:
        raise invalid(tuple(faults))
    return wanted, int(cursor) if cursor else None


def tell_release(release: LawRelease) -> dict[str, Any]:
    """A release with its changes; `told_changes` are those asked for."""
    changes: list[LawChange] = release.told_changes  # type: ignore[attr-defined]  # prefetched by law.queries.history
    return {
        "id": release.pk,
        "released_at": release.released_at.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        "pack": release.pack.digest,
        "note": release.note,
        "changes": [_tell_change(change) for change in changes],
    }


def _tell_change(change: LawChange) -> dict[str, Any]:
    return {
        "about": change.about,
        "kind": change.kind,
        "id": change.name,
        "jurisdictions": change.jurisdictions,
        "professions": change.professions,
        "fields": change.fields,
        "before": change.before,
        "after": change.after,
        "in_force": change.in_force,
        "citation": change.citation,
    }


def _read_place(given: dict[str, str], law: Law, faults: list[Fault]) -> str | None:
    if "jurisdiction" not in given:
        return None
    try:
        return law.places.read_asked(given["jurisdiction"])
    except UnknownPlace:
        faults.append(Fault("/jurisdiction", "unknown_place", "No place of that code is known here"))
        return None


def _read_since(told: str | None, faults: list[Fault]) -> dt.datetime | None:
    """An instant, or a day for its first instant in UTC."""
    if told is None:
        return None
    if _INSTANT.fullmatch(told):
        try:
            return dt.datetime.fromisoformat(told).astimezone(dt.UTC)
        except (ValueError, OverflowError):
            faults.append(Fault("/since", "not_an_instant", "An instant of RFC 3339, or a day, YYYY-MM-DD"))
            return None
    day = read_day("since", told, faults)
    return dt.datetime.combine(day, dt.time(), dt.UTC) if day else None
