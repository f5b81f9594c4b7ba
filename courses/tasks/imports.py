import logging
from datetime import timedelta
from time import monotonic

from celery import shared_task
from django.conf import settings
from django.db import DatabaseError
from django.utils import timezone

from courses.operations.import_steps import advance, note_failure
from courses.operations.import_waking import wake_importer
from courses.operations.result_imports import sweep_files
from courses.queries.result_imports import imports_at_work

TURN_SECONDS = 20
_log = logging.getLogger(__name__)


# A step that hangs must not hold its worker for ever; half a million rows of a workbook take some minutes.
@shared_task(name="courses.tasks.run_result_imports", soft_time_limit=1_800, time_limit=1_860)
def run_result_imports() -> int:
    """Go on with every import for one turn, a step of each in turn; give how many steps were done.

    Any number may run at once: an import is held by one. Killed at any instant, a step has not happened.
    """
    ends, done = monotonic() + TURN_SECONDS, 0
    while monotonic() < ends:
        steps = sum(_advance(import_id) for import_id in imports_at_work())
        if not steps:
            return done
        done += steps
    wake_importer()  # the turn is over and the work is not
    return done


@shared_task(name="courses.tasks.sweep_result_files")
def sweep_result_files() -> int:
    """Let go of files of results after RESULT_FILE_DAYS; give how many."""
    return sweep_files(before=timezone.now() - timedelta(days=settings.RESULT_FILE_DAYS))


def _advance(import_id: int) -> bool:
    try:
        return advance(import_id=import_id, at=timezone.now(), chunk=settings.RESULT_IMPORT_CHUNK)
    except DatabaseError as error:
        # Others may have written the same meanwhile, or the database went away: what comes next will tell.
        note_failure(import_id=import_id, error=type(error).__name__)
        _log.warning("import %s: %s", import_id, type(error).__name__)
    except Exception as error:  # one import that fails, however it does, must not hold up the others
        note_failure(import_id=import_id, error=type(error).__name__)
        _log.exception("import %s", import_id)
    return False
