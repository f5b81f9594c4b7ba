"""The preview: a file is read, its rows are staged and held against what is on file; nothing is recorded yet."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import orjson
from django.db import connection, transaction

from courses.models import RefusedRow, ResultImport
from courses.operations.import_sql import LAST_ROW, preview_sql, retakes_sql
from courses.operations.import_staging import Unmapped, clear_staged, stage_table
from courses.queries.import_retakes import Retake, judge_retakes
from courses.queries.result_imports import examined_by_version, fields_of, open_file
from credentials.files.faults import UnreadableFile
from credentials.files.tables import open_table

# The day has begun by then in the zone that is furthest ahead: what is in the future there is so everywhere.
FIRST_ZONE = dt.timedelta(hours=14)
_AT_ONCE = 1_000  # further attempts that are judged together
_WRITTEN = (
    "state", "problems", "header", "mapping", "encoding", "row_count", "row_done", "row_at", "taken", "unchanged",
    "refused",
)  # fmt: skip


def preview(job: ResultImport, at: dt.datetime) -> None:
    """Say of every row whether it would go in. A file that cannot be read has failed; one whose columns must be told
    first pauses until they are.
    """
    job.problems = []
    try:
        with transaction.atomic():
            job.row_count = stage_file(job, at)
            judge_staged(job)
        job.state = "previewed"
    except UnreadableFile as broken:
        job.state, job.problems = "failed", [asdict(fault) for fault in broken.faults]
    except Unmapped as unmapped:
        job.state = "paused"
        job.problems = [{"code": x.code, "detail": x.detail, "pointer": x.pointer} for x in unmapped.faults]
    written = {name: getattr(job, name) for name in _WRITTEN}
    if not ResultImport.objects.filter(pk=job.pk, state="uploaded").update(**written):
        clear_staged(job.pk)  # it was cancelled meanwhile
        RefusedRow.objects.filter(result_import=job).delete()


def stage_file(job: ResultImport, at: dt.datetime) -> int:
    """Read the file and stage its rows; gives how many. What it raises, `stage_table` says."""
    with open_file(job.pk) as file:
        table = open_table(file)
        try:
            return stage_table(table, job=job, last_day=(at + FIRST_ZONE).date())
        finally:
            table.close()


def judge_staged(job: ResultImport) -> None:
    """Hold what is staged against what is on file, all rows at once; refused rows are written down."""
    RefusedRow.objects.filter(result_import=job).delete()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE courses_stagedresult")  # else a hundred thousand rows are joined as if they were ten
        cursor.execute(preview_sql(has_registry_numbers=has_registry_numbers(job)), parameters_of(job))
        job.unchanged, job.refused, has_retakes = cursor.fetchone()
    if has_retakes:
        job.refused += _refuse_retakes(job)
    job.taken = job.row_count - job.unchanged - job.refused
    job.row_done = job.row_at = 0


def has_registry_numbers(job: ResultImport) -> bool:
    """Whether a column names learners by their registry number; a batch may."""
    return job.form == "batch" or "registry_number" in fields_of(job)


def parameters_of(job: ResultImport, *, after: int = -1, last: int = LAST_ROW) -> dict[str, Any]:
    """What the statements of an import are asked with."""
    return {
        "import": job.pk,
        "programme": job.programme_id,
        "examined": orjson.dumps(examined_by_version(job.programme_id)).decode(),
        "after": after,
        "last": last,
        "by": job.uploaded_by,
    }


def _refuse_retakes(job: ResultImport) -> int:
    """Refuse rows that break the ladder's rules about another attempt; gives how many."""
    count = 0
    for rows in _fetch_retakes(job):
        broken = [
            RefusedRow(result_import=job, row=row, faults=[[one.code, "sat_on", one.detail] for one in found])
            for row, found in judge_retakes(rows)
        ]
        RefusedRow.objects.bulk_create(broken)
        count += len(broken)
    return count


def _fetch_retakes(job: ResultImport) -> Iterator[list[Retake]]:
    """Batches in which all rows about one learner's attempts at one examination stand together."""
    with connection.cursor() as cursor:
        cursor.execute(retakes_sql(has_registry_numbers=has_registry_numbers(job)), parameters_of(job))
        batch: list[Retake] = []
        while rows := cursor.fetchmany(_AT_ONCE):
            for row in map(Retake._make, rows):
                if len(batch) >= _AT_ONCE and batch[-1].subject != row.subject:
                    yield batch
                    batch = []
                batch.append(row)
        if batch:
            yield batch
