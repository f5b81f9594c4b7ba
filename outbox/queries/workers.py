"""The worker's sign of life."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import redis

from outbox.broker import WORKER_SEEN, connect_broker

# The schedule notes a worker every ten seconds; three in a row may be missed.
LATE_AFTER = timedelta(seconds=35)


@dataclass(frozen=True, slots=True)
class WorkerState:
    """Whether the broker answers, and when a worker was last at work (None: never, or nobody can tell)."""

    has_broker: bool
    seen_at: datetime | None
    is_working: bool


def read_worker_state(now: datetime) -> WorkerState:
    """Tell how the broker and the workers are; never raises, so that a page can be shown without them."""
    try:
        told = connect_broker().get(WORKER_SEEN)
    except (redis.RedisError, ValueError):  # ValueError: no broker is named at all
        return WorkerState(has_broker=False, seen_at=None, is_working=False)
    seen_at = datetime.fromisoformat(told.decode()) if isinstance(told, bytes) else None
    return WorkerState(has_broker=True, seen_at=seen_at, is_working=seen_at is not None and now - seen_at < LATE_AFTER)
