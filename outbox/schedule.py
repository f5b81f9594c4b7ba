"""When a message that could not be sent is tried again, and when it is given up."""

from datetime import timedelta

from django.conf import settings

LONGEST = timedelta(hours=6)
# Ten delays that double from half a minute take 8.5 hours, eleven more of six hours bring it to about three days.
MOST_ATTEMPTS = 22


def delay_after(attempts: int, chance: float) -> timedelta:
    """How long to wait after so many attempts (1 or more): 30 s, doubled each time, six hours at most, a quarter more
    or less by `chance` (from 0 to 1), so that what failed together does not come back together.
    """
    doubled: timedelta = settings.OUTBOX_FIRST_RETRY * 2 ** min(attempts - 1, 30)
    return min(doubled, LONGEST) * (0.75 + chance / 2)
