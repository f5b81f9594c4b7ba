"""Raising an alert: once for each cause, in the transaction of what happened; telling it comes later."""

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from uuid import UUID, uuid4

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from clinics.models import Alert
from outbox.operations import enqueue_many

RAISED = "alert_raised"  # the job that carries an alert to inboxes, mails, calendars and webhooks


_RAISE = """
INSERT INTO clinics_alert (key, organisation_id, kind, cause, site_id, practitioner_id, entry_key, groups, before,
    after, on_day, details, verification_id, raised_at)
SELECT t.key, t.organisation_id, t.kind, t.cause, t.site_id, t.practitioner_id, t.entry_key, t.groups, t.before,
    t.after, t.on_day, t.details, t.verification_id, %(at)s
FROM json_to_recordset(%(told)s::json) AS t (key uuid, organisation_id bigint, kind text, cause text, site_id bigint,
    practitioner_id bigint, entry_key uuid, groups text[], before jsonb, after jsonb, on_day date, details jsonb,
    verification_id uuid)
ON CONFLICT (organisation_id, cause) DO NOTHING RETURNING id
"""


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
    new = raise_alerts([(organisation_id, happening)], at=at)
    return Alert.objects.get(pk=new[0]) if new else None


def raise_alerts(happenings: Sequence[tuple[int, Happening]], *, at: dt.datetime) -> list[int]:
    """The same for many, each with the organisation that is to hear of it, in two statements; the ids of new ones."""
    if not happenings:
        return []
    told = [{**_columns(one), "organisation_id": organisation_id} for organisation_id, one in happenings]
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, {"told": json.dumps(told, cls=DjangoJSONEncoder), "at": at})
        new = [row[0] for row in cursor.fetchall()]
    enqueue_many(kind=RAISED, told=[(f"alert:{alert}", {"alert": alert}) for alert in new], recipient="job", at=at)
    return new


def _columns(happening: Happening) -> dict[str, Any]:
    told = {one.name: getattr(happening, one.name) for one in fields(happening)}
    return {**told, "key": uuid4(), "groups": list(happening.groups)}
