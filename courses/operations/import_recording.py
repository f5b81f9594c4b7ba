"""Recording what a preview showed: a chunk of rows at a time, each chunk one transaction."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import connection

from courses.models import ResultImport
from courses.operations.import_previewing import has_registry_numbers, parameters_of, stage_file
from courses.operations.import_sql import merge_sql
from courses.operations.import_staging import clear_staged

_REACH = """
SELECT max(row), count(*) FILTER (WHERE row > %(after)s AND row <= %(last)s)
FROM courses_stagedresult WHERE result_import_id = %(import)s
"""


def record_chunk(job: ResultImport, at: dt.datetime, chunk: int) -> None:
    """Record the next rows. Whoever cancels waits for it, and then nothing more is recorded."""
    held = ResultImport.objects.select_for_update(of=("self",)).select_related("programme").get(pk=job.pk)
    if held.state != "running":
        return
    told = parameters_of(held, after=held.row_at, last=held.row_at + chunk)
    end, rows = _reach(told)
    if end is None:
        # PostgreSQL was ended the hard way, and has emptied what it does not log. The file says the same again.
        stage_file(held, at)
        end, rows = _reach(told)
    taken, unchanged, refused = merge(told, has_registry_numbers=has_registry_numbers(held))
    held.row_at, held.row_done = told["last"], held.row_done + rows
    held.taken += taken
    held.unchanged += unchanged
    held.refused += refused
    held.failures = 0
    if end is None or held.row_at >= end:
        held.state, held.finished_at, held.row_at = "done", at, end or 0
        clear_staged(held.pk)
    held.save()


def merge(told: Mapping[str, Any], *, has_registry_numbers: bool) -> tuple[int, int, int]:
    """Record staged rows; gives how many were taken, were on file already, were refused now."""
    with connection.cursor() as cursor:
        cursor.execute(merge_sql(has_registry_numbers=has_registry_numbers), told)
        taken, unchanged, refused = cursor.fetchone()
    return taken, unchanged, refused


def _reach(told: Mapping[str, Any]) -> tuple[int | None, int]:
    """The last row that is staged, and how many of them this chunk has."""
    with connection.cursor() as cursor:
        cursor.execute(_REACH, told)
        end, rows = cursor.fetchone()
    return end, rows
