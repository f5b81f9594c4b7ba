"""What changes outside of clinics: a record makes its watches due at once, a release those that it may touch.

A release holds the registry's clock, and may touch every roster there is. So it only writes down a job; that marks
some thousands of watches at a time and writes the next step with them, and goes on where it stood when it is killed.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from clinics.models import Watch
from clinics.operations.monitoring.marking import mark_due
from clinics.operations.monitoring.waking import wake_roster_worker
from clinics.queries.touched import Touch, touches_between
from credentials.instants import tell_instant
from law.models import LawRelease
from outbox.models import Message
from outbox.operations import enqueue

MARKING = "roster_law"
AT_ONCE = 10_000

# Nobody records meanwhile, as while anybody marks: see marking. The clock itself stays as it is.
_HOLD_CLOCK = "SELECT 1 FROM accounts_registryclock FOR SHARE"
# Whoever is deciding may just be finding other professions than those on record: first wait, then look at them.
_HOLD = """
SELECT w.id FROM clinics_watch w WHERE w.closed_at IS NULL AND w.id > %(after)s
    AND (%(everywhere)s OR w.jurisdiction IN (
        SELECT s.jurisdiction FROM credentials_site s
        WHERE s.jurisdiction = ANY(%(codes)s) OR left(s.jurisdiction, 2) = ANY(%(codes)s)))
ORDER BY w.id LIMIT %(limit)s FOR UPDATE
"""
# A watch without professions may rest on any: there was no answer, or no basis for one.
_MARK = """
UPDATE clinics_watch w SET
    cause = CASE WHEN w.due_at <= %(at)s AND w.cause NOT IN ('time', 'asked') THEN w.cause ELSE %(cause)s END,
    due_at = least(coalesce(w.due_at, %(at)s), %(at)s)
WHERE w.id = ANY(%(ids)s) AND w.closed_at IS NULL AND (%(everywhere)s OR w.professions = '{}' OR EXISTS (
    SELECT FROM unnest(%(codes)s::text[], %(professions)s::text[]) AS t (code, profession)
    WHERE (t.code = w.jurisdiction OR t.code = left(w.jurisdiction, 2))
        AND (t.profession IS NULL OR t.profession = ANY(w.professions))))
"""


def follow_record(practitioner_ids: Sequence[int], at: datetime) -> None:
    """What counts for these records changed: whoever has them on a roster hears of it at once."""
    mark_due(practitioner_ids=practitioner_ids, cause=Watch.Cause.RECORD, at=at)


def follow_release(release: LawRelease, before: int | None) -> None:
    """The law, a standard, the floor or the review period changed; `before` is the pack in use until then.

    Where nobody is on a roster there is nothing to mark: whoever is put there from now on is decided by this release.
    """
    if not Watch.objects.filter(closed_at__isnull=True).exists():
        return
    payload = {"at": tell_instant(release.released_at), "before": before, "after": release.pack_id}
    cause = f"release:{release.pk}"
    enqueue(kind=MARKING, cause=cause, recipient="job", payload=payload, at=release.released_at)


def mark_by_law(message: Message) -> None:
    """Make the next thousands of watches due that the release may touch, inside the transaction that marks it done."""
    payload = message.payload
    touch = touches_between(payload["before"], payload["after"])
    if touch.is_empty:
        return
    ids = _hold(touch, after=payload.get("after_watch", 0))
    _mark(touch, ids, at=datetime.fromisoformat(payload["at"]))
    if len(ids) == AT_ONCE:
        step = {**payload, "after_watch": ids[-1], "of": payload.get("of", message.cause)}
        cause = f"{step['of']} after {ids[-1]}"
        enqueue(kind=MARKING, cause=cause, recipient="job", payload=step, at=message.created_at)


def _hold(touch: Touch, *, after: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(_HOLD_CLOCK)
        told: dict[str, Any] = {
            "codes": list(touch.codes),
            "everywhere": touch.is_everywhere,
            "after": after,
            "limit": AT_ONCE,
        }
        cursor.execute(_HOLD, told)
        return [row[0] for row in cursor.fetchall()]


def _mark(touch: Touch, ids: Collection[int], *, at: datetime) -> None:
    codes, professions = zip(*sorted(touch.pairs, key=str), strict=True) if touch.pairs else ((), ())
    told: dict[str, Any] = {"codes": list(codes), "professions": list(professions), "everywhere": touch.is_everywhere}
    with connection.cursor() as cursor:
        cursor.execute(_MARK, {**told, "ids": list(ids), "at": at, "cause": Watch.Cause.LAW})
        if cursor.rowcount:
            wake_roster_worker()
