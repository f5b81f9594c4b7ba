"""Alerts as monitoring raises them, and an outbox that is really delivered."""

import datetime as dt
import itertools

from django.db import transaction

from clinics.models import Watch
from clinics.operations.alerts.raising import Happening, raise_alert
from outbox.operations.delivering import deliver_due

NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
_causes = itertools.count()


def state(outcome, conditions=(), because=()):
    return {"outcome": outcome, "conditions": list(conditions), "because": list(because)}


@transaction.atomic
def happen(clinic, kind="outcome_changed", *, entry=None, at=NOON, cause=None, groups=("adult",), **more):
    """Raise an alert of the clinic, about an entry where one is given."""
    about = (
        {}
        if entry is None
        else {
            "site_id": entry.site_id,
            "practitioner_id": entry.practitioner_id,
            "entry_key": entry.key,
            "groups": groups,
        }
    )
    happening = Happening(kind=kind, cause=cause or f"test:{next(_causes)}", **about, **more)
    return raise_alert(happening, organisation_id=clinic.pk, at=at)


def fall(clinic, entry, *, to="refused", because=("licence_suspended",), **more):
    """The answer of an entry falls, on its watch too."""
    watched(entry, outcome=to)
    return happen(clinic, entry=entry, before=state("permitted"), after=state(to, because=because), **more)


def watched(entry, group="adult", **found):
    """Put what was last found onto the watch of an entry."""
    rank = {"refused": 0, "undetermined": 1, "conditional": 2, "permitted": 3}
    if "outcome" in found:
        found["rank"] = rank[found["outcome"]]
    Watch.objects.filter(entry_key=entry.key, group=group).update(**found)


def deliver(at):
    """Send everything that is due then; gives how many messages were tried."""
    return deliver_due(clock=lambda: at, seconds=30)
