"""What taking in a whole file would do to answers on record, before anyone confirms it."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from django.db import transaction

from accounts.operations.clock import tick
from credentials.operations.relying import MAY_DIFFER, Impact
from credentials.queries.relying import Relied, Touch, list_touched
from credentials.redeciding import compare_instants
from outbox.models import Message

CHUNK = 1_000
MOST_LOOKED_AT = 100_000  # answers, while the registry clock is held and every other writer waits
Told = TypeVar("Told")


def preview_import(apply: Callable[[], Told]) -> tuple[Told, Impact]:
    """Give what `apply` tells, and what all that it records would do to answers on record: done, looked at, undone.

    Each answer is decided as known just before the first and just after the last of what is recorded, however many
    steps that has. `apply` writes in transactions of its own, within ours.
    """
    with transaction.atomic():
        started_at = tick()  # from here on nobody else records anything
        told = apply()
        impact = _read_impact(started_at)
        transaction.set_rollback(True)
    return told, impact


def _read_impact(started_at: datetime) -> Impact:
    noted = Message.objects.filter(kind=MAY_DIFFER, created_at__gt=started_at, payload__has_key="practitioners")
    records = sorted({one for payload in noted.values_list("payload", flat=True) for one in payload["practitioners"]})
    ended_at = tick()
    looked_at = answers = 0
    organisations: set[int] = set()
    outcomes: Counter[tuple[str, str]] = Counter()
    for relied in _in_chunks(Touch(ended_at, records=records)):
        looked_at += len(relied)
        for one in compare_instants(relied, at=ended_at, before=started_at):
            if one.changes:
                answers += 1
                organisations.add(one.relied.organisation_id)
                outcomes[one.outcome_before, one.outcome_after] += 1
        if looked_at >= MOST_LOOKED_AT:
            break
    told = tuple((*pair, count) for pair, count in sorted(outcomes.items()))
    return Impact(looked_at, answers, len(organisations), told, is_whole=looked_at < MOST_LOOKED_AT)


def _in_chunks(touch: Touch) -> Iterator[Sequence[Relied]]:
    after = None
    while touch.records and (relied := list_touched(touch, limit=CHUNK, after=after)):
        yield relied
        after = relied[-1].id
