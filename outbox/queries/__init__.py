"""Reads of the outbox."""

from outbox.queries.workers import WorkerState, read_worker_state

__all__ = ["WorkerState", "read_worker_state"]
