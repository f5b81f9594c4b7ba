"""What people do with staff lists: send, tell columns, say whom rows mean, confirm, cancel. Workers do the rest."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from clinics.imports.mapping import StaffMapping as ReadMapping
from clinics.imports.mapping import read_mapping
from clinics.models import RosterFile, RosterImport, StaffMapping, StagedEntry
from clinics.operations.imports.waking import wake_importer
from credentials.files.mappings import digest_header
from credentials.records.faults import Fault, Refusal

_BEFORE_CONFIRMING = ("paused", "judging", "previewed")
_CANCELLABLE = ("uploaded", *_BEFORE_CONFIRMING, "running")
_ENDED = ("done", "cancelled", "failed")
_ZIP = b"PK\x03\x04"


@transaction.atomic
def receive_list(
    *, organisation_id: int, content: bytes, file_name: str, constants: Mapping[str, str], by: str
) -> RosterImport:
    """Keep a staff list; a worker reads it and shows what would go in. `constants` hold for every row of this file."""
    job = RosterImport.objects.create(
        organisation_id=organisation_id,
        form="xlsx" if content.startswith(_ZIP) else "csv",
        file_name=file_name,
        digest=hashlib.sha256(content).digest(),
        size=len(content),
        constants=dict(constants),
        uploaded_by=by,
    )
    RosterFile.objects.create(roster_import=job, content=content)
    wake_importer()
    return job


@transaction.atomic
def tell_staff_mapping(
    *, organisation_id: int, header: Sequence[str], mapping: Any, by: str, at: dt.datetime
) -> StaffMapping | Refusal:
    """Remember how lists with this header are read; those that wait for it, or were previewed, are read again."""
    read = read_mapping(mapping, header)
    if not isinstance(read, ReadMapping):
        return Refusal(tuple(fault.under("mapping") for fault in read))
    told, _ = StaffMapping.objects.update_or_create(
        organisation_id=organisation_id,
        header_digest=digest_header(header),
        defaults={"header": list(header), "mapping": mapping, "told_by": by, "told_at": at},
    )
    waiting = RosterImport.objects.filter(
        organisation=organisation_id, header=list(header), state__in=_BEFORE_CONFIRMING, file__isnull=False
    )
    if waiting.update(state="uploaded", row_at=0, row_done=0):
        wake_importer()
    return told


@transaction.atomic
def confirm_list(*, job: RosterImport, by: str, at: dt.datetime) -> RosterImport | Refusal:
    """Let the rows go onto the roster. Confirming again changes nothing. The file itself is no longer needed."""
    held = _hold(job)
    if held.confirmed_by is not None:
        return held
    if held.state != "previewed":
        return _refuse("not_previewed", f"It is {held.state}; only what was previewed can be confirmed")
    held.state, held.confirmed_by, held.started_at = "running", by, at
    held.row_done = held.row_at = 0
    held.save()
    RosterFile.objects.filter(pk=held.pk).delete()
    wake_importer()
    return held


@transaction.atomic
def cancel_list(*, job: RosterImport, by: str, at: dt.datetime) -> RosterImport | Refusal:
    """End it between two chunks. What has gone in stays; the same file sent again brings the rest."""
    held = _hold(job)
    if held.state == "cancelled":
        return held
    if held.state not in _CANCELLABLE:
        return _refuse("too_late", f"It is {held.state} and cannot be cancelled")
    held.state, held.cancelled_by, held.finished_at = "cancelled", by, at
    held.save()
    RosterFile.objects.filter(pk=held.pk).delete()
    return held


@transaction.atomic
def sweep_lists(*, before: dt.datetime, at: dt.datetime) -> int:
    """Let go of what lists hold about people that were sent before; gives how many. Who said what of a row stays."""
    old = RosterImport.objects.filter(uploaded_at__lt=before, swept_at__isnull=True).exclude(state="running")
    ids = list(old.select_for_update(skip_locked=True).values_list("pk", flat=True))
    RosterImport.objects.filter(pk__in=ids).exclude(state__in=_ENDED).update(state="cancelled", finished_at=at)
    RosterImport.objects.filter(pk__in=ids).update(swept_at=at, file_name="")
    RosterFile.objects.filter(pk__in=ids).delete()
    blank_rows(StagedEntry.objects.filter(roster_import__in=ids).values_list("pk", flat=True))
    return len(ids)


def blank_rows(ids: Any) -> None:
    """Let go of what these rows say of people, and of what their faults quote."""
    StagedEntry.objects.filter(pk__in=list(ids)).update(cells=None, told=None, faults=[], refusal=[])


def _hold(job: RosterImport) -> RosterImport:
    return RosterImport.objects.select_for_update().get(pk=job.pk)


def _refuse(code: str, detail: str) -> Refusal:
    return Refusal((Fault("", code, detail),))
