"""The looks that were taken at roster entries, as the trail tells them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from clinics.models import RosterCheck

PAGE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the list somebody stands: at a look, newest first."""

    decided_at: dt.datetime
    id: int


def list_checks(
    *, organisation_id: int, entry_key: UUID, group: str | None = None, after: Place | None = None, limit: int = PAGE
) -> Sequence[RosterCheck]:
    """The looks at an entry, newest first, each with its verification; what is another's is not told."""
    wanted = Q(organisation=organisation_id, entry_key=entry_key)
    if group is not None:
        wanted &= Q(group=group)
    if after is not None:
        wanted &= Q(decided_at__lt=after.decided_at) | Q(decided_at=after.decided_at, id__lt=after.id)
    found = RosterCheck.objects.filter(wanted).select_related("verification")
    return list(found.order_by("-decided_at", "-id")[:limit])


def find_check(*, organisation_id: int, entry_key: UUID, check_id: int) -> Place | None:
    """The place of a look in the list of its entry."""
    found = RosterCheck.objects.filter(pk=check_id, organisation=organisation_id, entry_key=entry_key).first()
    return Place(decided_at=found.decided_at, id=found.pk) if found else None
