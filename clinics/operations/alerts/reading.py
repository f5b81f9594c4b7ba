"""Marking alerts as read."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from clinics.models import InboxItem


@transaction.atomic
def mark_read(
    *,
    organisation_id: int,
    user_id: int,
    at: dt.datetime,
    key: UUID | None = None,
    kind: str | None = None,
    until: dt.datetime | None = None,
) -> int:
    """Mark what lies unread in the user's inbox of this clinic: one alert, or all of a kind, or those raised by an
    instant, or everything; give how many. What was read before keeps its instant.
    """
    found = InboxItem.objects.filter(user=user_id, organisation=organisation_id, read_at__isnull=True)
    if key is not None:
        found = found.filter(alert__key=key)
    if kind is not None:
        found = found.filter(alert__kind=kind)
    if until is not None:
        found = found.filter(alert__raised_at__lte=until)
    return found.update(read_at=at)
