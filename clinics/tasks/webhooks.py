from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinics.operations.webhooks.sweeping import sweep_log


@shared_task(name="clinics.tasks.sweep_webhook_log")
def sweep_webhook_log() -> int:
    """Let go of deliveries that ended more than WEBHOOK_LOG_DAYS ago; give how many. May run any number of times."""
    return sweep_log(before=timezone.now() - timedelta(days=settings.WEBHOOK_LOG_DAYS))
