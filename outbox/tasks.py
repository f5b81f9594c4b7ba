"""The outbox's jobs."""

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from outbox.operations import record_worker_seen
from outbox.operations.delivering import deliver_due
from outbox.operations.sending import send_due

# Shorter than the worker's sign of life is overdue: a slow mail server must not make the worker look dead.
TURN_SECONDS = 10


@shared_task
def note_worker_seen() -> None:
    """Write down that a worker fetched a job just now: both schedule and worker are alive."""
    record_worker_seen(seen_at=timezone.now())


# A server that drips byte after byte never reaches EMAIL_TIMEOUT; the limit ends its turn as a failure.
@shared_task(soft_time_limit=120, time_limit=150)
def deliver_outbox() -> int:
    """Send what is due, for one turn; give how many messages were tried. Any number may run at once."""
    return deliver_due(clock=timezone.now, seconds=TURN_SECONDS)


# A turn lasts ten seconds, what is quick goes on for twenty more, and what was taken last ends by itself.
@shared_task(soft_time_limit=120, time_limit=150)
def send_outbox() -> int:
    """Tell machines elsewhere what is due, for one turn; give how many messages were tried. One goes on at a time."""
    return send_due(clock=timezone.now, seconds=TURN_SECONDS, senders=settings.OUTBOX_SENDERS)
