"""Programmes, their versions, and the ladder that a version's content stands for."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import orjson
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from courses.ladders.reading import read_ladder
from courses.ladders.shapes import Ladder
from courses.models import Enrolment, Programme, ProgrammeVersion

PAGE = 50


class UnreadableLadder(Exception):
    """A stored content that no reader accepts: it was written past the operations."""


def ladder_of(version: ProgrammeVersion) -> Ladder:
    """The ladder of a stored version; raises UnreadableLadder. Equal contents are read once in a process's life."""
    return _read(orjson.dumps(version.content, option=orjson.OPT_SORT_KEYS))


@lru_cache(maxsize=256)
def _read(content: bytes) -> Ladder:
    found = read_ladder(orjson.loads(content))
    if isinstance(found, list):
        raise UnreadableLadder(found[:3])
    return found


def version_in_force(programme_id: int, on: dt.date) -> ProgrammeVersion | None:
    """The published version under which who enrols on the day would be enrolled; None before the first."""
    return in_force([programme_id], on).get(programme_id)


def in_force(programme_ids: Iterable[int], on: dt.date) -> dict[int, ProgrammeVersion]:
    """The same for many programmes; those without one are left out."""
    versions = (
        ProgrammeVersion.objects.filter(
            programme_id__in=list(programme_ids), published_at__isnull=False, starts_on__lte=on
        )
        .order_by("programme_id", "-starts_on")
        .distinct("programme_id")
    )
    return {version.programme_id: version for version in versions}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeSearch:
    """Which programmes: those with something published, and all of `own_id`'s; after an id, of one provider."""

    own_id: int | None = None
    provider_id: int | None = None
    after: int = 0


def list_programmes(search: ProgrammeSearch) -> tuple[list[Programme], int | None]:
    """A page in the order of their ids, and the id after which the next begins (None: there is none)."""
    found = visible_programmes(search.own_id).filter(pk__gt=search.after).order_by("pk")
    if search.provider_id is not None:
        found = found.filter(provider_id=search.provider_id)
    page = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def visible_programmes(own_id: int | None) -> QuerySet[Programme]:
    """Programmes that the organisation may see, each with the versions that it may see in `seen_versions`."""
    published = ProgrammeVersion.objects.filter(programme=OuterRef("pk"), published_at__isnull=False)
    versions = ProgrammeVersion.objects.filter(Q(published_at__isnull=False) | Q(programme__provider_id=own_id))
    return (
        Programme.objects.filter(Q(Exists(published)) | Q(provider_id=own_id))
        .select_related("provider")
        .prefetch_related(Prefetch("versions", versions.defer("content").order_by("number"), to_attr="seen_versions"))
    )


def is_enrolled_under(version: ProgrammeVersion) -> bool:
    """Whether anybody is, or ever was, enrolled under the version."""
    return Enrolment.objects.filter(version=version).exists()


def last_enrolled_on(programme: Programme) -> dt.date | None:
    """The last day on which somebody enrolled in the programme, under any version."""
    return (
        Enrolment.objects.filter(programme=programme)
        .order_by("-enrolled_on")
        .values_list("enrolled_on", flat=True)
        .first()
    )
