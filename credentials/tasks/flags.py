from celery import shared_task
from django.conf import settings
from django.utils import timezone

from credentials.operations import flags


@shared_task(name="credentials.tasks.flag_expiring")
def flag_expiring() -> int:
    """Flag what has reached a step of EXPIRY_LADDER_DAYS; give how many flags were raised. May run any number of times.

    The day is the one that has begun everywhere, so that nothing is called expired while it is still valid somewhere.
    """
    now = timezone.now()
    raised = flags.flag_expiring(day=(now - flags.LAST_ZONE).date(), at=now, ladder=settings.EXPIRY_LADDER_DAYS)
    return raised.flags
