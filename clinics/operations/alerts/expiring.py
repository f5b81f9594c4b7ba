"""Telling clinics that an answer on which they plan ends soon: once for each entry, last day and step of the ladder.

What was renewed in time has another last day by then, and nothing is told of it.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction

from clinics.models import Alert
from clinics.operations.alerts.raising import Happening, raise_alert
from clinics.queries.near_expiry import NearEnd, list_near_ends

CHUNK = 200
_WORST_FIRST = ("refused", "undetermined", "conditional", "permitted")


def tell_expiries(*, at: dt.datetime, ladder: Sequence[int]) -> int:
    """Raise an alert for each answer that reached a step for which it has none; give how many.

    `ladder` counts days before the last good day, for clinics that have none of their own; steps after it are left to
    the alert of the change itself. After missed days an answer is told once, for the step it has reached by now. In
    transactions of some hundred each: killed, it goes on where it stood; several at once tell nothing twice.
    """
    told = 0
    while found := list_near_ends(at=at, ladder=ladder, limit=CHUNK):
        told += _raise(found, at)
        if len(found) < CHUNK:
            break
    return told


@transaction.atomic
def _raise(found: Sequence[NearEnd], at: dt.datetime) -> int:
    raised = [raise_alert(_happening(one), organisation_id=one.organisation_id, at=at) for one in found]
    return sum(one is not None for one in raised)


def _happening(near: NearEnd) -> Happening:
    """The worst of its groups tells before and after: an entry has one alert."""
    worst = min(near.found, key=lambda one: _WORST_FIRST.index(one["next"]["outcome"]))
    return Happening(
        kind=Alert.Kind.EXPIRY_NEAR,
        cause=near.cause,
        site_id=near.site_id,
        practitioner_id=near.practitioner_id,
        entry_key=near.entry_key,
        groups=near.groups,
        before=_state(worst["outcome"], worst["conditions"]),
        after=_state(worst["next"]["outcome"], (), worst["next"].get("because") or ()),
        on_day=near.holds_until + dt.timedelta(1),
        details={"holds_until": near.holds_until.isoformat(), "step": near.step},
        verification_id=_id(worst["verification"]),
    )


def _state(outcome: str, conditions: Sequence[str], because: Sequence[str] = ()) -> Mapping[str, Any]:
    return {"outcome": outcome, "conditions": list(conditions), "because": list(because)}


def _id(text: str | None) -> UUID | None:
    return None if text is None else UUID(text)
