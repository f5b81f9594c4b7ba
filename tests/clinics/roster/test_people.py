"""Rosters follow persons: records that are merged, a merge undone, a person erased."""

import pytest
from django.utils import timezone

from accounts.models import User
from clinics.models import RosterEntry, Watch
from clinics.operations.monitoring.redeciding import redecide_due
from clinics.operations.roster import add_entry, change_entry
from clinics.operations.roster_checking import NewEntry
from credentials.operations.erasure import erase_person
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from credentials.records.faults import Refusal
from tests.clinics.world import ADA, BEN, DEE, make_entry, make_site, person, put_person

pytestmark = pytest.mark.django_db
TWIN = "FN-TW1N-0001"  # has a licence and training, and no certification: refused by herself
ROSTER = "/api/v1/roster"


@pytest.fixture
def twin(law):
    return put_person(person(TWIN, "Ada Smith", certifications=[]))


def merge(survivor, absorbed):
    readers = [User.objects.create_user(email=f"r{n}@example.org", password="a long enough phrase") for n in range(2)]
    proposal = propose_merge(survivor=survivor, absorbed=absorbed, reason="one person", by=readers[0])
    return confirm_merge(proposal=proposal, by=readers[1])


def decide():
    while redecide_due(at=timezone.now()):
        pass


def listed(caller, **query):
    items = caller.get(ROSTER, query).json()["items"]
    return sorted((one["practitioner"]["registry_number"], one["outcome"], one["due"]) for one in items)


def add(site, practitioner, by="user:1"):
    day = timezone.now().date()
    entry = NewEntry(
        site_id=site.pk, practitioner_id=practitioner.pk, role="therapist", patient_groups=["adult"], starts_on=day
    )
    return add_entry(organisation_id=site.organisation_id, entry=entry, by=by)


def faults_of(refused):
    assert isinstance(refused, Refusal), refused
    return {(one.pointer, one.code) for one in refused.faults}


def test_a_merge_makes_entries_of_both_records_due_and_both_are_told_as_the_survivor(people, twin, caller, site):
    other = make_site(site.organisation, "Side Street", declares=["written_informed_consent"])
    make_entry(site, people[ADA])
    make_entry(other, twin)
    decide()
    assert listed(caller) == [(ADA, "permitted", False), (TWIN, "refused", False)]
    proposal = merge(people[ADA], twin)
    assert listed(caller) == [(ADA, None, True)] * 2
    decide()
    assert listed(caller) == [(ADA, "permitted", False)] * 2
    assert listed(caller, q=TWIN) == [(ADA, "permitted", False)] == listed(caller, q=ADA)[:1]
    close_merge(proposal=proposal, reason="two after all", by=User.objects.first())
    decide()
    assert listed(caller) == [(ADA, "permitted", False), (TWIN, "refused", False)]


def test_two_entries_of_one_person_at_a_site_both_stand_and_name_one_another(people, twin, caller, site):
    first, second = make_entry(site, people[ADA]), make_entry(site, twin)
    merge(people[ADA], twin)
    told = caller.get(f"{ROSTER}/{first.key}").json()
    assert told["same_person"] == [str(second.key)]
    assert caller.get(f"{ROSTER}/{second.key}").json()["practitioner"]["registry_number"] == ADA
    assert faults_of(add(site, twin)) == {("/starts_on", "on_roster_already")}
    assert caller.post(f"{ROSTER}/{second.key}/end", {}, content_type="application/json").status_code == 200
    assert caller.get(f"{ROSTER}/{first.key}").json()["same_person"] == [str(second.key)]  # it stood until today


def test_nobody_is_put_beside_their_other_record(people, twin, site):
    merge(people[ADA], twin)
    make_entry(site, people[ADA])
    assert faults_of(add(site, twin)) == {("/starts_on", "on_roster_already")}


def test_who_is_erased_stands_on_no_roster_any_more(people, twin, caller, site):
    merge(people[ADA], twin)
    of_ada, of_twin, of_ben = make_entry(site, people[ADA]), make_entry(site, twin), make_entry(site, people[BEN])
    erase_person(practitioner=people[ADA])
    today = timezone.now().date()
    ended = RosterEntry.objects.filter(superseded_at=None).exclude(key=of_ben.key)
    assert {(one.key, one.until_on, one.recorded_by) for one in ended} == {
        (of_ada.key, today, "erasure"),
        (of_twin.key, today, "erasure"),
    }
    assert [one.entry_key for one in Watch.objects.filter(closed_at=None)] == [of_ben.key]
    assert RosterEntry.objects.get(key=of_ben.key).superseded_at is None
    assert faults_of(add(site, people[ADA])) == faults_of(add(site, twin)) == {("/practitioner", "erased")}
    assert faults_of(change_entry(entry=of_ada, changes={"until_on": None}, by="user:1")) == {("", "erased")}
    assert listed(caller, q="Okafor") == []


def test_what_was_over_before_the_erasure_stays_as_it_was(people, site):
    over = make_entry(site, people[DEE], until_on=timezone.now().date())
    erase_person(practitioner=people[DEE])
    assert RosterEntry.objects.get(key=over.key).superseded_at is None
