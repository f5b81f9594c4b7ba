"""Noting which recorded answers the roster asked for."""

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from django.db import connection

from credentials.operations.copying import copy_rows


class Check(NamedTuple):
    """A look at an entry for one group: the fields are those of `RosterCheck`, in the order of its columns."""

    organisation_id: int
    entry_key: UUID
    group: str
    site_id: int
    practitioner_id: int
    verification_id: UUID
    cause: str
    decided_at: dt.datetime


def note_checks(checks: Sequence[Check]) -> None:
    """Write them down in one COPY, in the transaction that records the answers.

    Raises IntegrityError when an answer was noted before: one answer belongs to one look.
    """
    if not checks:
        return
    with connection.wrap_database_errors:  # a COPY speaks for itself, not through Django
        copy_rows("clinics_rostercheck", Check._fields, checks)
