"""Answers that were decided before a change and recorded after it: nobody could see them when it was noted."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from credentials.instants import tell_instant
from credentials.operations.relying import MAY_DIFFER, cause_of_record
from credentials.queries.prepared import run_prepared
from outbox.operations import enqueue

# How long a change may be under way, or an answer between being decided and recorded. Questions about instants long
# past are not late: whoever asked them knows that more is known by now.
LATELY = timedelta(minutes=10)

# Looked at once the answers are committed: whatever is noted later sees them.
_LATE = """
SELECT 0, p.id, p.changed_at, NULL FROM unnest(%(records)s::bigint[], %(instants)s::timestamptz[]) told (id, known_at)
JOIN credentials_practitioner p ON p.id = told.id
WHERE p.changed_at > told.known_at AND p.changed_at > %(lately)s
UNION ALL
SELECT r.id, r.pack_id, r.released_at, (
    SELECT b.pack_id FROM law_lawrelease b WHERE b.released_at < r.released_at ORDER BY b.released_at DESC LIMIT 1)
FROM law_lawrelease r WHERE r.released_at > %(oldest)s AND r.released_at > %(lately)s
"""

_SINCE = b"SELECT FROM accounts_registryclock WHERE ticked_at > $1::timestamptz"


def look_since(known_at: datetime) -> tuple[bytes, bytes]:
    """A statement with its parameter, to be run after writing: it finds nothing when nothing was recorded since."""
    return _SINCE, known_at.isoformat().encode()


def note_late(
    told: Sequence[tuple[int, datetime]], *, decided_at: datetime, since: Sequence[object] | None = None
) -> None:
    """Have answers looked at again under which something changed between deciding and recording.

    `told` are the record and the instant of knowledge of each answer just recorded; `since` what `look_since` gave,
    where it was run already.
    """
    records, instants = zip(*told, strict=True)
    given = {"records": list(records), "instants": list(instants), "oldest": min(instants)}
    if since is None:
        statement, instant = look_since(min(instants))
        since = run_prepared(connection.connection, statement, [instant])
    if since == []:
        return  # nothing at all was recorded since, which is nearly always so
    with connection.cursor() as cursor:
        cursor.execute(_LATE, {**given, "lately": decided_at - LATELY})
        found = cursor.fetchall()
    if found:
        with transaction.atomic():
            _write(found)


def _write(found: Sequence[tuple[Any, ...]]) -> None:
    by_instant: dict[datetime, set[int]] = defaultdict(set)
    for release, id_, at, before in found:
        if release and before is not None:
            _enqueue(f"release:{release}", {"at": tell_instant(at), "before": before, "after": id_}, at, f"{id_}")
        elif not release:
            by_instant[at].add(id_)
    for at, records in by_instant.items():
        payload = {"at": tell_instant(at), "practitioners": sorted(records)}
        _enqueue(cause_of_record(at), payload, at, f"{min(records)}")


def _enqueue(cause: str, payload: dict[str, Any], at: datetime, which: str) -> None:
    enqueue(kind=MAY_DIFFER, cause=f"{cause} late {which}", recipient="job", payload={**payload, "of": cause}, at=at)
