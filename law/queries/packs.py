"""Which pack answers, now and at an instant."""

import json
from datetime import datetime
from typing import Any

from law.models import LawPack, LawRelease

# For the one statement of the hot path: a scalar subquery, null when no law was ever released.
LATEST_PACK_SQL = "(SELECT pack_id FROM law_lawrelease ORDER BY released_at DESC LIMIT 1)"
# The same for an instant, one %s: the pack of that instant; the first pack, before there was one.
PACK_AT_SQL = (
    "coalesce((SELECT pack_id FROM law_lawrelease WHERE released_at <= %s ORDER BY released_at DESC LIMIT 1),"
    " (SELECT pack_id FROM law_lawrelease ORDER BY released_at LIMIT 1))"
)


class NoLawReleased(LookupError):
    """Nothing can be answered: no pack was ever released here."""

    def __init__(self) -> None:
        super().__init__("No law has been released; `manage.py load_law` releases it.")


def current_release() -> LawRelease | None:
    """The latest release, its pack without content at hand; None before the first."""
    return LawRelease.objects.select_related("pack").defer("pack__content").order_by("released_at").last()


def current_pack_id() -> int:
    """The pack that answers now. Raises NoLawReleased."""
    return _given(LawRelease.objects.order_by("-released_at").values_list("pack_id", flat=True).first())


def pack_id_at(known_at: datetime) -> int:
    """The pack of that instant; the first, before there was one. Raises NoLawReleased."""
    releases = LawRelease.objects.values_list("pack_id", flat=True)
    then = releases.filter(released_at__lte=known_at).order_by("-released_at").first()
    return _given(then or releases.order_by("released_at").first())


def find_pack_of_source(source_digest: str) -> LawPack | None:
    """The pack as which files of this digest were read before."""
    return LawPack.objects.defer("content").filter(sources__digest=source_digest).first()


def read_content(pack_id: int) -> dict[str, Any]:
    """The plain content of a pack. Raises LawPack.DoesNotExist."""
    content: dict[str, Any] = json.loads(bytes(LawPack.objects.values_list("content", flat=True).get(pk=pack_id)))
    return content


def _given(pack_id: int | None) -> int:
    if pack_id is None:
        raise NoLawReleased
    return pack_id
