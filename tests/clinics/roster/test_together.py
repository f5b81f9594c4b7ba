"""Rosters written by several at once: nobody is put there twice, and nobody who is being erased."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.operations.clock import tick
from clinics.models import RosterEntry, Watch
from clinics.operations.roster import add_entry
from clinics.operations.roster_checking import NewEntry
from clinics.operations.sites import close_site
from credentials.operations.erasure import erase_person
from credentials.records.faults import Refusal
from tests.clinics.world import ADA

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 4


def add(site, practitioner):
    entry = NewEntry(
        site_id=site.pk,
        practitioner_id=practitioner.pk,
        role="therapist",
        patient_groups=["adult"],
        starts_on=dt.date(2026, 1, 1),
    )
    return add_entry(organisation_id=site.organisation_id, entry=entry, by="user:1")


def apart(act, *args):
    """In a thread with a connection of its own."""
    try:
        return act(*args)
    finally:
        connection.close()


def while_the_clock_is_held(*acts):
    """All of them begin while somebody is recording, and go on one after another when that is done."""
    with ThreadPoolExecutor(len(acts)) as pool:
        begun = threading.Event()
        with transaction.atomic():
            tick()
            futures = [pool.submit(apart, *act) for act in acts]
            begun.wait(0.5)
        return [one.result(timeout=30) for one in futures]


def test_of_several_who_put_the_same_person_there_one_does(people, site):
    made = while_the_clock_is_held(*[(add, site, people[ADA])] * MANY)
    refused = [one for one in made if isinstance(one, Refusal)]
    assert {one.faults[0].code for one in refused} == {"on_roster_already"}
    assert (len(refused), RosterEntry.objects.count(), Watch.objects.count()) == (MANY - 1, 1, 1)


def test_whoever_is_erased_meanwhile_is_on_no_roster(people, site):
    def erase():
        return erase_person(practitioner=people[ADA])

    while_the_clock_is_held((erase,), (add, site, people[ADA]))
    assert not Watch.objects.filter(closed_at=None).exists()
    assert not RosterEntry.objects.filter(superseded_at=None, until_on=None).exists()


def test_nobody_comes_to_a_site_that_closes_meanwhile(people, site):
    def close():
        return close_site(site=site, by="user:1")

    while_the_clock_is_held((close,), (add, site, people[ADA]))
    assert not Watch.objects.filter(closed_at=None).exists()
    assert not RosterEntry.objects.filter(superseded_at=None, until_on=None).exists()
