"""Celery: jobs and their schedule, over the Redis protocol. How it works is said in config/jobs.py."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.local")

app = Celery("filiform")
app.config_from_object("config.jobs")
app.autodiscover_tasks()
