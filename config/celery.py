"""Celery: jobs and their schedule, over the Redis protocol. How it works is said in config/jobs.py."""

import os
from typing import Any

from celery import Celery
from celery.signals import before_task_publish, setup_logging, task_prerun

from outbox.causes import request_id

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

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


@setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Keep the settings' LOGGING: Celery would put handlers of its own beside it, which tell arguments and errors."""
