"""Waking a worker for staff lists."""

from credentials.operations.waking import wake_worker

TASK = "clinics.tasks.run_roster_imports"


def wake_importer() -> None:
    """Wake a worker when this transaction commits, once. Never fails the caller."""
    wake_worker(TASK)
