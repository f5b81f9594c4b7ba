"""What a clinic declares to hold of every patient at a site: told as a whole list, kept as dated rows."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.db import transaction

from accounts.operations.clock import tick
from clinics.models import Watch
from clinics.operations.monitoring.marking import mark_due
from clinics.queries.sites import day_at, list_declarations
from credentials.models import Site, SiteDeclaration
from credentials.queries.sites import read_site_policies
from credentials.records.faults import Fault, Refusal, shown
from rulebook.question import UNDECLARABLE_KEYS


class Declared(NamedTuple):
    """A key declared from a day to before another; without a first day it holds since it was first declared."""

    key: str
    says: str = ""
    starts_on: dt.date | None = None
    until_on: dt.date | None = None


@transaction.atomic
def declare(
    *, site: Site, declared: Sequence[Declared], known_keys: Collection[str], by: str
) -> list[SiteDeclaration] | Refusal:
    """Make this the whole list of what is declared at the site: what is not told any more ends now, as a correction.

    `known_keys` are those of law and standards; those of the site's own rules count too. Told again as it stands,
    nothing is written. Otherwise everybody on the site's roster is decided anew.
    """
    at = tick()
    standing = list_declarations(site)
    told = [_dated(one, standing, day_at(site, at)) for one in declared]
    held = Site.objects.get(pk=site.pk)
    known = {*known_keys, *read_site_policies([site.code], known_at=at)[site.code].keys()} if not held.closed_at else ()
    faults = [Fault("", "site_closed", "The site is closed")] if held.closed_at else list(_faults_of(told, known))
    if faults:
        return Refusal(tuple(faults))
    stood = {_told(row): row for row in standing}
    gone = [row.pk for one, row in stood.items() if one not in told]
    new = [one for one in told if one not in stood]
    if gone or new:
        SiteDeclaration.objects.filter(pk__in=gone).update(superseded_at=at, superseded_by=by)
        SiteDeclaration.objects.bulk_create(
            SiteDeclaration(site=site, recorded_at=at, recorded_by=by, **one._asdict()) for one in new
        )
        mark_due(site_ids=[site.pk], cause=Watch.Cause.DECLARATION, at=at)
    return list_declarations(site)


def _dated(one: Declared, standing: Sequence[SiteDeclaration], today: dt.date) -> Declared:
    """The same with a first day."""
    if one.starts_on is not None:
        return one
    since = (row.starts_on for row in standing if row.key == one.key)
    return one._replace(starts_on=min(since, default=today))


def _told(row: SiteDeclaration) -> Declared:
    return Declared(row.key, row.says, row.starts_on, row.until_on)


def _faults_of(told: Sequence[Declared], known: Collection[str]) -> list[Fault]:
    faults: list[Fault] = []
    for place, one in enumerate(told):
        if one.key in UNDECLARABLE_KEYS:
            detail = f"{one.key} is asked of each patient or read by a human each time; nobody can declare it of all"
            faults.append(Fault(f"/items/{place}/key", "undeclarable", detail))
        elif one.key not in known:
            detail = f"{shown(one.key)} is a key that no law, standard or rule of this site knows"
            faults.append(Fault(f"/items/{place}/key", "unknown_key", detail))
        if one.starts_on and one.until_on and one.until_on <= one.starts_on:
            faults.append(Fault(f"/items/{place}/until_on", "reversed", f"must come after {one.starts_on}"))
        elif any(_share_a_day(one, other) for other in told[:place]):
            faults.append(Fault(f"/items/{place}/key", "overlap", f"{one.key} is declared twice for the same day"))
    return faults


def _share_a_day(one: Declared, other: Declared) -> bool:
    if one.key != other.key or one.starts_on is None or other.starts_on is None:
        return False
    begins_before = other.until_on is None or one.starts_on < other.until_on
    return begins_before and (one.until_on is None or other.starts_on < one.until_on)
