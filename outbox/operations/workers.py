"""The worker's sign of life."""

from datetime import datetime

from outbox.broker import WORKER_SEEN, connect_broker


def record_worker_seen(*, seen_at: datetime) -> None:
    """Keep the instant at which a worker was last at work, in the broker itself."""
    connect_broker().set(WORKER_SEEN, seen_at.isoformat(), ex=86_400)
