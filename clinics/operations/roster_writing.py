"""Writing versions of roster entries, inside a transaction that has taken its instant."""

import datetime as dt
from collections.abc import Sequence

from django.db import connection

from clinics.models import RosterEntry
from credentials.operations.copying import copy_rows

_COLUMNS = (
    "key", "organisation_id", "site_id", "practitioner_id", "role", "patient_groups", "starts_on", "until_on",
    "recorded_at", "recorded_by",
)  # fmt: skip


def insert_entries(entries: Sequence[RosterEntry]) -> None:
    """Add these versions in one COPY. Raises IntegrityError where one overlaps another of its person and site."""
    if entries:
        with connection.wrap_database_errors:  # a COPY speaks for itself, not through Django
            copy_rows("clinics_rosterentry", _COLUMNS, ([getattr(one, name) for name in _COLUMNS] for one in entries))


def supersede_entries(entries: Sequence[RosterEntry], *, because: str, by: str, at: dt.datetime) -> None:
    """Say of these versions that they no longer stand. `because` is one of a few words, never of a person."""
    standing = RosterEntry.objects.filter(pk__in=[one.pk for one in entries], superseded_at__isnull=True)
    standing.update(superseded_at=at, superseded_by=by, superseded_because=because)
