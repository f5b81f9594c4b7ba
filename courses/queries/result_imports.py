"""Imports as they stand: what to read a file by, how far it is, what was refused."""

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import BinaryIO

from courses.models import Paper, ProgrammeVersion, RefusedRow, ResultImport, ResultMapping
from courses.models.imports import AT_WORK
from courses.queries.compiled import ladders_of
from courses.queries.papers import scored_paper, voided_items
from courses.results.faults import tell_fault
from courses.results.mapping import guess_mapping
from courses.results.rows import PaperAtHand
from courses.scoring.papers import WrittenPaper
from credentials.files.mappings import digest_header
from credentials.files.row_faults import ToldFault, tell_reasons
from credentials.files.tables import REASON, open_table
from credentials.queries.stored_files import open_stored

_READ = "SELECT substring(content FROM %s FOR %s) FROM courses_resultfile WHERE result_import_id = %s"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the recording is: rows a second, and seconds left at that rate; None where it cannot be told yet."""

    per_second: float | None
    seconds_left: float | None


def tell_progress(job: ResultImport, at: dt.datetime) -> Progress:
    """The rate since the rows began to go in, and what is left at that rate."""
    if job.started_at is None or not job.row_done:
        return Progress(None, None)
    seconds = ((job.finished_at or at) - job.started_at).total_seconds()
    if seconds <= 0:
        return Progress(None, None)
    rate = job.row_done / seconds
    left = (job.row_count - job.row_done) / rate if job.state == "running" else None
    return Progress(round(rate, 1), None if left is None else round(left, 1))


def imports_at_work() -> list[int]:
    """The imports for which a worker has something to do, oldest first."""
    return list(ResultImport.objects.filter(state__in=AT_WORK).order_by("pk").values_list("pk", flat=True))


def open_file(import_id: int) -> AbstractContextManager[BinaryIO]:
    """The file of an import on disk."""
    return open_stored(_READ, import_id)


def mapping_for(provider_id: int, header: tuple[str, ...]) -> Mapping[str, object]:
    """What was told for this header, else what its names say by themselves."""
    told = ResultMapping.objects.filter(provider_id=provider_id, header_digest=digest_header(header)).first()
    return guess_mapping(header) if told is None else told.mapping


def papers_at_hand(programme_id: int) -> dict[tuple[str, str, int], PaperAtHand]:
    """The published papers of a programme, by examination, form and number."""
    papers = Paper.objects.filter(programme_id=programme_id, published_at__isnull=False)
    found = {}
    for one in papers:
        scored = scored_paper(one)
        at_hand = PaperAtHand(one.pk, scored if isinstance(scored, WrittenPaper) else None, voided_items(one.pk))
        found[one.examination, one.form, one.number] = at_hand
    return found


def examined_by_version(programme_id: int) -> list[dict[str, object]]:
    """Every examination of every version, one object each."""
    versions = ProgrammeVersion.objects.filter(programme_id=programme_id, published_at__isnull=False)
    ladders = ladders_of(list(versions.values_list("pk", flat=True)))
    told = {
        (version_id, one.code, one.form)
        for version_id, ladder in ladders.items()
        for level in ladder.levels
        for one in level.examinations
    }
    return [{"version_id": version, "examination": code, "form": form} for version, code, form in told]


def list_faults(job: ResultImport, *, after: int, most: int) -> tuple[list[ToldFault], int | None]:
    """The faults of up to `most` refused rows below row `after`, and the row to go on from."""
    rows = list(RefusedRow.objects.filter(result_import=job, row__gt=after).order_by("row")[: most + 1])
    columns = fields_of(job)
    told = [tell_fault(one.row, fault, columns) for one in rows[:most] for fault in one.faults]
    return told, rows[most - 1].row if len(rows) > most else None


def fields_of(job: ResultImport) -> dict[str, str]:
    """The column of the file that holds each field."""
    columns = (job.mapping or {}).get("columns", {})
    return {field: name for name, field in columns.items()}


def write_refused(job: ResultImport) -> Iterator[list[str]]:
    """The refused rows as they came, below their header, each with its reasons: to be mended and sent again."""
    columns = fields_of(job)
    yield [*(job.header or []), REASON]
    refusals = RefusedRow.objects.filter(result_import=job).order_by("row").iterator(chunk_size=2_000)
    with open_file(job.pk) as file:
        rows = iter(open_table(file))
        for refused in refusals:
            cells = next(cells for number, cells in rows if number == refused.row)
            told = [tell_fault(refused.row, fault, columns) for fault in refused.faults]
            yield [*cells, tell_reasons(told)]
