"""What PostgreSQL itself refuses about sites: moving them, giving them away, dating them back, deleting them."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from accounts.operations.clock import tick
from credentials.models import Site
from tests.credentials.sites.world import clinic, close_site, open_site

PAST = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@transaction.atomic
def change(how, of=Site.objects, **columns):
    """Do so in a transaction that ticks; columns may be told as a function of its instant."""
    now = tick()
    getattr(of, how)(**{name: value(now) if callable(value) else value for name, value in columns.items()})


def refused(how, of=Site.objects, **columns):
    with pytest.raises(IntegrityError):
        change(how, of, **columns)


def test_a_site_is_opened_now_and_open(db):
    told = {"organisation": clinic(), "name": "Main Street", "jurisdiction": "XA", "time_zone": "Etc/UTC"}
    refused("create", created_at=PAST, **told)
    refused("create", created_at=lambda now: now - dt.timedelta(microseconds=1), **told)
    refused("create", created_at=lambda now: now, closed_at=lambda now: now, **told)
    change("create", created_at=lambda now: now, **told)


@pytest.mark.parametrize(
    "columns",
    [{"jurisdiction": "XB"}, {"code": "ST-0000-0000"}, {"created_at": PAST}, {"closed_at": PAST}],
    ids=lambda columns: next(iter(columns)),
)
def test_it_never_moves_and_is_never_dated_back(db, columns):
    refused("update", of=Site.objects.filter(pk=open_site().pk), **columns)


def test_it_never_changes_hands(db):
    refused("update", of=Site.objects.filter(pk=open_site().pk), organisation=clinic("Birch Clinic"))


def test_it_may_be_renamed_and_closed_once(db):
    site = open_site()
    Site.objects.filter(pk=site.pk).update(name="Long Street", time_zone="Europe/London")
    close_site(site)
    refused("update", of=Site.objects.filter(pk=site.pk), closed_at=None)
    refused("update", of=Site.objects.filter(pk=site.pk), closed_at=lambda now: now)


def test_it_is_never_deleted(db):
    refused("delete", of=Site.objects.filter(pk=open_site().pk))
