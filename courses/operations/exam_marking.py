"""Examiners hand in their sheets: blind, once, and in any order."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.models import User
from courses.models import Attempt, DeclaredConflict, MarkSheet, Result
from courses.operations.exam_attempts import hold_attempt
from courses.operations.exam_drafting import draft_if_scored
from courses.queries.conflicts import find_conflict, is_examiner_there
from courses.queries.marking import read_sheets
from courses.queries.papers import scored_paper, voided_items
from courses.scoring.papers import PracticalPaper, Station
from courses.scoring.practical import RECONCILE, THIRD, THIRD_NEEDED, Sheet, read_sheet, settle
from credentials.models import Practitioner
from credentials.records.faults import Fault, Refusal

CONFLICTS = {
    "own_examination": "Nobody examines themselves",
    "declared": "A conflict of interest was declared",
    "supervisor": "The candidate's supervisor may not examine here",
    "instructor": "The candidate's instructor may not examine here",
}


@dataclass(frozen=True, slots=True)
class Marking:
    """What an examiner hands in for one station."""

    station: str
    marks: Any
    rating: Any = None


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The sheet as it stands, where its station stands with it, and the result if this was the last one needed."""

    sheet: MarkSheet
    status: str
    result: Result | None


@transaction.atomic
def hand_in_sheet(*, attempt: Attempt, marking: Marking, examiner_id: int) -> HandedIn | Refusal:
    """Record an examiner's marks at one station. Whoever comes first has place 1; a third only where one is called for.

    The attempt is locked meanwhile, so that of two who come together neither is lost and one drafts the result.
    """
    held = hold_attempt(attempt.pk)
    read = _read(held, marking, examiner_id)
    if isinstance(read, Refusal):
        return read
    paper, station, sheet = read
    place = _place_for(held, paper, station, examiner_id)
    if isinstance(place, Refusal):
        return place
    return _record(held, paper, station, Sheet(place, sheet.marks, sheet.rating), examiner_id)


@transaction.atomic
def reconcile_sheet(
    *, attempt: Attempt, marking: Marking, because: str, examiner_id: int, at: dt.datetime
) -> HandedIn | Refusal:
    """Let one of two examiners mark a station again, after both have seen that they lie too far apart.

    The old sheet stays as it was, superseded with the reason. Once both lie near enough, the station is settled.
    """
    held = hold_attempt(attempt.pk)
    read = _read(held, marking, examiner_id)
    if isinstance(read, Refusal):
        return read
    paper, station, sheet = read
    current = MarkSheet.objects.filter(attempt=held, station=station.code, superseded_at__isnull=True)
    own = current.filter(examiner_id=examiner_id).first()
    if own is None or _status(held, paper, station) != RECONCILE:
        detail = "Only one of two examiners who lie too far apart marks again"
        return Refusal((Fault("/station", "nothing_to_reconcile", detail),))
    own.superseded_at, own.superseded_because = at, because
    own.save(update_fields=["superseded_at", "superseded_because"])
    return _record(held, paper, station, Sheet(own.place, sheet.marks, sheet.rating), examiner_id)


@transaction.atomic
def declare_conflict(*, examiner: User, learner: Practitioner, because: str, by: str) -> DeclaredConflict:
    """Keep an examiner from marking a learner, whatever a paper says. Declared again, the first word stands."""
    values = {"because": because, "declared_by": by}
    return DeclaredConflict.objects.get_or_create(examiner=examiner, practitioner=learner, defaults=values)[0]


def _read(attempt: Attempt, marking: Marking, examiner_id: int) -> tuple[PracticalPaper, Station, Sheet] | Refusal:
    paper = scored_paper(attempt.paper) if attempt.paper is not None else None
    if not isinstance(paper, PracticalPaper):
        return Refusal((Fault("", "no_practical_paper", "Only a practical paper is marked by examiners"),))
    if not is_examiner_there(attempt, user_id=examiner_id):
        return Refusal((Fault("", "not_an_examiner_there", "You do not examine at this session"),))
    conflict = find_conflict(attempt, paper, user_id=examiner_id)
    if conflict is not None:
        return Refusal((Fault("", f"conflict_{conflict}", CONFLICTS[conflict]),))
    station = next((one for one in paper.stations if one.code == marking.station), None)
    if station is None:
        known = ", ".join(one.code for one in paper.stations)
        return Refusal((Fault("/station", "unknown_station", f"Known here: {known}"),))
    sheet = read_sheet(paper, station, marking.marks, marking.rating)
    return Refusal(tuple(sheet)) if isinstance(sheet, list) else (paper, station, sheet)


def _place_for(attempt: Attempt, paper: PracticalPaper, station: Station, examiner_id: int) -> int | Refusal:
    current = MarkSheet.objects.filter(attempt=attempt, station=station.code, superseded_at__isnull=True)
    taken = dict(current.values_list("place", "examiner_id"))
    if examiner_id in taken.values():
        return Refusal((Fault("/station", "already_marked", "Your sheet for this station is in"),))
    free = [place for place in range(1, paper.examiners + 1) if place not in taken]
    if free:
        return free[0]
    if _status(attempt, paper, station) == THIRD_NEEDED:
        return THIRD
    return Refusal((Fault("/station", "not_called_for", "This station has all its examiners"),))


def _status(attempt: Attempt, paper: PracticalPaper, station: Station) -> str:
    sheets = read_sheets([attempt.pk])[attempt.pk].get(station.code, ())
    return settle(paper, station, sheets, voided_items(attempt.paper_id or 0)).status


def _record(
    attempt: Attempt, paper: PracticalPaper, station: Station, sheet: Sheet, examiner_id: int
) -> HandedIn | Refusal:
    row = MarkSheet.objects.create(
        attempt=attempt,
        station=station.code,
        examiner_id=examiner_id,
        place=sheet.place,
        marks=dict(sheet.marks),
        rating=sheet.rating,
    )
    result = draft_if_scored(attempt=attempt, by=f"user:{examiner_id}")
    return HandedIn(row, _status(attempt, paper, station), result)
