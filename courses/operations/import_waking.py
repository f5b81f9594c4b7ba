"""Waking a worker for imports of results."""

from credentials.operations.waking import wake_worker

TASK = "courses.tasks.run_result_imports"


def wake_importer() -> None:
    """Wake a worker when this transaction commits, once. Never fails the caller."""
    wake_worker(TASK)
