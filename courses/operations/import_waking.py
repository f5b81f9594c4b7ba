"""Waking a worker for imports when something was written; without it the schedule finds them within seconds."""

import logging

from celery import current_app
from django.db import connection, transaction

TASK = "courses.tasks.run_result_imports"
EXPIRES = 30  # seconds: by then the schedule has woken one
_log = logging.getLogger(__name__)


def wake_importer() -> None:
    """Wake a worker when this transaction commits, once. Never fails the caller: the schedule finds what stands."""
    if _send not in {function for _, function, *_ in connection.run_on_commit}:
        transaction.on_commit(_send, robust=True)


def _send() -> None:
    try:
        current_app.send_task(TASK, expires=EXPIRES)
    except Exception as error:  # whatever a broker's client raises, the row is written and will be found
        _log.warning("no worker could be woken for imports: %s", type(error).__name__)
