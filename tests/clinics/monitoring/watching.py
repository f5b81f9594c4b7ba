"""Rosters over time: instants of a spring, what was found, what was told."""

import copy
import datetime as dt

from clinics.models import Alert, RosterCheck, Watch
from clinics.operations.monitoring.redeciding import redecide_due
from outbox.operations.delivering import deliver_due
from tests.clinics.world import law_content, licence, person, put_person

SOON = dt.datetime(2026, 2, 2, 9, tzinfo=dt.UTC)  # an hour after all was put on file


def noon(day):
    return dt.datetime.combine(dt.date.fromisoformat(day), dt.time(12), tzinfo=dt.UTC)


def redecide_all(at, limit=250):
    """Until nothing is due; gives how many watches were seen to."""
    done = 0
    while seen_to := redecide_due(at=at, limit=limit):
        done += seen_to
    return done


def watch_of(entry, group="adult"):
    return Watch.objects.get(entry_key=entry.key, group=group)


def alerts_of(entry):
    return list(Alert.objects.filter(entry_key=entry.key).order_by("pk"))


def told(alert):
    """What is told of an outcome that changed, in short."""
    return alert.kind, alert.groups, alert.before["outcome"], alert.after["outcome"]


def causes_of(entry):
    return list(
        RosterCheck.objects.filter(entry_key=entry.key).order_by("decided_at", "pk").values_list("cause", flat=True)
    )


def put_licensed(number, *, until=None, statuses=(), place="XA", **more):
    """Somebody trained and certified, whose one licence ends or stands under an order."""
    held = licence(f"L{place}{number[-9:]}", place, "PT", expires_on=until, statuses=list(statuses))
    return put_person(person(number, "Fay Oyelaran", licences=[held], **more))


def law_with(place="xa", *changes, **settings):
    """The content of the law of the world with other words in one place's provisions."""
    content = copy.deepcopy(law_content())
    held = next(one for one in content["jurisdictions"] if one["jurisdiction"] == place.upper())
    for change in changes:
        change(held["provisions"])
    return content | settings


def follow_on(provision_id, position, starts):
    """A change: from a day on another provision follows the one of that id."""

    def change(provisions):
        old = next(one for one in provisions if one["id"] == provision_id)
        new = copy.deepcopy(old) | {"id": f"{provision_id}-{starts}", "position": position, "requires": None}
        old["in_force"] = {**old["in_force"], "until": starts}
        new["in_force"] = {"from": starts, "until": None}
        provisions.append(new)

    return change


def run_jobs(at):
    """Deliver what the outbox holds, as a worker would; gives how many messages were tried."""
    return deliver_due(clock=lambda: at, seconds=30)
