"""A batch of results over the API: the same steps as a file's, at once and in one transaction."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection, transaction

from courses.models import Programme, RefusedRow, ResultImport
from courses.operations.import_previewing import FIRST_ZONE, judge_staged, parameters_of
from courses.operations.import_recording import merge
from courses.operations.import_sql import same_sql
from courses.operations.import_staging import clear_staged, stage_rows
from courses.queries.result_imports import papers_at_hand
from courses.results.faults import tell_fault
from courses.results.objects import read_objects
from credentials.files.row_faults import ToldFault


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of one result: recorded, unchanged (told before) or refused with its faults."""

    status: str
    faults: tuple[ToldFault, ...] = ()


@transaction.atomic
def record_batch(
    *, programme: Programme, results: Sequence[object], by: str, at: dt.datetime, digest: bytes | None = None
) -> tuple[ResultImport, list[Answered]]:
    """Record every good result of a batch as a draft, and say of each what became of it, in their order."""
    job = ResultImport.objects.create(
        programme=programme,
        form="batch",
        digest=digest or hashlib.sha256(repr(results).encode()).digest(),
        size=len(results),
        state="done",
        row_count=len(results),
        uploaded_by=by,
        confirmed_by=by,
        started_at=at,
        finished_at=at,
    )
    rows = read_objects(results, papers_at_hand(programme.pk), (at + FIRST_ZONE).date())
    stage_rows(rows, import_id=job.pk)
    judge_staged(job)
    same = _list_same(job)
    told = parameters_of(job)
    job.taken, job.unchanged, refused_late = merge(told, has_registry_numbers=True)
    job.refused += refused_late
    job.row_done = job.row_count
    job.save()
    clear_staged(job.pk)
    return job, _answer(job, same)


def _list_same(job: ResultImport) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(same_sql(), parameters_of(job))
        return {row for (row,) in cursor.fetchall()}


def _answer(job: ResultImport, same: set[int]) -> list[Answered]:
    refused: Mapping[int, list[list[object]]] = dict(
        RefusedRow.objects.filter(result_import=job).values_list("row", "faults")
    )
    answers = []
    for row in range(job.row_count):
        if row in refused:
            answers.append(Answered("refused", tuple(tell_fault(row, fault, {}) for fault in refused[row])))
        else:
            answers.append(Answered("unchanged" if row in same else "recorded"))
    return answers
