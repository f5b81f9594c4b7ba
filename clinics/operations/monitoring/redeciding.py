"""Deciding again what is due: claimed, decided from one snapshot, recorded, told, in one transaction.

Killed at any instant nothing has happened, and it is due still. Any number may do so at once: an entry is held by one.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from django.db import transaction

from clinics.operations.monitoring.alerting import raise_alerts
from clinics.operations.monitoring.deciding import decide_watches
from clinics.operations.monitoring.writing import close_over, record_found, wait_to_begin
from clinics.queries.due import DueWatch, claim_due, claim_entries

AT_ONCE = 250  # watches: what is held meanwhile is let go after a fraction of a second


@transaction.atomic
def redecide_due(*, at: dt.datetime, limit: int = AT_ONCE) -> int:
    """Decide up to so many due watches again as of `at`, the longest due first; give how many were seen to.

    0 says that there is nothing left that nobody else is at. After a downtime each is decided once, by what holds now.
    Raises UnusableKeys when there is no key to sign with: then nothing was decided, and all of it is due still.
    """
    watches = claim_due(at=at, limit=limit)
    _see_to(watches, at=at)
    return len(watches)


@transaction.atomic
def redecide_entries(*, entry_keys: Collection[UUID], at: dt.datetime) -> int:
    """Decide every group of these entries now, due or not; give how many answers were asked for.

    Waits for whoever is deciding them. Entries that are over or have not begun are not asked about.
    """
    watches = claim_entries(entry_keys=entry_keys)
    return _see_to([_asked(one, at) for one in watches], at=at)


def _see_to(watches: Sequence[DueWatch], *, at: dt.datetime) -> int:
    close_over([one for one in watches if _is_over(one, at)], at=at)
    wait_to_begin([one for one in watches if _is_to_begin(one, at)])
    standing = [one for one in watches if not _is_over(one, at) and not _is_to_begin(one, at)]
    if standing:
        found = decide_watches(standing, at=at)
        raise_alerts(found, record_found(found, at=at), at=at)
    return len(standing)


def _asked(watch: DueWatch, at: dt.datetime) -> DueWatch:
    """What is due already is looked at for its own reason."""
    return watch if watch.is_due(at) else watch.for_asking()


def _is_over(watch: DueWatch, at: dt.datetime) -> bool:
    return watch.starts_on is None or (watch.until_on is not None and watch.until_on <= watch.day(at))


def _is_to_begin(watch: DueWatch, at: dt.datetime) -> bool:
    return not _is_over(watch, at) and watch.starts_on is not None and watch.day(at) < watch.starts_on
