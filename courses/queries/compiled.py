"""Ladders as read from versions, kept per process: what is published stays, and drafts have digests of their own."""

from collections.abc import Collection
from functools import lru_cache

import orjson

from courses.ladders.reading import read_ladder
from courses.ladders.shapes import Ladder
from courses.models import ProgrammeVersion

LADDERS_KEPT = 256


def ladder_of(version: ProgrammeVersion) -> Ladder:
    """The ladder of a version."""
    return _read(bytes(version.digest), orjson.dumps(version.content))


def ladders_of(version_ids: Collection[int]) -> dict[int, Ladder]:
    """The ladders of versions, by their ids; content is fetched only where the digest is new here."""
    digests = ProgrammeVersion.objects.filter(pk__in=version_ids).values_list("pk", "digest")
    return {pk: _read_by_id(pk, bytes(digest)) for pk, digest in digests}


@lru_cache(LADDERS_KEPT)
def _read_by_id(version_id: int, digest: bytes) -> Ladder:
    content = ProgrammeVersion.objects.values_list("content", flat=True).get(pk=version_id)
    return _read(digest, orjson.dumps(content))


@lru_cache(LADDERS_KEPT)
def _read(digest: bytes, content: bytes) -> Ladder:
    found = read_ladder(orjson.loads(content))
    if not isinstance(found, Ladder):  # versions are read before they are stored: this one was written past them
        faults = "; ".join(f"{fault.pointer} {fault.code}" for fault in found)
        raise ValueError(f"the version with digest {digest.hex()} is no ladder: {faults}")
    return found
