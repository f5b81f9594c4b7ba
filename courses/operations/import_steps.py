"""An import goes its way in steps, each one transaction: whoever kills a step has undone it, and another does it again.

A step holds a lock of its import, so that two workers never do the same one; what has been done is written in the
transaction that does it.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from django.db import connection, transaction

from courses.models import ResultImport
from courses.operations.import_previewing import preview
from courses.operations.import_recording import record_chunk
from courses.operations.import_releasing import check_chunk, release_chunk
from courses.operations.import_staging import clear_staged

CHUNK = 10_000  # rows or attempts, unless told otherwise
MOST_FAILURES = 3
_LOCK = 4_620_218  # any number of our own
# Sorting and joining a big file beside the default of 4 MB goes over the disk.
_LOCK_AND_SET = """
SELECT pg_try_advisory_xact_lock(%s, %s), set_config('jit', 'off', true), set_config('work_mem', '64MB', true)
"""
_STEPS: Mapping[str, Callable[[ResultImport, dt.datetime, int], None]] = {
    "uploaded": lambda job, at, _: preview(job, at),
    "running": record_chunk,
    "checking": check_chunk,
    "releasing": release_chunk,
}


@transaction.atomic
def advance(*, import_id: int, at: dt.datetime, chunk: int = CHUNK) -> bool:
    """Do the next step of an import; false when there was none to do, or another worker is doing it."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK_AND_SET, [_LOCK, import_id])
        is_ours = cursor.fetchone()[0]
    job = ResultImport.objects.select_related("programme").filter(pk=import_id).first() if is_ours else None
    step = _STEPS.get(job.state) if job else None
    if job is None or step is None:
        return False
    step(job, at, chunk)
    return True


@transaction.atomic
def note_failure(*, import_id: int, error: str) -> None:
    """A step failed for a reason nobody foresaw: it is tried again, and given up after a few times."""
    job = ResultImport.objects.select_for_update().get(pk=import_id)
    job.failures += 1
    if job.failures >= MOST_FAILURES:
        job.state = "failed"
        job.problems = [{"code": "unexpected", "detail": f"Given up after {job.failures} attempts: {error}"}]
        clear_staged(job.pk)
    job.save(update_fields=["failures", "state", "problems"])
