"""What people do with files of results: send, tell columns, confirm, cancel, check, release. Workers do the rest."""

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q

from courses.models import Programme, RefusedRow, ResultFile, ResultImport, ResultMapping
from courses.operations.exam_results import is_person
from courses.operations.import_staging import clear_staged
from courses.operations.import_waking import wake_importer
from courses.results.mapping import ResultMapping as ReadMapping
from courses.results.mapping import read_mapping
from credentials.files.mappings import digest_header
from credentials.records.faults import Fault, Refusal

_BEFORE_CONFIRMING = ("paused", "previewed")
_CANCELLABLE = ("uploaded", "paused", "previewed", "running")
_ZIP = b"PK\x03\x04"


@transaction.atomic
def receive_file(*, programme: Programme, content: bytes, file_name: str, by: str) -> ResultImport:
    """Keep a file of results; a worker reads it and shows what would go in."""
    job = ResultImport.objects.create(
        programme=programme,
        form="xlsx" if content.startswith(_ZIP) else "csv",
        file_name=file_name,
        digest=hashlib.sha256(content).digest(),
        size=len(content),
        uploaded_by=by,
    )
    ResultFile.objects.create(result_import=job, content=content)
    wake_importer()
    return job


@transaction.atomic
def tell_mapping(
    *, provider_id: int, header: Sequence[str], mapping: Any, by: str, at: dt.datetime
) -> ResultMapping | Refusal:
    """Remember how files with this header are read; those that wait for it, or were previewed, are read again."""
    read = read_mapping(mapping, header)
    if not isinstance(read, ReadMapping):
        return Refusal(tuple(fault.under("mapping") for fault in read))
    told, _ = ResultMapping.objects.update_or_create(
        provider_id=provider_id,
        header_digest=digest_header(header),
        defaults={"header": list(header), "mapping": mapping, "told_by": by, "told_at": at},
    )
    waiting = Q(programme__provider_id=provider_id, header=list(header), state__in=_BEFORE_CONFIRMING)
    if ResultImport.objects.filter(waiting).update(state="uploaded"):
        wake_importer()
    return told


@transaction.atomic
def confirm_import(*, job: ResultImport, by: str, at: dt.datetime) -> ResultImport | Refusal:
    """Let the good rows go in. Confirming again changes nothing."""
    held = _hold(job)
    if held.confirmed_by is not None:
        return held
    if held.state != "previewed":
        return _refuse("not_previewed", f"It is {held.state}; only what was previewed can be confirmed")
    held.state, held.confirmed_by, held.started_at = "running", by, at
    held.taken = held.unchanged = held.row_done = held.row_at = 0
    held.save()
    wake_importer()
    return held


@transaction.atomic
def cancel_import(*, job: ResultImport, by: str, at: dt.datetime) -> ResultImport | Refusal:
    """End an import between two chunks. What has gone in stays as drafts; the same file sent again brings the rest."""
    held = _hold(job)
    if held.state == "cancelled":
        return held
    if held.state not in _CANCELLABLE:
        return _refuse("too_late", f"It is {held.state} and cannot be cancelled")
    held.state, held.cancelled_by, held.finished_at = "cancelled", by, at
    held.save()
    clear_staged(held.pk)
    return held


@transaction.atomic
def check_import(*, job: ResultImport, by: str, at: dt.datetime) -> ResultImport | Refusal:
    """A second person finds right what the import brought."""
    held = _hold(job)
    if held.checked_by is not None:
        return _refuse("already_checked", "It was checked before")
    if held.state not in ("done", "cancelled"):
        return _refuse("not_done", f"It is {held.state}; only what has gone in can be checked")
    if not is_person(by):
        return _refuse("no_person", "A check is a person's: sign in, or use a key bound to a membership")
    if by == held.uploaded_by:
        return _refuse("not_a_second_person", "Whoever sent the file does not check it")
    held.state, held.checked_by, held.checked_at, held.attempt_done = "checking", by, at, 0
    held.save()
    wake_importer()
    return held


@transaction.atomic
def release_import(*, job: ResultImport, by: str, at: dt.datetime) -> ResultImport | Refusal:
    """Let the candidates see what was checked; awards follow. Releasing again changes nothing."""
    held = _hold(job)
    if held.released_by is not None:
        return held
    if held.state != "checked":
        return _refuse("not_checked", f"It is {held.state}; a second person checks it first")
    held.state, held.released_by, held.released_at, held.attempt_done = "releasing", by, at, 0
    held.save()
    wake_importer()
    return held


@transaction.atomic
def sweep_files(*, before: dt.datetime) -> int:
    """Let go of files, and of what was refused in them, that were sent before; gives how many."""
    ended = ResultFile.objects.filter(
        result_import__uploaded_at__lt=before,
        result_import__state__in=("done", "checked", "released", "cancelled", "failed", "paused", "previewed"),
    )
    ids = list(ended.values_list("pk", flat=True))
    ResultImport.objects.filter(pk__in=ids, state__in=_BEFORE_CONFIRMING).update(state="cancelled", finished_at=before)
    RefusedRow.objects.filter(result_import__in=ids).delete()
    for import_id in ids:
        clear_staged(import_id)
    ResultFile.objects.filter(pk__in=ids).delete()
    return len(ids)


def _hold(job: ResultImport) -> ResultImport:
    return ResultImport.objects.select_for_update().get(pk=job.pk)


def _refuse(code: str, detail: str) -> Refusal:
    return Refusal((Fault("", code, detail),))
