"""A list goes its way in steps, each one transaction: whoever kills a step has undone it, and another does it again.

A step holds the row of its list, so that two workers never do the same one; what has been done is written in the
transaction that does it.
"""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict

from django.db import transaction

from clinics.models import RosterImport
from clinics.operations.imports.judging import judge_rows
from clinics.operations.imports.recording import record_chunk
from clinics.operations.imports.saving import save_rows
from clinics.operations.imports.staging import Unmapped, stage_file
from clinics.queries.roster_imports import count_rows
from credentials.files.faults import UnreadableFile
from law.queries.compiled import current_law
from law.queries.packs import NoLawReleased
from rulebook.places import tell_code

CHUNK = 500  # rows, unless told otherwise
MOST_FAILURES = 3


@transaction.atomic
def advance(*, import_id: int, at: dt.datetime, chunk: int = CHUNK) -> bool:
    """Do the next step of a list; false when there was none to do, or another worker is doing it."""
    held = RosterImport.objects.select_for_update(skip_locked=True).filter(pk=import_id).first()
    step = _STEPS.get(held.state) if held else None
    if held is None or step is None:
        return False
    step(held, at, chunk)
    return True


@transaction.atomic
def note_failure(*, import_id: int, error: str) -> None:
    """A step failed for a reason nobody foresaw: it is tried again, and given up after a few times."""
    job = RosterImport.objects.select_for_update().get(pk=import_id)
    job.failures += 1
    if job.failures >= MOST_FAILURES:
        job.state = "failed"
        job.problems = [{"code": "unexpected", "detail": f"Given up after {job.failures} attempts: {error}"}]
    job.save(update_fields=["failures", "state", "problems"])


def _stage(job: RosterImport) -> None:
    """Read the file. One that cannot be read has failed; one whose columns must be told first pauses until they are."""
    job.problems, job.row_at, job.row_done, job.counts = [], 0, 0, {}
    try:
        with transaction.atomic():
            job.row_count = stage_file(job, _known_place())
        job.state = "judging"
    except UnreadableFile as broken:
        job.state, job.problems = "failed", [asdict(fault) for fault in broken.faults]
    except Unmapped as unmapped:
        job.state = "paused"
        job.problems = [{"code": x.code, "detail": x.detail, "pointer": x.pointer} for x in unmapped.faults]
    job.save()


def _judge(job: RosterImport, at: dt.datetime, chunk: int) -> None:
    rows = list(job.rows.filter(row__gt=job.row_at).order_by("row")[:chunk])
    judge_rows(job, rows, at)
    save_rows(rows)
    job.row_at = rows[-1].row if rows else job.row_at
    job.row_done += len(rows)
    job.failures = 0
    if len(rows) < chunk:
        job.state, job.row_at, job.row_done, job.counts = "previewed", 0, 0, count_rows(job.pk)
    job.save()


def _known_place() -> Callable[[str], str]:
    """What reads codes of places: by the law in use; before any is released, by their form alone."""
    try:
        return current_law().places.read
    except NoLawReleased:
        return tell_code


_STEPS: Mapping[str, Callable[[RosterImport, dt.datetime, int], None]] = {
    "uploaded": lambda job, _, __: _stage(job),
    "judging": _judge,
    "running": record_chunk,
}
