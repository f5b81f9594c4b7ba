"""The demo's programmes: files in the form of the API, read by the same reader, offered by the operations."""

import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accounts.models import Organisation
from courses.ladders.reading_values import ReadPlace
from courses.models import Programme
from courses.operations.programmes import create_programme, draft_version, publish_version
from credentials.records.faults import Refusal

FOLDER = Path(__file__).with_name("programmes")
BY = "command:load_demo"
_AHEAD = dt.timedelta(days=60)  # versions are published so long before their first day


class DemoRefused(Exception):
    """A file of the demo is not what the operations take: it is mended here, and told to nobody else."""


@dataclass(frozen=True, slots=True)
class DemoVersion:
    """A ladder and the first day on which it counts."""

    starts_on: dt.date
    ladder: Any


@dataclass(frozen=True, slots=True)
class DemoProgramme:
    """One file: which provider offers what; `about` tells its shape, `papers` are those of its examinations."""

    about: str
    provider: str
    code: str
    title: str
    versions: tuple[DemoVersion, ...]
    papers: tuple[Any, ...]


def read_programmes(folder: Path = FOLDER) -> tuple[DemoProgramme, ...]:
    """Every file of the folder, in the order of their names."""
    return tuple(_read(json.loads(path.read_text(encoding="utf-8"))) for path in sorted(folder.glob("*.json")))


def offer_programmes(*, read_place: ReadPlace, programmes: tuple[DemoProgramme, ...]) -> dict[str, Programme]:
    """Offer and publish them, each by its provider, who is made where it is missing; by their codes."""
    return {one.code: _offer(one, read_place) for one in programmes}


def _read(told: dict[str, Any]) -> DemoProgramme:
    versions = tuple(DemoVersion(dt.date.fromisoformat(one["starts_on"]), one["ladder"]) for one in told["versions"])
    papers = tuple(told.get("papers", ()))
    return DemoProgramme(told["about"], told["provider"], told["code"], told["title"], versions, papers)


def _offer(one: DemoProgramme, read_place: ReadPlace) -> Programme:
    provider, _ = Organisation.objects.get_or_create(name=one.provider, defaults={"kind": Organisation.Kind.PROVIDER})
    programme = create_programme(provider=provider, code=one.code, title=one.title)
    if isinstance(programme, Refusal):
        raise DemoRefused(programme)
    for version in one.versions:
        at = dt.datetime.combine(version.starts_on - _AHEAD, dt.time(9), dt.UTC)
        drafted = draft_version(
            programme=programme,
            starts_on=version.starts_on,
            content=version.ladder,
            at=at,
            by=BY,
            read_place=read_place,
        )
        made = drafted if isinstance(drafted, Refusal) else publish_version(version=drafted, at=at, by=BY)
        if isinstance(made, Refusal):
            raise DemoRefused(made)
    return programme
