"""Who is on the roster: put there, changed and taken off, one at a time or ten thousand."""

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import TypedDict

from django.db import transaction

from accounts.operations.clock import tick
from clinics.models import RosterEntry
from clinics.operations.roster_checking import NewEntry, check_change, check_new
from clinics.operations.roster_ending import CHANGED, ENDED, end_entries
from clinics.operations.roster_watches import close_groups, close_watches, open_watches
from clinics.operations.roster_writing import insert_entries, supersede_entries
from clinics.queries.sites import day_at
from credentials.models import Site
from credentials.records.faults import Fault, Refusal


class EntryChanges(TypedDict, total=False):
    """What of an entry becomes something else; what is left out stays. `until_on` None: open again."""

    role: str
    patient_groups: Sequence[str]
    starts_on: dt.date
    until_on: dt.date | None


def add_entry(*, organisation_id: int, entry: NewEntry, by: str) -> RosterEntry | Refusal:
    """Put a person on the roster of one of the organisation's sites; every group is to be decided at once."""
    return add_entries(organisation_id=organisation_id, entries=[entry], by=by)[0]


@transaction.atomic
def add_entries(*, organisation_id: int, entries: Sequence[NewEntry], by: str) -> list[RosterEntry | Refusal]:
    """Put many on the roster, in the order told: each becomes an entry or is refused with every fault named.

    Those that are refused stop no other. Of two that overlap the first is taken.
    """
    at = tick()
    checked = check_new(entries, organisation_id=organisation_id)
    made = {
        place: RosterEntry(
            key=uuid.uuid4(),
            organisation_id=organisation_id,
            site_id=one.site_id,
            practitioner_id=one.practitioner_id,
            role=one.role,
            patient_groups=sorted(set(one.patient_groups)),
            starts_on=one.starts_on,
            until_on=one.until_on,
            recorded_at=at,
            recorded_by=by,
        )
        for place, (one, faults) in enumerate(zip(entries, checked, strict=True))
        if not faults
    }
    insert_entries(list(made.values()))
    open_watches(_unfinished(list(made.values()), at), at=at)
    return [made.get(place) or Refusal(tuple(faults)) for place, faults in enumerate(checked)]


@transaction.atomic
def change_entry(*, entry: RosterEntry, changes: EntryChanges, by: str) -> RosterEntry | Refusal:
    """Say something else of an entry: what stood is superseded, and its groups are decided again.

    Person and site stay: for another there is another entry. Nothing changed: nothing is written. An entry that was
    taken back altogether cannot be changed.
    """
    at = tick()
    held = RosterEntry.objects.filter(key=entry.key, superseded_at__isnull=True).select_related("site").first()
    if held is None:
        return Refusal((Fault("", "taken_back", "The entry was taken back; put the person on the roster anew"),))
    told = _with(held, changes)
    if all(getattr(told, name) == getattr(held, name) for name in EntryChanges.__annotations__):
        return held
    faults = check_change(told)
    if faults:
        return Refusal(tuple(faults))
    supersede_entries([held], because=CHANGED, by=by, at=at)
    told.recorded_at, told.recorded_by = at, by
    insert_entries([told])
    _follow(held, told, at)
    return told


@transaction.atomic
def end_entry(*, entry: RosterEntry, until_on: dt.date | None = None, by: str) -> RosterEntry | Refusal | None:
    """Take the person off the roster from a day on (None: today there); that day is the first without them.

    An entry that would end on its first day or had not begun is taken back altogether: None. One that ends earlier
    already is refused.
    """
    at = tick()
    held = RosterEntry.objects.filter(key=entry.key, superseded_at__isnull=True).select_related("site").first()
    if held is None:
        return None
    last = until_on or day_at(held.site, at)
    if held.until_on is not None and held.until_on <= last:
        return Refusal((Fault("/until_on", "ended", f"It ends on {held.until_on} already"),))
    if until_on is not None and until_on < held.starts_on:
        return Refusal((Fault("/until_on", "reversed", f"The entry begins on {held.starts_on}"),))
    (ended,) = end_entries([held], until_on=last, because=ENDED, by=by, at=at)
    return ended


def _unfinished(entries: Sequence[RosterEntry], at: dt.datetime) -> list[RosterEntry]:
    """Those whose last day has not passed there: what is over is kept for the record, and watched by nobody."""
    sites = Site.objects.in_bulk({one.site_id for one in entries})
    today = {pk: day_at(site, at) for pk, site in sites.items()}
    return [one for one in entries if one.until_on is None or one.until_on > today[one.site_id]]


def _with(held: RosterEntry, changes: EntryChanges) -> RosterEntry:
    """The next version of the entry, not written yet."""
    given = {"role": held.role, "patient_groups": held.patient_groups, "starts_on": held.starts_on}
    given |= {"until_on": held.until_on, **changes}
    told = RosterEntry(
        key=held.key, organisation_id=held.organisation_id, practitioner_id=held.practitioner_id, **given
    )
    told.site, told.patient_groups = held.site, sorted(set(told.patient_groups))
    return told


def _follow(held: RosterEntry, told: RosterEntry, at: dt.datetime) -> None:
    """Watches follow what became of the entry; another word for the role decides nothing."""
    if told.until_on is not None and told.until_on <= day_at(told.site, at):
        close_watches([told.key], at=at)
    elif (told.patient_groups, told.starts_on, told.until_on) != (held.patient_groups, held.starts_on, held.until_on):
        close_groups(told, at=at)
        open_watches([told], at=at)
