"""Ending roster entries: one, those of a site that closes, those of a person who is erased."""

import datetime as dt
from collections.abc import Collection, Sequence

from django.db.models import Q

from accounts.operations.clock import tick
from clinics.models import RosterEntry
from clinics.operations.roster_watches import close_watches
from clinics.operations.roster_writing import insert_entries, supersede_entries
from clinics.queries.sites import day_at
from credentials.models import Site

# Why a version no longer stands.
CHANGED, ENDED, SITE_CLOSED, ERASED = "changed", "ended", "site_closed", "erased"
ERASURE = "erasure"  # who ends entries of a person who is erased


def end_entries(
    entries: Sequence[RosterEntry], *, until_on: dt.date, because: str, by: str, at: dt.datetime
) -> list[RosterEntry | None]:
    """End current entries before a day; one that had not begun by then is taken back altogether: None.

    Watches of those that are over today are closed; the others wait for their last day.
    """
    supersede_entries(entries, because=because, by=by, at=at)
    ended = [_ended(one, until_on, by, at) for one in entries]
    insert_entries([one for one in ended if one is not None])
    over = [
        one.key for one, left in zip(entries, ended, strict=True) if left is None or until_on <= day_at(one.site, at)
    ]
    close_watches(over, at=at)
    return ended


def end_entries_of_site(site: Site, *, by: str, at: dt.datetime) -> None:
    """End what stands on the roster of a site that closes, today; what had not begun is taken back."""
    today = day_at(site, at)
    standing = site.entries.filter(Q(until_on__isnull=True) | Q(until_on__gt=today), superseded_at__isnull=True)
    end_entries(list(standing.select_related("site")), until_on=today, because=SITE_CLOSED, by=by, at=at)


def end_entries_of_persons(practitioner_ids: Collection[int], *, at: dt.datetime) -> None:
    """End what stands on any roster about these records, today there."""
    standing = RosterEntry.objects.filter(practitioner__in=practitioner_ids, superseded_at__isnull=True)
    by_site: dict[int, list[RosterEntry]] = {}
    for one in standing.select_related("site").order_by("site", "pk"):
        by_site.setdefault(one.site_id, []).append(one)
    for entries in by_site.values():
        today = day_at(entries[0].site, at)
        running = [one for one in entries if one.until_on is None or one.until_on > today]
        end_entries(running, until_on=today, because=ERASED, by=ERASURE, at=at)


def hold_nobody(_: Collection[int]) -> None:
    """Nothing is held before the registry's clock: whoever writes rosters takes it first, and watches after it.

    A lock on watches taken earlier would wait for the clock while somebody who has the clock waits for the watches.
    """


def end_entries_of_erased(practitioner_ids: Collection[int]) -> None:
    """Take erased people off every roster, in the transaction that erases them, at an instant of its own."""
    end_entries_of_persons(practitioner_ids, at=tick())


def _ended(one: RosterEntry, until_on: dt.date, by: str, at: dt.datetime) -> RosterEntry | None:
    if until_on <= one.starts_on:
        return None
    return RosterEntry(
        key=one.key,
        organisation_id=one.organisation_id,
        site=one.site,
        practitioner_id=one.practitioner_id,
        role=one.role,
        patient_groups=one.patient_groups,
        starts_on=one.starts_on,
        until_on=until_on,
        recorded_at=at,
        recorded_by=by,
    )
