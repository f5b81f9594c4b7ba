"""The outbox's jobs."""

from celery import shared_task
from django.utils import timezone

from outbox.operations import record_worker_seen


@shared_task
def note_worker_seen() -> None:
    """Write down that a worker fetched a job just now: both schedule and worker are alive."""
    record_worker_seen(seen_at=timezone.now())
