"""Writes of the outbox."""

from outbox.operations.messages import enqueue, enqueue_many
from outbox.operations.waking import wake_sender
from outbox.operations.workers import record_worker_seen

__all__ = ["enqueue", "enqueue_many", "record_worker_seen", "wake_sender"]
