"""After a correction the roster's own looks are among the answers that differ now, and its clinic hears of it once."""

import datetime as dt

import pytest
from django.core import mail

from accounts.operations.clock import recording_at
from clinics.models import Alert, RosterCheck
from outbox.operations.delivering import deliver_due
from tests.clinics.packs.looking import LATER, MARCH, ask, bytes_of, look_at, make_again
from tests.clinics.world import ADA, DEE, make_entry, make_site, member_of, person, put_person, training

pytestmark = pytest.mark.django_db
DIFFERING = "/api/v1/verifications"


def work():
    """Do what is due; jobs write jobs, so until nothing is left of them."""
    for _ in range(3):
        deliver_due(clock=lambda: dt.datetime.now(dt.UTC), seconds=60)


def correct(hours=10, at=LATER):
    """It comes to light that there were fewer hours than was told."""
    with recording_at(at):
        put_person(person(ADA, "Ada Okafor", npi="1234567893", born_on="1985-04-12", training=[training(hours)]))


def test_looks_at_the_corrected_person_are_listed_with_then_and_now(roster, caller):
    correct()
    listed = caller.get(DIFFERING, {"differs": "true"}).json()["items"]
    hers = RosterCheck.objects.filter(entry_key=roster[ADA].key)
    assert {one["id"] for one in listed} == {str(check.verification_id) for check in hers}
    assert {(one["then"]["outcome"], one["now"]["outcome"]) for one in listed} == {
        ("permitted", "refused"),
        ("conditional", "refused"),
    }


def test_the_clinic_is_alerted_once_for_each_correction(roster, clinic):
    member_of(clinic)
    correct()
    work()
    work()
    (alert,) = Alert.objects.filter(kind="answers_differ")
    assert alert.details == {"differ": 2, "restored": 0}
    told = [one for one in mail.outbox if "differ" in one.subject.lower() or "answer" in one.subject.lower()]
    assert [one.to for one in told] == [["kim@example.org"]]
    correct(hours=60, at=LATER + dt.timedelta(days=1))
    work()
    assert [one.details for one in Alert.objects.filter(kind="answers_differ").order_by("id")] == [
        {"differ": 2, "restored": 0},
        {"differ": 0, "restored": 2},
    ]


def test_what_was_not_touched_is_neither_listed_nor_told(roster, caller, people):
    with recording_at(LATER):
        put_person(person(DEE, "Dee Smith", certifications=[], training=[training(10)]))
    work()
    assert caller.get(DIFFERING, {"differs": "true"}).json()["items"] == []
    assert not Alert.objects.filter(kind="answers_differ").exists()


def test_the_pack_still_shows_what_was_known_then(roster, clinic):
    pack = ask(clinic)
    first = bytes_of(pack)
    correct()
    work()
    make_again(pack)
    assert bytes_of(pack) == first


def test_many_looks_at_one_person_are_told_as_one(people, clinic):
    sites = [make_site(clinic, f"Site {n}", declares=["written_informed_consent"]) for n in range(12)]
    for n, site in enumerate(sites):
        look_at(make_entry(site, people[ADA]), "adult", at=MARCH + dt.timedelta(minutes=n))
    correct()
    work()
    (alert,) = Alert.objects.filter(kind="answers_differ")
    assert alert.details["differ"] == 12
