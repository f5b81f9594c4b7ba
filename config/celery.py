"""Celery: jobs and their schedule, over the Redis protocol. How it works is said in config/jobs.py."""

import logging
import os
from time import perf_counter
from typing import Any

from celery import Celery
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun

from outbox.causes import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

_MOSTLY_IDLE = (
    "outbox.tasks.deliver_outbox",
    "outbox.tasks.send_outbox",
    "courses.tasks.run_result_imports",
    "clinics.tasks.run_roster_imports",
)
_log = logging.getLogger(__name__)
app = Celery("filiform")
app.config_from_object("config.jobs")
app.autodiscover_tasks()


@before_task_publish.connect
def send_request_id(headers: dict[str, Any], **_: Any) -> None:
    """Let a task carry the id of the request that published it."""
    headers["request_id"] = request_id.get()


@task_prerun.connect
def take_request_id(task: Any, **_: Any) -> None:
    """Let whatever a worker logs and writes during a task name the request that published it."""
    request_id.set(task.request.get("request_id") or "")
    task.request.began = perf_counter()


@task_postrun.connect
def tell_task(task: Any, state: str, retval: object, **_: Any) -> None:
    """Write a line about a task, unless it is one of those that mostly find nothing to do and did."""
    if task.name == "outbox.tasks.note_worker_seen" or (task.name in _MOSTLY_IDLE and retval == 0):
        return
    seconds = round(perf_counter() - task.request.began, 5)
    _log.info("task %s", state.lower(), extra={"task": task.name, "seconds": seconds})


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Keep the settings' LOGGING: Celery would put handlers of its own beside it, which tell arguments and errors."""
