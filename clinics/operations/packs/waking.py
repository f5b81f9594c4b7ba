"""Waking a worker for packs when one was asked for; without it the schedule finds it within seconds."""

import logging

from celery import current_app
from django.db import connection, transaction

TASK = "clinics.tasks.make_evidence_packs"
EXPIRES = 30  # seconds: by then the schedule has woken one
_log = logging.getLogger(__name__)


def wake_maker() -> None:
    """Wake a worker when this transaction commits, once. Never fails the caller: the schedule finds what waits."""
    if _send not in {function for _, function, *_ in connection.run_on_commit}:
        transaction.on_commit(_send, robust=True)


def _send() -> None:
    try:
        current_app.send_task(TASK, expires=EXPIRES)
    except Exception as error:  # whatever a broker's client raises, the row is written and will be found
        _log.warning("no worker could be woken for evidence packs: %s", type(error).__name__)
