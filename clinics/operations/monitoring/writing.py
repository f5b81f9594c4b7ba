"""Writing what was found: answers with their receipts, which of them the roster asked for, and the watches."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from clinics.models import Watch
from clinics.operations.checking import Check, note_checks
from clinics.operations.monitoring.deciding import Found
from clinics.queries.due import DueWatch
from credentials.operations.verifications import Asker, record_for_askers
from rulebook.watching import first_instant_of

# From now on it waits for the day that is foreseen.
_UPDATE = """
UPDATE clinics_watch w SET outcome = t.outcome, rank = t.rank, conditions = t.conditions, gaps = t.gaps,
    professions = t.professions, holds_until = t.holds_until, next_change = t.next_change, due_at = t.due_at,
    verification_id = t.verification_id, decided_at = %(at)s, cause = 'time'
FROM json_to_recordset(%(found)s::json) AS t (id bigint, outcome text, rank smallint, conditions text[], gaps text[],
    professions text[], holds_until date, next_change jsonb, due_at timestamptz, verification_id uuid)
WHERE w.id = t.id
"""
_WAIT = """
UPDATE clinics_watch w SET due_at = t.due_at
FROM unnest(%(ids)s::bigint[], %(days)s::timestamptz[]) AS t (id, due_at) WHERE w.id = t.id
"""
Ids = Mapping[int, UUID]  # of the recorded answers, by watch


def record_found(found: Sequence[Found], *, at: dt.datetime) -> Ids:
    """Keep every answer, note that the roster asked for it, and bring the watches up to date. Some statements in all.

    Raises UnusableKeys when there is no key to sign with.
    """
    answered = [one for one in found if one.decided is not None]
    kept = record_for_askers(
        answers=[(one.decided, one.told) for one in answered if one.decided and one.told],
        askers=[Asker(one.watch.organisation_id, None, None) for one in answered],
        decided_at=at,
    )
    ids = {one.watch.id: told.id for one, told in zip(answered, kept, strict=True)}
    note_checks([_check(one.watch, ids[one.watch.id], at) for one in answered])
    rows = json.dumps([_row(one, ids.get(one.watch.id)) for one in found], cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(_UPDATE, {"found": rows, "at": at})
    return ids


def close_over(watches: Sequence[DueWatch], *, at: dt.datetime) -> None:
    """Close watches of entries that are over."""
    if watches:
        Watch.objects.filter(pk__in=[one.id for one in watches]).update(closed_at=at, due_at=None)


def wait_to_begin(watches: Sequence[DueWatch]) -> None:
    """Look at entries that have not begun on their first day there."""
    begin = [first_instant_of(one.starts_on, one.zone) for one in watches if one.starts_on is not None]
    if begin:
        with connection.cursor() as cursor:
            cursor.execute(_WAIT, {"ids": [one.id for one in watches], "days": begin})


def _check(watch: DueWatch, verification_id: UUID, at: dt.datetime) -> Check:
    return Check(
        watch.organisation_id, watch.entry_key, watch.group, watch.site_id, watch.practitioner_id, verification_id,
        watch.cause, at,
    )  # fmt: skip


def _row(found: Found, verification_id: UUID | None) -> dict[str, Any]:
    return {
        "id": found.watch.id,
        "outcome": found.outcome,
        "rank": found.rank,
        "conditions": found.conditions,
        "gaps": found.gaps,
        "professions": found.professions,
        "holds_until": found.holds_until,
        "next_change": found.next_change,
        "due_at": found.due_at.isoformat(),  # Django's encoder would cut it to milliseconds
        "verification_id": verification_id,
    }
