"""A clinic's sites in a small world, with what it says of them, dated and recorded."""

import datetime as dt

from django.db import transaction

from accounts.operations.clock import tick
from accounts.operations.personal import find_or_make_organisation
from credentials.models import Site, SiteDeclaration, SitePolicy
from rulebook.law import digest_of

SIGNED, PERMIT = "written_informed_consent", "town_permit"
DEEDS = {"kind": "attestation", "key": "deeds_shown", "says": "the deeds were shown"}
SESSIONS = {"kind": "supervised_sessions", "minimum": 3}
MET = {"kind": "training_hours", "minimum": 10}


def clinic(name="Aspen Clinic"):
    return find_or_make_organisation(name=name, kind="clinic")


@transaction.atomic
def open_site(organisation=None, place="XA", name="Main Street", **more):
    owner = organisation or clinic()
    return Site.objects.create(
        organisation=owner, name=name, jurisdiction=place, time_zone="Etc/UTC", created_at=tick(), **more
    )


@transaction.atomic
def close_site(site):
    Site.objects.filter(pk=site.pk).update(closed_at=tick())


@transaction.atomic
def rule(site, requires, starts="2020-01-01", until=None):
    """A version of the site's policy; gives the instant from which it is known."""
    now = tick()
    SitePolicy.objects.create(
        site=site, starts_on=starts, until_on=until, requires=requires, digest=digest_of(requires),
        recorded_at=now, recorded_by="user:1",
    )  # fmt: skip
    return now


@transaction.atomic
def declare(site, key, starts="2020-01-01", until=None):
    now = tick()
    SiteDeclaration.objects.create(
        site=site, key=key, starts_on=starts, until_on=until, recorded_at=now, recorded_by="user:1"
    )
    return now


@transaction.atomic
def take_back(rows):
    """Whatever is said so far, said no more."""
    now = tick()
    rows.filter(superseded_at=None).update(superseded_at=now, superseded_by="user:1")
    return now


def just_before(instant):
    return instant - dt.timedelta(microseconds=1)
