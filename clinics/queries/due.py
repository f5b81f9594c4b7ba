"""Watches that are due, read for deciding."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection

from clinics.models import Watch

# Of each entry the watch of its first group stands for all: who has locked it decides the entry, and nobody else.
_CLAIM = """
SELECT first.entry_key FROM clinics_watch due JOIN clinics_watch first ON first.entry_key = due.entry_key
    AND first.closed_at IS NULL AND NOT EXISTS (
        SELECT FROM clinics_watch other WHERE other.entry_key = due.entry_key AND other.closed_at IS NULL
            AND other."group" < first."group")
WHERE due.closed_at IS NULL AND due.due_at <= %(at)s
ORDER BY due.due_at, due.id LIMIT %(limit)s FOR UPDATE OF first SKIP LOCKED
"""
_CLAIM_ASKED = """
SELECT first.entry_key FROM clinics_watch first WHERE first.entry_key = ANY(%(keys)s) AND first.closed_at IS NULL
    AND NOT EXISTS (SELECT FROM clinics_watch other WHERE other.entry_key = first.entry_key
        AND other.closed_at IS NULL AND other."group" < first."group")
ORDER BY first.id FOR UPDATE OF first
"""
# What somebody is marking at this moment is left out: it will be due when they are done.
_READ = """
SELECT w.id, w.entry_key, w."group", w.organisation_id, w.site_id, w.practitioner_id, w.jurisdiction, w.cause,
    w.due_at, w.decided_at, w.outcome, w.conditions, w.gaps, w.next_change::text, w.verification_id,
    s.code, s.time_zone, coalesce(root.registry_number, p.registry_number), e.starts_on, e.until_on
FROM clinics_watch w
JOIN credentials_site s ON s.id = w.site_id
JOIN credentials_practitioner p ON p.id = w.practitioner_id
LEFT JOIN credentials_practitioner root ON root.id = p.merged_into_id
LEFT JOIN clinics_rosterentry e ON e.key = w.entry_key AND e.superseded_at IS NULL
WHERE w.entry_key = ANY(%(keys)s) AND w.closed_at IS NULL
ORDER BY w.due_at, w.id FOR UPDATE OF w SKIP LOCKED
"""


@dataclass(frozen=True, slots=True)
class DueWatch:
    """A watch that is locked for deciding: what was found last, and what is needed to ask again.

    `registry_number` is that of the surviving record. Without `starts_on` the entry does not stand any more.
    """

    id: int
    entry_key: UUID
    group: str
    organisation_id: int
    site_id: int
    practitioner_id: int
    jurisdiction: str
    cause: str
    due_at: dt.datetime | None
    decided_at: dt.datetime | None
    outcome: str | None
    conditions: list[str]
    gaps: list[str]
    next_change: str | None  # as JSON
    verification_id: UUID | None
    site_code: str
    time_zone: str
    registry_number: str
    starts_on: dt.date | None
    until_on: dt.date | None

    @property
    def zone(self) -> ZoneInfo:
        """The site's time zone."""
        return ZoneInfo(self.time_zone)

    def day(self, at: dt.datetime) -> dt.date:
        """The day that it is there at an instant."""
        return at.astimezone(self.zone).date()

    def for_asking(self) -> "DueWatch":
        """The same, looked at because somebody asked."""
        return replace(self, cause=Watch.Cause.ASKED.value)

    def is_due(self, at: dt.datetime) -> bool:
        """Whether its last answer may no longer be the answer."""
        return self.due_at is not None and self.due_at <= at


def claim_due(*, at: dt.datetime, limit: int) -> list[DueWatch]:
    """Lock up to so many watches that are due and that nobody else is deciding, the longest due first.

    Waits for nobody. Part of the transaction that decides them.
    """
    return [one for one in _read(_fetch(_CLAIM, {"at": at, "limit": limit})) if one.is_due(at)]


def claim_entries(*, entry_keys: Collection[UUID]) -> list[DueWatch]:
    """Lock every open watch of these entries, due or not, after whoever is deciding them."""
    return _read(_fetch(_CLAIM_ASKED, {"keys": list(entry_keys)}))


def count_due(*, at: dt.datetime) -> int:
    """How many watches wait to be decided."""
    [(count,)] = _fetch("SELECT count(*) FROM clinics_watch WHERE closed_at IS NULL AND due_at <= %(at)s", {"at": at})
    return int(count)


def _read(claimed: list[tuple[Any, ...]]) -> list[DueWatch]:
    keys = list(dict.fromkeys(key for (key,) in claimed))
    return [DueWatch(*row) for row in _fetch(_READ, {"keys": keys})] if keys else []


def _fetch(statement: str, parameters: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
