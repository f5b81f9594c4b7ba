"""Waking the sender when something was written; without it the schedule finds the row within seconds."""

import logging
from functools import partial
from time import monotonic

from celery import current_app
from django.db import connection, transaction

DELIVER, SEND = "outbox.tasks.deliver_outbox", "outbox.tasks.send_outbox"
EXPIRES = 30  # seconds: by then the schedule has woken it
# A broker that is away costs a second for each attempt to reach it.
LEAVE_ALONE = 10.0

_away_since: list[float] = []
_log = logging.getLogger(__name__)


def wake_sender(task: str = DELIVER) -> None:
    """Wake a sender when this transaction commits, once for all that it wrote; at once outside a transaction.

    Never fails the caller: what is written down is found by the schedule.
    """
    waiting = {function for _, function, *_ in connection.run_on_commit}
    if _WAKE[task] not in waiting:
        transaction.on_commit(_WAKE[task], robust=True)


def _publish(task: str) -> None:
    now = monotonic()
    if _away_since and now - _away_since[0] < LEAVE_ALONE:
        return
    try:
        current_app.send_task(task, expires=EXPIRES)
        _away_since.clear()
    except Exception as error:  # whatever a broker's client raises, the row is written and will be found
        _away_since[:] = [now]
        _log.warning("the sender could not be woken: %s", type(error).__name__)


_WAKE = {task: partial(_publish, task) for task in (DELIVER, SEND)}
