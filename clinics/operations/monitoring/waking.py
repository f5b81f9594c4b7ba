"""Waking a worker for what is due on rosters."""

from credentials.operations.waking import wake_worker

TASK = "clinics.tasks.redecide_rosters"


def wake_roster_worker() -> None:
    """Wake a worker when this transaction commits, once. Never fails the caller: due watches are rows, and wait."""
    wake_worker(TASK)
