"""Waking a worker for a task when something was written; without it the schedule finds the work within seconds."""

import functools
import logging
from collections.abc import Callable

from celery import current_app
from django.db import connection, transaction

EXPIRES = 30  # seconds: by then the schedule has woken one
_log = logging.getLogger(__name__)


def wake_worker(task: str) -> None:
    """Wake a worker when this transaction commits, once. Never fails the caller: the schedule finds what stands."""
    send = _sender(task)
    if send not in {function for _, function, *_ in connection.run_on_commit}:
        transaction.on_commit(send, robust=True)


@functools.cache  # one function a task, so that it is known again among what waits for the commit
def _sender(task: str) -> Callable[[], None]:
    def send() -> None:
        try:
            current_app.send_task(task, expires=EXPIRES)
        except Exception as error:  # whatever a broker's client raises, the row is written and will be found
            _log.warning("no worker could be woken for %s: %s", task, type(error).__name__)

    return send
