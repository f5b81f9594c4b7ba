import logging
from time import monotonic

from celery import shared_task
from django.db import DatabaseError
from django.utils import timezone

from clinics.operations.monitoring.redeciding import redecide_due
from clinics.operations.monitoring.waking import wake_roster_worker

TURN_SECONDS = 20
_log = logging.getLogger(__name__)


# A step that hangs must not hold its worker for ever; one takes a fraction of a second.
@shared_task(name="clinics.tasks.redecide_rosters", soft_time_limit=300, time_limit=330)
def redecide_rosters() -> int:
    """Decide what is due on rosters for one turn; give how many watches were seen to.

    Any number may run at once: an entry is held by one. Killed at any instant, a step has not happened.
    """
    ends, done = monotonic() + TURN_SECONDS, 0
    while monotonic() < ends:
        try:
            seen_to = redecide_due(at=timezone.now())
        except DatabaseError as error:  # the database went away, or the like: what is due stays due
            _log.warning("rosters: %s", type(error).__name__)
            return done
        if not seen_to:
            return done
        done += seen_to
    wake_roster_worker()  # the turn is over and the work is not
    return done
