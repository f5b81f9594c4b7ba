from celery import shared_task
from django.conf import settings
from django.utils import timezone

from clinics.operations.alerts import expiring
from clinics.operations.alerts.mailing import enqueue_mails


@shared_task(name="clinics.tasks.mail_alerts")
def mail_alerts() -> int:
    """Have digests written to everybody whose hour has come; give how many. May run any number of times."""
    return enqueue_mails(at=timezone.now())


@shared_task(name="clinics.tasks.tell_expiries")
def tell_expiries() -> int:
    """Tell what has reached a step of a clinic's ladder, else of EXPIRY_LADDER_DAYS; give how many alerts were raised.

    May run any number of times.
    """
    return expiring.tell_expiries(at=timezone.now(), ladder=settings.EXPIRY_LADDER_DAYS)
