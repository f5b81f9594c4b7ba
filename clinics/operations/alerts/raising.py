"""Raising an alert: once for each cause, in the transaction of what happened; telling it comes later."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from clinics.models import Alert
from outbox.operations import enqueue

RAISED = "alert_raised"  # the job that carries an alert to inboxes, mails, calendars and webhooks


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """What a clinic is to hear; the fields are those of `Alert`."""

    kind: str
    cause: str
    site_id: int | None = None
    practitioner_id: int | None = None
    entry_key: UUID | None = None
    groups: Sequence[str] = ()
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    on_day: dt.date | None = None
    details: Mapping[str, Any] = field(default_factory=dict)
    verification_id: UUID | None = None


def raise_alert(happening: Happening, *, organisation_id: int, at: dt.datetime) -> Alert | None:
    """Write it down and have it told; None, and nothing happens, where its cause was told before.

    Part of the transaction of what happened.
    """
    alert, is_new = Alert.objects.get_or_create(
        organisation_id=organisation_id,
        cause=happening.cause,
        defaults={
            "kind": happening.kind,
            "site_id": happening.site_id,
            "practitioner_id": happening.practitioner_id,
            "entry_key": happening.entry_key,
            "groups": list(happening.groups),
            "before": happening.before,
            "after": happening.after,
            "on_day": happening.on_day,
            "details": dict(happening.details),
            "verification_id": happening.verification_id,
            "raised_at": at,
        },
    )
    if not is_new:
        return None
    enqueue(kind=RAISED, cause=f"alert:{alert.pk}", recipient="job", payload={"alert": alert.pk}, at=at)
    return alert
