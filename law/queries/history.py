"""What each release changed: made of the two packs when it is released, read from the rows ever after."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from law.models import LawChange, LawRelease
from law.queries.changes import EMPTY, Change, PackChanges, ProvisionChange
from rulebook.places import country_of

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which changes someone follows: of a place (and of its country, whose law counts there too), of a profession.

    What touches every place or profession is always among them. `since` is the earliest release.
    """

    jurisdiction: str | None = None
    profession: str | None = None
    since: dt.datetime | None = None

    @property
    def is_everything(self) -> bool:
        """Whether no change is left out of the releases."""
        return self.jurisdiction is None and self.profession is None


def list_releases(wanted: Wanted, *, most: int, before: int | None = None) -> list[LawRelease]:
    """The releases that changed what is wanted, newest first, each with those changes alone in `told_changes`.

    `before` is the id of a release: only older ones. A release that changed nothing (the same law again) is told where
    everything is wanted.
    """
    matching = LawChange.objects.filter(_touching(wanted))
    releases = _with_changes(LawRelease.objects.order_by("-pk"), matching)
    if wanted.since is not None:
        releases = releases.filter(released_at__gte=wanted.since)
    if before is not None:
        releases = releases.filter(pk__lt=before)
    if not wanted.is_everything:
        releases = releases.filter(Exists(matching.filter(release=OuterRef("pk"))))
    return list(releases[:most])


def find_release(release_id: int) -> LawRelease | None:
    """One release with all that it changed in `told_changes`."""
    releases = _with_changes(LawRelease.objects.filter(pk=release_id), LawChange.objects.all())
    return releases.first()


def describe_changes(changes: PackChanges, before: Data | None, after: Data) -> Iterator[LawChange]:
    """The rows of a release, without the release: provisions first, in order of their ids."""
    held = {**_provisions(before or EMPTY), **_provisions(after)}
    rows = (
        *(_row(LawChange.About.PROVISION, one, *_touched(one), data=held[one.name]) for one in changes.provisions),
        *(_row(LawChange.About.PLACE, one, [one.name], []) for one in changes.places),
        *(_row(LawChange.About.STANDARD, one, [], []) for one in changes.standards),
        *_strictness(LawChange.About.EVIDENCE_FLOOR, changes.floor),
        *_strictness(LawChange.About.REVIEW_MONTHS, changes.months),
    )
    for rank, row in enumerate(rows):
        row.rank = rank
        yield row


def _with_changes(releases: QuerySet[LawRelease], changes: QuerySet[LawChange]) -> QuerySet[LawRelease]:
    told = Prefetch("changes", changes.order_by("rank"), to_attr="told_changes")
    return releases.select_related("pack").defer("pack__content").prefetch_related(told)


def _touching(wanted: Wanted) -> Q:
    touching = Q()
    if wanted.jurisdiction is not None:
        codes = [wanted.jurisdiction, country_of(wanted.jurisdiction)]
        touching &= Q(jurisdictions__overlap=codes) | Q(jurisdictions=[])
    if wanted.profession is not None:
        touching &= Q(professions__contains=[wanted.profession]) | Q(professions=[])
    return touching


def _row(
    about: str, change: Change, jurisdictions: Sequence[str], professions: Sequence[str], data: Data | None = None
) -> LawChange:
    return LawChange(
        about=about,
        kind=change.kind,
        name=change.name,
        jurisdictions=list(jurisdictions),
        professions=list(professions),
        fields=list(change.fields),
        before=change.digest_before,
        after=change.digest_after,
        in_force=data["in_force"] if data else None,
        citation=data["citation"] if data else None,
    )


def _strictness(about: str, pair: tuple[Any, Any] | None) -> Iterator[LawChange]:
    if pair is None:
        return
    kind = LawChange.Kind.ADDED if pair[0] is None else LawChange.Kind.CHANGED
    was = None if pair[0] is None else str(pair[0])
    yield LawChange(
        about=about, kind=kind, name=about, jurisdictions=[], professions=[], fields=[], before=was, after=str(pair[1])
    )


def _touched(change: ProvisionChange) -> tuple[list[str], list[str]]:
    """Places and professions, those of before too where an id was moved."""
    return sorted({place for place, _ in change.touches}), sorted({profession for _, profession in change.touches})


def _provisions(content: Data) -> dict[str, Data]:
    return {one["id"]: one for place in content["jurisdictions"] for one in place["provisions"]}
