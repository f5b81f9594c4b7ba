"""Programmes and the versions of their ladders: drafted, edited, published, moved, closed."""

import datetime as dt
import hashlib
from typing import Any

import rfc8785
from django.db import transaction
from django.db.models import Max

from accounts.models import Organisation
from courses.ladders.reading import read_ladder
from courses.ladders.reading_values import ReadPlace
from courses.ladders.shapes import Ladder
from courses.models import Level, Programme, ProgrammeVersion
from courses.queries.programmes import is_enrolled_under, last_enrolled_on
from credentials.records.faults import Fault, Refusal

CODES = {
    "taken": "the provider has a programme with this code already",
    "closed": "the programme is closed",
    "published": "what was published is never edited: draft another version",
    "published_already": "it was published already",
    "somebody_enrolled": "somebody is enrolled under it: its days stay",
    "day_taken": "another published version starts on that day",
    "enrolled_since": "somebody enrolled on that day or later: a version counts for new enrolments only",
}


@transaction.atomic
def create_programme(*, provider: Organisation, code: str, title: str) -> Programme | Refusal:
    """A programme without a ladder yet."""
    if Programme.objects.filter(provider=provider, code=code).exists():
        return _refuse("/code", "taken")
    return Programme.objects.create(provider=provider, code=code, title=title)


@transaction.atomic
def draft_version(
    *, programme: Programme, starts_on: dt.date, content: Any, at: dt.datetime, by: str, read_place: ReadPlace
) -> ProgrammeVersion | Refusal:
    """The next version as a draft, which only its provider sees. `content` is the ladder's document."""
    held = Programme.objects.select_for_update().get(pk=programme.pk)  # one number each, whoever drafts beside us
    if held.closed_on is not None:
        return _refuse("", "closed")
    faults = faults_of(content, read_place)
    if faults:
        return Refusal(faults)
    number = (held.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    return ProgrammeVersion.objects.create(
        programme=held,
        number=number,
        starts_on=starts_on,
        content=content,
        digest=digest_of(content),
        drafted_at=at,
        drafted_by=by,
    )


@transaction.atomic
def edit_version(
    *, version: ProgrammeVersion, starts_on: dt.date, content: Any, by: str, read_place: ReadPlace
) -> ProgrammeVersion | Refusal:
    """Change a draft; of a published version only the first day, and that only while nobody is enrolled under it."""
    held = _hold(version)
    if held.published_at is not None:
        return _refuse("/ladder", "published") if content != held.content else _move(held, starts_on)
    faults = faults_of(content, read_place)
    if faults:
        return Refusal(faults)
    held.starts_on, held.content, held.digest, held.drafted_by = starts_on, content, digest_of(content), by
    held.save(update_fields=["starts_on", "content", "digest", "drafted_by"])
    return held


@transaction.atomic
def publish_version(*, version: ProgrammeVersion, at: dt.datetime, by: str) -> ProgrammeVersion | Refusal:
    """Let a draft count for who enrols from its first day on; its content is fixed from then on."""
    held = _hold(version)
    if held.published_at is not None:
        return _refuse("", "published_already")
    if held.programme.closed_on is not None:
        return _refuse("", "closed")
    refused = _refuse_day(held, held.starts_on)
    if refused is not None:
        return refused
    found = read_ladder(held.content)
    if isinstance(found, list):
        return Refusal(tuple(fault.under("ladder") for fault in found))
    _write_levels(held, found)
    held.published_at, held.published_by = max(at, held.drafted_at), by  # clocks of two machines differ
    held.save(update_fields=["published_at", "published_by"])
    return held


@transaction.atomic
def close_programme(*, programme: Programme, on: dt.date) -> Programme | Refusal:
    """From the day on nobody new may enrol; who is enrolled stays, and so does what was earned."""
    held = Programme.objects.select_for_update().get(pk=programme.pk)
    if held.closed_on is not None:
        return _refuse("", "closed")
    last = last_enrolled_on(held)
    if last is not None and last >= on:
        return _refuse("/on", "enrolled_since")
    held.closed_on = on
    held.save(update_fields=["closed_on"])
    return held


def faults_of(content: Any, read_place: ReadPlace) -> tuple[Fault, ...]:
    """All that is wrong with a ladder's document, as seen from the body that holds it in `ladder`."""
    found = read_ladder(content, read_place=read_place)
    return tuple(fault.under("ladder") for fault in found) if isinstance(found, list) else ()


def digest_of(content: Any) -> bytes:
    """SHA-256 of the canonical JSON (RFC 8785) of a ladder's document."""
    return hashlib.sha256(rfc8785.dumps(content)).digest()


def _hold(version: ProgrammeVersion) -> ProgrammeVersion:
    """The version as it stands, locked: an enrolment under it that is being written is waited for."""
    Programme.objects.select_for_update().get(pk=version.programme_id)
    return ProgrammeVersion.objects.select_for_update(of=("self",)).select_related("programme").get(pk=version.pk)


def _move(held: ProgrammeVersion, starts_on: dt.date) -> ProgrammeVersion | Refusal:
    if starts_on == held.starts_on:
        return held
    if is_enrolled_under(held):
        return _refuse("/starts_on", "somebody_enrolled")
    refused = _refuse_day(held, starts_on)
    if refused is not None:
        return refused
    held.starts_on = starts_on
    held.save(update_fields=["starts_on"])
    return held


def _refuse_day(held: ProgrammeVersion, starts_on: dt.date) -> Refusal | None:
    others = held.programme.versions.filter(published_at__isnull=False).exclude(pk=held.pk)
    if others.filter(starts_on=starts_on).exists():
        return _refuse("/starts_on", "day_taken")
    last = last_enrolled_on(held.programme)
    return _refuse("/starts_on", "enrolled_since") if last is not None and last >= starts_on else None


def _write_levels(version: ProgrammeVersion, ladder: Ladder) -> None:
    told = {one["code"]: one for one in version.content["levels"]}
    Level.objects.bulk_create(
        Level(version=version, code=one.code, title=one.title, position=place, content=told[one.code])
        for place, one in enumerate(ladder.levels)
    )


def _refuse(pointer: str, code: str) -> Refusal:
    return Refusal((Fault(pointer, code, CODES[code]),))
