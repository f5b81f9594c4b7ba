"""Writing versions of roster entries, inside a transaction that has taken its instant."""

import datetime as dt
from collections.abc import Sequence

from clinics.models import RosterEntry

AT_ONCE = 2_000  # versions of one statement


def insert_entries(entries: Sequence[RosterEntry]) -> None:
    """Add these versions. Raises IntegrityError where one overlaps another of its person and site."""
    RosterEntry.objects.bulk_create(entries, batch_size=AT_ONCE)


def supersede_entries(entries: Sequence[RosterEntry], *, because: str, by: str, at: dt.datetime) -> None:
    """Say of these versions that they no longer stand. `because` is one of a few words, never of a person."""
    standing = RosterEntry.objects.filter(pk__in=[one.pk for one in entries], superseded_at__isnull=True)
    standing.update(superseded_at=at, superseded_by=by, superseded_because=because)
