"""Reads of the outbox."""

from outbox.queries.backlog import Backlog, read_backlog
from outbox.queries.deliveries import read_deliveries
from outbox.queries.workers import WorkerState, read_worker_state

__all__ = ["Backlog", "WorkerState", "read_backlog", "read_deliveries", "read_worker_state"]
