"""Releases packs: from then on questions are answered by them. Nothing released is ever changed or taken away."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.operations.clock import tick
from law.followers import tell_followers
from law.models import LawChange, LawPack, LawRelease, LawSource
from law.queries.changes import PackChanges, changes_between
from law.queries.history import describe_changes
from law.queries.packs import current_release, read_content
from rulebook.loading import compile_pack


@dataclass(frozen=True, slots=True)
class Released:
    """The release in force after an operation, and whether that operation made it."""

    release: LawRelease
    is_new: bool


def write_canonical(content: Mapping[str, Any]) -> bytes:
    """The bytes that a pack's digest is taken of: JSON with sorted keys and no blanks, in UTF-8."""
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def release_pack(
    *, content: Mapping[str, Any], source_digest: str = "", by: User | None = None, note: str = ""
) -> Released:
    """Release a pack's plain content, as `rulebook.loading.read_pack` gives it.

    The pack in use already is not released again; an older one is. `source_digest` remembers of which files it was
    read. What cannot be compiled raises before anything is written.
    """
    law = compile_pack(content)
    with transaction.atomic():
        released_at = tick()  # takes the lock: of two releases at once the second sees the first
        pack, _ = LawPack.objects.defer("content").get_or_create(
            digest=law.digest, defaults={"content": write_canonical(content)}
        )
        if source_digest:
            LawSource.objects.get_or_create(digest=source_digest, defaults={"pack": pack})
        return _release(pack, released_at, by, note)


def release_again(*, digest: str, by: User | None = None, note: str = "") -> Released:
    """Release a pack that was released before, such as the one before a mistake. Raises LawPack.DoesNotExist."""
    with transaction.atomic():
        released_at = tick()
        pack = LawPack.objects.defer("content").get(digest=digest)
        return _release(pack, released_at, by, note)


def _release(pack: LawPack, released_at: datetime, by: User | None, note: str) -> Released:
    current = current_release()
    if current is not None and current.pack_id == pack.pk:
        return Released(current, is_new=False)
    before = read_content(current.pack_id) if current else None
    release = LawRelease.objects.create(pack=pack, released_at=released_at, released_by=by, note=note)
    write_changes(release=release, before=before, after=read_content(pack.pk))
    tell_followers(release, current.pack_id if current else None)
    return Released(release, is_new=True)


def write_changes(*, release: LawRelease, before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> None:
    """Write down what a release changed, compared with the content before it (None before the first)."""
    rows = list(describe_changes(changes_between(before, after), before, after))
    for row in rows:
        row.release = release
    LawChange.objects.bulk_create(rows, batch_size=500)


def preview_release(*, content: Mapping[str, Any]) -> PackChanges:
    """What releasing this content would change; writes nothing."""
    current = current_release()
    return changes_between(read_content(current.pack_id) if current else None, content)
