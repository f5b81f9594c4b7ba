from datetime import timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from courses.operations import reminders
from courses.operations.award_sweep import award_waiting

# Behind UTC, where a day begins and ends last of all: nobody is late, or reminded too early, while it lasts anywhere.
LAST_ZONE = timedelta(hours=12)


@shared_task(name="courses.tasks.remind_of_renewals")
def remind_of_renewals() -> int:
    """Tell holders whose renewal window has opened; give how many messages were written."""
    now = timezone.now()
    return reminders.remind_of_renewals(day=(now - LAST_ZONE).date(), at=now)


@shared_task(name="courses.tasks.remind_of_time")
def remind_of_time() -> int:
    """Tell learners whose time runs out; give how many messages were written."""
    now = timezone.now()
    return reminders.remind_of_time(day=(now - LAST_ZONE).date(), at=now)


@shared_task(name="courses.tasks.remind_of_results")
def remind_of_results() -> int:
    """Tell providers of results unreleased for RESULTS_UNRELEASED_DAYS; give how many messages were written."""
    now = timezone.now()
    return reminders.remind_of_results(
        day=(now - LAST_ZONE).date(), at=now, after_days=settings.RESULTS_UNRELEASED_DAYS
    )


@shared_task(name="courses.tasks.remind_of_examiners")
def remind_of_examiners() -> int:
    """Tell providers of sessions short of examiners; give how many messages were written."""
    now = timezone.now()
    return reminders.remind_of_examiners(day=(now - LAST_ZONE).date(), at=now)


@shared_task(name="courses.tasks.award_waiting")
def award_waiting_levels() -> int:
    """Award what became complete by what came on file elsewhere; give how many awards were given."""
    now = timezone.now()
    return award_waiting(on=now.date(), at=now, by="job:award_waiting")
