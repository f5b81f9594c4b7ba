"""Whom each row means and what it would do to the roster, as things stand now. Nothing is recorded here."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from clinics.imports.matching import (
    Candidate,
    PersonOnFile,
    ToldPerson,
    compare,
    find_candidates,
    matched_by,
    rank_candidates,
)
from clinics.models import RosterEntry, RosterImport, StagedEntry
from clinics.models.imports import CHANGE, DOUBTFUL, FAULTY, NEW, SAME, THIS_ONE, UNKNOWN
from clinics.operations.roster import EntryChanges
from clinics.queries.overlaps import Stay, standing_stays
from clinics.queries.people_on_file import find_by_birth, find_fits_of, read_people
from clinics.queries.roster_imports import fields_of
from clinics.queries.sites import day_at
from credentials.models import Practitioner
from credentials.records.matching import Fits
from rulebook.facts import normalise_number

Place = tuple[int, int]  # a site, and the surviving record of a person


@dataclass(frozen=True, slots=True)
class OnFile:
    """Everything on file that a chunk of rows is held against."""

    fits: Fits
    people: Mapping[int, PersonOnFile]
    by_birth: Mapping[ToldPerson, set[int]]


def told_person(row: StagedEntry) -> ToldPerson:
    """Whom a row is about, as it says."""
    told = row.told or {}
    licence, born_on = told.get("licence"), told.get("born_on")
    return ToldPerson(
        registry_number=told.get("registry_number"),
        npi=told.get("npi"),
        licence=(licence[0], licence[1], normalise_number(licence[2])) if licence else None,
        name=told.get("name"),
        born_on=dt.date.fromisoformat(born_on) if born_on else None,
    )


def judge_rows(job: RosterImport, rows: Sequence[StagedEntry], at: dt.datetime) -> dict[int, RosterEntry]:
    """Say of each row whom it means and what it would do; gives the entries that rows would change, by row.

    The rows are not saved. Those with a faulty cell stay as they are.
    """
    readable = [row for row in rows if not row.faults]
    people = {row.row: told_person(row) for row in readable}
    on_file = _read_on_file(readable, people.values())
    for row in readable:
        _judge_person(row, people[row.row], on_file)
    matched = [row for row in readable if row.practitioner_id is not None and row.verdict is None]
    return _judge_entries(job, matched, at)


def _read_on_file(rows: Sequence[StagedEntry], told: Collection[ToldPerson]) -> OnFile:
    fits = find_fits_of(told)
    unfound = [one for one in told if not find_candidates(one, fits)]
    by_birth = find_by_birth(unfound)
    ids = {one for person in told for one in find_candidates(person, fits)}
    ids = ids.union(*by_birth.values()) | _survivors({row.practitioner_id for row in rows if row.word == THIS_ONE})
    return OnFile(fits, read_people(ids), by_birth)


def _survivors(practitioner_ids: Collection[int | None]) -> set[int]:
    found = Practitioner.objects.filter(pk__in=[one for one in practitioner_ids if one])
    return {merged or pk for pk, merged in found.values_list("pk", "merged_into_id")}


def _judge_person(row: StagedEntry, told: ToldPerson, on_file: OnFile) -> None:
    """Whom the row means: `practitioner` where that is plain or was said, else a verdict."""
    chosen = row.practitioner_id if row.word == THIS_ONE else None
    row.verdict, row.matched_by, row.entry_key, row.refusal = None, None, None, []
    if told.registry_number and on_file.fits.by_number.get(told.registry_number) not in on_file.people:
        row.verdict, row.practitioner_id, row.candidates = FAULTY, None, []
        row.refusal = [["unknown_registry_number", "registry_number", told.registry_number]]
        return
    ids = find_candidates(told, on_file.fits) or on_file.by_birth.get(told, set())
    candidates = rank_candidates(told, ids, on_file.people)
    row.candidates = [_tell(one) for one in candidates]
    if chosen is not None:
        (survivor,) = _survivors([chosen])
        row.practitioner_id = survivor
        row.matched_by = "word"
        if survivor not in on_file.people:
            row.verdict, row.refusal = FAULTY, [["changed_since", None]]
        elif survivor not in {one.practitioner_id for one in candidates}:
            row.candidates.append(_tell(compare(told, survivor, on_file.people[survivor])))
    elif len(candidates) == 1 and candidates[0].is_plain:
        row.practitioner_id, row.matched_by = candidates[0].practitioner_id, matched_by(candidates[0])
    else:
        row.practitioner_id, row.verdict = None, DOUBTFUL if candidates else UNKNOWN


def _tell(candidate: Candidate) -> dict[str, Any]:
    return {
        "practitioner": candidate.practitioner_id,
        "agrees": list(candidate.agrees),
        "differs": list(candidate.differs),
    }


def _judge_entries(job: RosterImport, rows: Sequence[StagedEntry], at: dt.datetime) -> dict[int, RosterEntry]:
    """What rows whose person is plain would do to the roster."""
    stays: dict[Place, list[Stay]] = defaultdict(list)
    sites, roots = {row.site_id or 0 for row in rows}, {row.practitioner_id or 0 for row in rows}
    for stay in standing_stays(site_ids=sites, root_ids=roots):
        stays[stay.site_id, stay.root_id].append(stay)
    keys = [stay.key for held in stays.values() for stay in held if stay.key]
    standing = RosterEntry.objects.filter(key__in=keys, superseded_at__isnull=True).select_related("site")
    entries = {one.key: one for one in standing}
    earlier = _rows_before(job, rows)
    found: dict[int, RosterEntry] = {}
    for row in rows:
        place = (row.site_id or 0, row.practitioner_id or 0)
        twice = next((one[0] for one in earlier[place] if one[0] < row.row and _share_days(row, *one[1:])), None)
        if twice is not None:
            row.verdict, row.refusal = FAULTY, [["twice_in_file", None, twice]]
            continue
        earlier[place].append((row.row, row.starts_on, row.until_on))
        touched = [entries[stay.key] for stay in stays[place] if stay.key and _touches(row, entries[stay.key], at)]
        if len(touched) > 1:
            row.verdict, row.refusal = FAULTY, [["several_entries", None]]
        elif not touched:
            row.verdict = NEW
        else:
            found[row.row], row.entry_key = touched[0], touched[0].key
            row.verdict = CHANGE if changes_of(job, row, touched[0]) else SAME
    return found


def changes_of(job: RosterImport, row: StagedEntry, entry: RosterEntry) -> EntryChanges:
    """What the row says otherwise than the entry does; what it does not say stays. A list without a column for the end
    says nothing of it; an empty cell in such a column says that there is none.
    """
    changes: EntryChanges = {}
    has_until = "until_on" in fields_of(job) or "until_on" in (job.mapping or {}).get("constants", {})
    if row.role and row.role != entry.role:
        changes["role"] = row.role
    if sorted(row.patient_groups) != sorted(entry.patient_groups):
        changes["patient_groups"] = row.patient_groups
    if row.starts_on is not None and row.starts_on != entry.starts_on:
        changes["starts_on"] = row.starts_on
    if has_until and row.until_on != entry.until_on:
        changes["until_on"] = row.until_on
    return changes


def _rows_before(
    job: RosterImport, rows: Sequence[StagedEntry]
) -> dict[Place, list[tuple[int, dt.date | None, dt.date | None]]]:
    """Rows of the same list above these, about the same persons at the same sites, that go in."""
    found: dict[Place, list[tuple[int, dt.date | None, dt.date | None]]] = defaultdict(list)
    first = min((row.row for row in rows), default=0)
    above = StagedEntry.objects.filter(
        roster_import=job,
        row__lt=first,
        verdict__in=(NEW, SAME, CHANGE),
        practitioner__in={row.practitioner_id for row in rows},
    )
    for site, practitioner, row, starts_on, until_on in above.values_list(
        "site_id", "practitioner_id", "row", "starts_on", "until_on"
    ):
        found[site or 0, practitioner or 0].append((row, starts_on, until_on))
    return found


def _share_days(row: StagedEntry, starts_on: dt.date | None, until_on: dt.date | None) -> bool:
    """Whether a row shares a day with other days; whatever has no first day may share any."""
    begins_before_end = until_on is None or row.starts_on is None or row.starts_on < until_on
    return begins_before_end and (row.until_on is None or starts_on is None or starts_on < row.until_on)


def _touches(row: StagedEntry, entry: RosterEntry, at: dt.datetime) -> bool:
    """Whether the row speaks of this entry: they share a day; without a first day, the entry is not over."""
    if row.starts_on is None and entry.until_on is not None and entry.until_on <= day_at(entry.site, at):
        return False
    return _share_days(row, entry.starts_on, entry.until_on)
