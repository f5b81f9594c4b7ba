from celery import shared_task
from django.utils import timezone

from clinics.operations.alerts.mailing import enqueue_mails


@shared_task(name="clinics.tasks.mail_alerts")
def mail_alerts() -> int:
    """Have digests written to everybody whose hour has come; give how many. May run any number of times."""
    return enqueue_mails(at=timezone.now())
