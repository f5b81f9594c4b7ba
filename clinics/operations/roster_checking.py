"""What is wrong with an entry before it is written: every fault by pointer, for one or for ten thousand."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from clinics.models import RosterEntry
from clinics.models.roster import GROUPS
from clinics.queries.overlaps import Stay, known_people, standing_stays
from credentials.models import Site
from credentials.records.faults import Fault

LONGEST_ROLE = 100
Faults = list[Fault]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEntry:
    """Who is to be on the roster of which site, in what role, for whom, from a day to before another (None: open)."""

    site_id: int
    practitioner_id: int
    role: str
    patient_groups: Sequence[str]
    starts_on: dt.date
    until_on: dt.date | None = None


def check_new(entries: Sequence[NewEntry], *, organisation_id: int) -> list[Faults]:
    """The faults of each, in the order told; of two that overlap the later has one. Some queries, however many."""
    sites = Site.objects.in_bulk({one.site_id for one in entries})
    people = known_people({one.practitioner_id for one in entries})
    stays: dict[tuple[int, int], list[Stay]] = defaultdict(list)
    roots = {one.root_id for one in people.values()}
    for stay in standing_stays(site_ids=list(sites), root_ids=list(roots)):
        stays[stay.site_id, stay.root_id].append(stay)
    checked = []
    for one in entries:
        faults = [*faults_of_terms(one.role, one.patient_groups, one.starts_on, one.until_on)]
        site, person = sites.get(one.site_id), people.get(one.practitioner_id)
        if site is None or site.organisation_id != organisation_id:
            faults.append(Fault("/site", "unknown_site", "No such site of yours"))
        elif site.closed_at is not None:
            faults.append(Fault("/site", "site_closed", "The site is closed"))
        if person is None or person.is_erased:
            faults.append(Fault("/practitioner", "erased", "The person was erased and is on no roster any more"))
        else:
            there = stays[one.site_id, person.root_id]
            faults += _overlaps(one.starts_on, one.until_on, there)
            if not faults:
                there.append(Stay(one.site_id, person.root_id, None, one.starts_on, one.until_on))
        checked.append(faults)
    return checked


def check_change(entry: RosterEntry) -> Faults:
    """The faults of the next version of an entry, whose `site` is read already."""
    faults = [*faults_of_terms(entry.role, entry.patient_groups, entry.starts_on, entry.until_on)]
    person = known_people([entry.practitioner_id]).get(entry.practitioner_id)
    if entry.site.closed_at is not None:
        faults.append(Fault("", "site_closed", "The site is closed"))
    if person is None or person.is_erased:
        faults.append(Fault("", "erased", "The person was erased and is on no roster any more"))
    else:
        stays = standing_stays(site_ids=[entry.site_id], root_ids=[person.root_id])
        faults += _overlaps(entry.starts_on, entry.until_on, [one for one in stays if one.key != entry.key])
    return faults


def faults_of_terms(
    role: str, patient_groups: Sequence[str], starts_on: dt.date, until_on: dt.date | None
) -> Iterable[Fault]:
    """What is wrong with the terms by themselves."""
    if not role.strip():
        yield Fault("/role", "blank", "the text is empty")
    if len(role) > LONGEST_ROLE:
        yield Fault("/role", "too_long", f"at most {LONGEST_ROLE} characters are kept")
    if not patient_groups:
        yield Fault("/patient_groups", "empty_list", f"at least one of: {', '.join(GROUPS)}")
    for place, group in enumerate(patient_groups):
        if group not in GROUPS:
            yield Fault(f"/patient_groups/{place}", "unknown_value", f"one of: {', '.join(GROUPS)}")
    if until_on is not None and until_on <= starts_on:
        yield Fault("/until_on", "reversed", f"the first day without them must come after {starts_on}")


def _overlaps(starts_on: dt.date, until_on: dt.date | None, stays: Iterable[Stay]) -> Faults:
    """A fault for the first stay of the same person at the same site that shares a day."""
    for stay in stays:
        if (until_on is None or stay.starts_on < until_on) and (stay.until_on is None or starts_on < stay.until_on):
            until = f"to before {stay.until_on}" if stay.until_on else "with no end"
            which = f"entry {stay.key}" if stay.key else "another entry told before it"
            detail = f"The person is on this site's roster already from {stay.starts_on} {until}: {which}"
            return [Fault("/starts_on", "on_roster_already", detail)]
    return []
