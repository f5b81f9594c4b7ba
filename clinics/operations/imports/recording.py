"""Letting a list's rows onto the roster: a chunk at a time, each chunk one transaction."""

import datetime as dt
from collections.abc import Mapping, Sequence

from clinics.models import RosterEntry, RosterImport, StagedEntry
from clinics.models.imports import (
    CHANGED,
    DOUBTFUL,
    ENTERED,
    FAULTY,
    INVITE,
    INVITED,
    LEAVE_OUT,
    LEFT_OUT,
    NEW,
    REFUSED,
    SAME,
    UNCHANGED,
    UNKNOWN,
)
from clinics.operations.imports.inviting import invite
from clinics.operations.imports.judging import changes_of, judge_rows
from clinics.operations.imports.saving import save_rows
from clinics.operations.roster import add_entries, change_entry
from clinics.operations.roster_checking import NewEntry
from clinics.queries.roster_imports import count_rows
from clinics.queries.sites import day_at
from credentials.models import Site
from credentials.records.faults import Refusal


def record_chunk(job: RosterImport, at: dt.datetime, chunk: int) -> None:
    """Take the next rows. `job` is locked: whoever cancels waits, and then nothing more is taken."""
    rows = list(job.rows.filter(row__gt=job.row_at).order_by("row")[:chunk])
    seen = {row.row: (row.verdict, row.practitioner_id) for row in rows}
    entries = judge_rows(job, rows, at)
    for row in rows:
        _refuse_or_leave(row, *seen[row.row])
    _add([row for row in rows if row.became is None and row.verdict == NEW], job, at)
    _change([row for row in rows if row.became is None and row.verdict not in (UNKNOWN, DOUBTFUL)], entries, job)
    _invite([row for row in rows if row.became is None], job, at)
    save_rows(rows)
    job.row_done += len(rows)
    job.row_at = rows[-1].row if rows else job.row_at
    job.failures = 0
    job.counts = count_rows(job.pk)
    if len(rows) < chunk:
        job.state, job.finished_at = "done", at
    job.save()


def _refuse_or_leave(row: StagedEntry, verdict_seen: str | None, practitioner_seen: int | None) -> None:
    """What a row becomes of which nothing goes in."""
    if row.word == LEAVE_OUT:
        row.became = LEFT_OUT
    elif row.faults or row.verdict == FAULTY:
        row.became = REFUSED
    elif row.verdict == DOUBTFUL and row.word != INVITE:
        _refuse(row, ["undecided", None])
    elif row.word is None and _is_other(row, verdict_seen, practitioner_seen):
        _refuse(row, ["changed_since", None])


def _is_other(row: StagedEntry, verdict_seen: str | None, practitioner_seen: int | None) -> bool:
    """Whether the row means somebody else now than the preview showed, or somebody whom nobody was sure of."""
    return verdict_seen == DOUBTFUL or (practitioner_seen is not None and row.practitioner_id != practitioner_seen)


def _add(rows: Sequence[StagedEntry], job: RosterImport, at: dt.datetime) -> None:
    sites = Site.objects.in_bulk({row.site_id for row in rows})
    entries = [
        NewEntry(
            site_id=row.site_id or 0,
            practitioner_id=row.practitioner_id or 0,
            role=row.role or "",
            patient_groups=row.patient_groups,
            starts_on=row.starts_on or day_at(sites[row.site_id or 0], at),
            until_on=row.until_on,
        )
        for row in rows
    ]
    if entries:
        added = add_entries(organisation_id=job.organisation_id, entries=entries, by=job.confirmed_by or "")
        for row, made in zip(rows, added, strict=True):
            _note(row, made, ENTERED)


def _change(rows: Sequence[StagedEntry], entries: Mapping[int, RosterEntry], job: RosterImport) -> None:
    for row in rows:
        if row.verdict == SAME:
            row.became = UNCHANGED
        elif row.row in entries:
            changes = changes_of(job, row, entries[row.row])
            _note(row, change_entry(entry=entries[row.row], changes=changes, by=job.confirmed_by or ""), CHANGED)


def _invite(rows: Sequence[StagedEntry], job: RosterImport, at: dt.datetime) -> None:
    """Whoever is left is on file under no number: unknown, or said to be none of the candidates."""
    for row in rows:
        refused = invite(organisation_id=job.organisation_id, row=row, by=job.confirmed_by or "", at=at)
        if refused is None:
            row.became = INVITED
        else:
            _refuse(row, list(refused))


def _note(row: StagedEntry, made: RosterEntry | Refusal, became: str) -> None:
    if isinstance(made, Refusal):
        for fault in made.faults:
            _refuse(row, ["refused", None, fault.detail])
    else:
        row.became, row.entry_key = became, made.key


def _refuse(row: StagedEntry, fault: list[str | None]) -> None:
    row.became, row.refusal = REFUSED, [*row.refusal, fault]
