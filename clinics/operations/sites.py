"""Opening, renaming and closing sites."""

import functools
import zoneinfo
from collections.abc import Callable

from django.db import transaction

from accounts.models import Organisation
from accounts.operations.clock import tick
from clinics.models import Watch
from clinics.operations.monitoring.marking import mark_due
from clinics.operations.roster_ending import end_entries_of_site
from credentials.models import Site
from credentials.records.faults import Fault, Refusal, shown

_OF_THE_MACHINE = frozenset({"localtime", "posixrules", "Factory"})  # names that mean something else elsewhere
ReadPlace = Callable[[str], str]  # raises ValueError for a code that stands for no place


@transaction.atomic
def create_site(
    *,
    organisation: Organisation,
    name: str,
    jurisdiction: str,
    read_place: ReadPlace,
    time_zone_of: Callable[[str], str],
    time_zone: str | None = None,
) -> Site | Refusal:
    """Open a site in a place that the law knows. Without a time zone it has that which `time_zone_of` gives its place.

    `read_place` gives the place as questions mean it (Cardiff as Wales), so that what changes there is known to concern
    it. The jurisdiction stays: a move elsewhere is another site, and what was declared of this one does not move along.
    """
    try:
        place, faults = read_place(jurisdiction), []
    except ValueError:
        place, faults = "", [Fault("/jurisdiction", "unknown_place", f"{shown(jurisdiction)} is no place known here")]
    zone = time_zone or (time_zone_of(place) if place else "UTC")
    at = tick()
    faults += [*_faults_of_zone(zone), *_faults_of_name(organisation.pk, name)]
    if faults:
        return Refusal(tuple(faults))
    return Site.objects.create(organisation=organisation, name=name, jurisdiction=place, time_zone=zone, created_at=at)


@transaction.atomic
def change_site(*, site: Site, name: str | None = None, time_zone: str | None = None) -> Site | Refusal:
    """Another name or time zone (None: as it was). The days of what was decided before stay as they were."""
    at = tick()
    held = Site.objects.get(pk=site.pk)
    faults = _closed(held) or [
        *(_faults_of_name(held.organisation_id, name, besides=held.pk) if name is not None else ()),
        *_faults_of_zone(time_zone),
    ]
    if faults:
        return Refusal(tuple(faults))
    if time_zone is not None and time_zone != held.time_zone:  # its days begin at other instants from now on
        mark_due(site_ids=[held.pk], cause=Watch.Cause.ENTRY, at=at)
    held.name, held.time_zone = name or held.name, time_zone or held.time_zone
    held.save(update_fields=["name", "time_zone"])
    return held


@transaction.atomic
def close_site(*, site: Site, by: str) -> Site:
    """Nobody treats there any more: its roster ends today, and questions that name it are refused from now on.

    Closing again changes nothing.
    """
    at = tick()
    held = Site.objects.get(pk=site.pk)
    if held.closed_at is None:
        end_entries_of_site(held, by=by, at=at)
        held.closed_at = at
        held.save(update_fields=["closed_at"])
    return held


def _closed(site: Site) -> list[Fault]:
    return [Fault("", "site_closed", "The site is closed")] if site.closed_at is not None else []


def _faults_of_name(organisation_id: int, name: str, besides: int = 0) -> list[Fault]:
    others = Site.objects.filter(organisation=organisation_id, name=name, closed_at__isnull=True).exclude(pk=besides)
    return [Fault("/name", "taken", "Another open site of yours has this name")] if others.exists() else []


def _faults_of_zone(time_zone: str | None) -> list[Fault]:
    if time_zone is None or time_zone in _time_zones():
        return []
    return [Fault("/time_zone", "unknown_value", f"{shown(time_zone)} is no IANA time zone such as Europe/London")]


@functools.cache
def _time_zones() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones()) - _OF_THE_MACHINE
