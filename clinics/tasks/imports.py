"""Jobs of staff lists: going on with them, letting go of them, and looking after invitations."""

import logging
from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from clinics.operations.imports.invitations import expire_invitations, match_invitations
from clinics.operations.imports.receiving import sweep_lists
from clinics.operations.imports.steps import advance, note_failure
from clinics.operations.imports.waking import TASK, wake_importer
from clinics.queries.roster_imports import imports_at_work

TURN_SECONDS = 20
_log = logging.getLogger(__name__)


# A step that hangs must not hold its worker for ever.
@shared_task(name=TASK, soft_time_limit=900, time_limit=960)
def run_roster_imports() -> int:
    """Go on with every staff list for one turn, a step of each in turn; give how many steps were done.

    Any number may run at once: a list is held by one. Killed at any instant, a step has not happened.
    """
    ends, done = monotonic() + TURN_SECONDS, 0
    while monotonic() < ends:
        steps = sum(_advance(import_id) for import_id in imports_at_work())
        if not steps:
            return done
        done += steps
    wake_importer()  # the turn is over and the work is not
    return done


@shared_task(name="clinics.tasks.sweep_roster_lists")
def sweep_roster_lists() -> int:
    """Let go of what staff lists hold about people after ROSTER_FILE_DAYS; give how many."""
    at = timezone.now()
    return sweep_lists(before=at - timedelta(days=settings.ROSTER_FILE_DAYS), at=at)


@shared_task(name="clinics.tasks.look_after_invitations")
def look_after_invitations() -> int:
    """End invitations whose time is over, and offer those to their clinics whose person came on file; give how many."""
    at = timezone.now()
    return expire_invitations(at=at) + match_invitations(at=at)


def _advance(import_id: int) -> bool:
    try:
        return advance(import_id=import_id, at=timezone.now(), chunk=settings.ROSTER_IMPORT_CHUNK)
    except DatabaseError as error:
        # Others may have written the same meanwhile, or the database went away: what comes next will tell.
        note_failure(import_id=import_id, error=type(error).__name__)
        _log.warning("staff list %s: %s", import_id, type(error).__name__)
    except Exception as error:  # one list that fails, however it does, must not hold up the others
        note_failure(import_id=import_id, error=type(error).__name__)
        _log.exception("staff list %s", import_id)
    return False
