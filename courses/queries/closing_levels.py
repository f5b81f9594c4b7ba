"""The levels on offer that would close a gap, with their coming sessions."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from courses.ladders.closing import Wanted, closes, is_approved
from courses.ladders.shapes import Level
from courses.models import Programme
from courses.queries.coming import Coming, read_coming
from courses.queries.compiled import ladders_of
from courses.queries.programmes import in_force
from rulebook.law import Law
from rulebook.reasons import list_keys, list_reasons

PAGE = 50
MOST_SESSIONS = 5
Place = tuple[int, int]  # programme, position of the level


@dataclass(frozen=True, slots=True)
class Closing:
    """A level that closes the gap. `approved_here` says whether the place asked about approves it."""

    programme: Programme
    level: Level
    approved_here: bool
    sessions: list[Coming]


def known_codes(law: Law) -> set[str]:
    """Every reason code and attestation key that a decision can give."""
    return {reason.code for reason in list_reasons()} | set(list_keys(law))


def places_of(jurisdiction: str, law: Law) -> set[str]:
    """The place and all that it lies in, whose boards' approvals count there."""
    told = law.places.read(jurisdiction)
    found: set[str] = set()
    at: str | None = told
    while at is not None:
        found.add(at)
        at = law.places.parents.get(at)
    return found | {told.partition("-")[0]}


def list_closing(wanted: Wanted, *, jurisdiction: str, after: Place = (0, -1)) -> tuple[list[Closing], Place | None]:
    """A page of levels whose programmes take learners on the day, in the order of programmes.

    Sessions in the place come first, then by day.
    """
    programmes = {one.pk: one for one in _open_programmes(wanted.on, after[0])}
    versions = in_force(programmes, wanted.on)
    ladders = ladders_of({one.pk for one in versions.values()})
    found = [
        ((pk, position), programmes[pk], level)
        for pk in sorted(versions)
        for position, level in enumerate(ladders[versions[pk].pk].levels)
        if (pk, position) > after and closes(level, wanted)
    ]
    page = found[:PAGE]
    coming = read_coming(programme_ids={one.pk for _, one, _ in page}, since=wanted.on)
    items = [
        Closing(one, level, is_approved(level, wanted), _near(coming.get((one.pk, level.code), []), jurisdiction))
        for _, one, level in page
    ]
    return items, page[-1][0] if len(found) > PAGE else None


def _open_programmes(on: dt.date, first: int) -> Collection[Programme]:
    still_open = Programme.objects.filter(closed_on=None) | Programme.objects.filter(closed_on__gt=on)
    return still_open.filter(pk__gte=first).select_related("provider").order_by("pk")


def _near(sessions: list[Coming], jurisdiction: str) -> list[Coming]:
    nearest = sorted(sessions, key=lambda one: (one.jurisdiction != jurisdiction, one.starts_on, one.id))
    return nearest[:MOST_SESSIONS]
