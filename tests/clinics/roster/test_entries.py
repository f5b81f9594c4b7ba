"""Who is on the roster: put there, changed, taken off; every version can be told, and nobody stands there twice."""

import datetime as dt

import pytest
from django.utils import timezone

from clinics.models import RosterEntry, Watch
from clinics.operations.roster import add_entries, add_entry, change_entry, end_entry
from clinics.operations.roster_checking import NewEntry
from clinics.operations.sites import close_site
from credentials.records.faults import Refusal
from tests.clinics.world import ADA, BEN, CY, make_clinic, make_site

pytestmark = pytest.mark.django_db
FIRST, LATER, LAST = dt.date(2026, 3, 1), dt.date(2026, 6, 1), dt.date(2099, 1, 1)


def asked(site, practitioner, groups=("adult",), starts_on=FIRST, until_on=None, role="therapist"):
    return NewEntry(
        site_id=site.pk,
        practitioner_id=practitioner.pk,
        role=role,
        patient_groups=groups,
        starts_on=starts_on,
        until_on=until_on,
    )


def add(site, practitioner, *args, **more):
    return add_entry(organisation_id=site.organisation_id, entry=asked(site, practitioner, *args, **more), by="user:1")


def faults_of(refused):
    assert isinstance(refused, Refusal), refused
    return {(one.pointer, one.code) for one in refused.faults}


def versions(key):
    found = RosterEntry.objects.filter(key=key).order_by("pk")
    return [(one.role, one.starts_on, one.until_on, one.superseded_because) for one in found]


def watched():
    return set(Watch.objects.filter(closed_at=None).values_list("group", flat=True))


def test_an_entry_is_watched_for_each_group_from_the_instant_it_is_told(people, site):
    made = add(site, people[ADA], ["child", "adult", "adult"])
    assert made.patient_groups == ["adult", "child"]
    told = Watch.objects.filter(entry_key=made.key)
    assert {(one.group, one.due_at, one.cause, one.outcome, one.jurisdiction) for one in told} == {
        (group, made.recorded_at, "entry", None, "XA") for group in ("adult", "child")
    }


BAD = [
    ("no role", {"role": " "}, ("/role", "blank")),
    ("a long role", {"role": "r" * 101}, ("/role", "too_long")),
    ("no group", {"groups": []}, ("/patient_groups", "empty_list")),
    ("an unknown group", {"groups": ["adult", "dog"]}, ("/patient_groups/1", "unknown_value")),
    ("an end on the first day", {"until_on": FIRST}, ("/until_on", "reversed")),
]


@pytest.mark.parametrize(("terms", "fault"), [one[1:] for one in BAD], ids=[one[0] for one in BAD])
def test_what_cannot_be_told_is_refused(people, site, terms, fault):
    assert faults_of(add(site, people[ADA], **terms)) == {fault}
    assert not RosterEntry.objects.exists()


def test_sites_of_others_and_closed_ones_take_nobody(people, site):
    foreign = make_site(make_clinic("Birch Clinic"))
    entry = asked(foreign, people[ADA])
    refused = add_entry(organisation_id=site.organisation_id, entry=entry, by="user:1")
    assert faults_of(refused) == {("/site", "unknown_site")}
    made = add(site, people[BEN])
    close_site(site=site, by="user:1")
    assert faults_of(add(site, people[ADA])) == {("/site", "site_closed")}
    assert faults_of(change_entry(entry=made, changes={"role": "head"}, by="user:1")) == {("", "site_closed")}


SHARED = [
    ("the same days", FIRST, LATER, False),
    ("from its last day on", LATER - dt.timedelta(days=1), None, False),
    ("up to its first day", dt.date(2020, 1, 1), FIRST + dt.timedelta(days=1), False),
    ("around it", dt.date(2020, 1, 1), None, False),
    ("from the day after", LATER, None, True),
    ("until the day before", dt.date(2020, 1, 1), FIRST, True),
]


@pytest.mark.parametrize(("starts_on", "until_on", "is_taken"), [s[1:] for s in SHARED], ids=[s[0] for s in SHARED])
def test_nobody_stands_twice_on_one_roster_on_one_day(people, site, starts_on, until_on, is_taken):
    first = add(site, people[ADA], until_on=LATER)
    second = add(site, people[ADA], starts_on=starts_on, until_on=until_on)
    if is_taken:
        assert isinstance(second, RosterEntry)
    else:
        assert faults_of(second) == {("/starts_on", "on_roster_already")}
        assert str(first.key) in second.faults[0].detail
    assert isinstance(add(make_site(site.organisation, "Side Street"), people[ADA]), RosterEntry)


def test_a_change_supersedes_and_has_what_is_new_decided(people, site):
    made = add(site, people[ADA], ["adult", "child"])
    Watch.objects.update(due_at=None)
    changed = change_entry(entry=made, changes={"patient_groups": ["adult"], "until_on": LAST}, by="user:2")
    assert (changed.key, changed.patient_groups, changed.recorded_by) == (made.key, ["adult"], "user:2")
    assert versions(made.key) == [("therapist", FIRST, None, "changed"), ("therapist", FIRST, LAST, None)]
    assert watched() == {"adult"}
    assert Watch.objects.get(group="adult").due_at == changed.recorded_at
    back = change_entry(entry=made, changes={"patient_groups": ["child"]}, by="user:2")
    assert watched() == {"child"}
    assert Watch.objects.get(group="child").due_at == back.recorded_at
    assert Watch.objects.count() == 2


def test_another_word_for_the_role_decides_nothing_anew_and_the_same_word_is_not_written(people, site):
    made = add(site, people[ADA])
    Watch.objects.update(due_at=None)
    changed = change_entry(entry=made, changes={"role": "head of staff"}, by="user:1")
    assert Watch.objects.get().due_at is None
    assert change_entry(entry=made, changes={"role": "head of staff", "starts_on": FIRST}, by="user:1") == changed
    assert len(versions(made.key)) == 2


def test_a_change_may_not_run_into_another_entry(people, site):
    first = add(site, people[ADA], until_on=LATER)
    add(site, people[ADA], starts_on=LATER)
    assert faults_of(change_entry(entry=first, changes={"until_on": None}, by="user:1")) == {
        ("/starts_on", "on_roster_already")
    }
    refused = change_entry(entry=first, changes={"until_on": FIRST, "role": "", "patient_groups": []}, by="user:1")
    assert faults_of(refused) == {
        ("/until_on", "reversed"),
        ("/role", "blank"),
        ("/patient_groups", "empty_list"),
    }


def test_an_entry_that_is_over_is_kept_and_watched_by_nobody_until_it_is_opened_again(people, site):
    made = add(site, people[ADA], until_on=LATER)  # of a day long past
    assert not Watch.objects.exists()
    change_entry(entry=made, changes={"until_on": None}, by="user:1")
    assert watched() == {"adult"}
    change_entry(entry=made, changes={"until_on": LATER}, by="user:1")
    assert watched() == set()
    assert Watch.objects.get().due_at is None


def test_ending_today_closes_its_watches_and_ending_later_waits(people, site):
    today = timezone.now().date()  # the site keeps UTC
    leaving, gone = add(site, people[ADA]), add(site, people[BEN])
    assert end_entry(entry=leaving, until_on=today + dt.timedelta(days=9), by="user:1").until_on > today
    assert end_entry(entry=gone, by="user:1").until_on == today
    assert [one.entry_key for one in Watch.objects.filter(closed_at=None)] == [leaving.key]
    assert faults_of(end_entry(entry=gone, until_on=today, by="user:1")) == {("/until_on", "ended")}
    assert end_entry(entry=leaving, until_on=today + dt.timedelta(days=2), by="user:1").until_on > today


def test_what_had_not_begun_is_taken_back(people, site):
    today = timezone.now().date()
    coming = add(site, people[ADA], starts_on=today + dt.timedelta(days=9))
    refused = end_entry(entry=coming, until_on=today + dt.timedelta(days=8), by="user:1")
    assert faults_of(refused) == {("/until_on", "reversed")}
    assert end_entry(entry=coming, by="user:1") is None
    assert versions(coming.key)[-1][-1] == "ended"
    assert watched() == set()
    assert end_entry(entry=coming, by="user:1") is None
    assert faults_of(change_entry(entry=coming, changes={"role": "head"}, by="user:1")) == {("", "taken_back")}
    assert isinstance(add(site, people[ADA]), RosterEntry)


def test_of_many_the_bad_ones_are_refused_and_stop_no_other(people, site):
    told = [
        asked(site, people[ADA]),
        asked(site, people[BEN], groups=["dog"]),
        asked(site, people[ADA], starts_on=LATER),
        asked(site, people[CY]),
    ]
    first, second, third, fourth = add_entries(organisation_id=site.organisation_id, entries=told, by="user:1")
    assert (first.practitioner_id, fourth.practitioner_id) == (people[ADA].pk, people[CY].pk)
    assert faults_of(second) == {("/patient_groups/0", "unknown_value")}
    assert faults_of(third) == {("/starts_on", "on_roster_already")}
    assert Watch.objects.count() == RosterEntry.objects.count() == 2


def test_the_roster_of_an_earlier_instant_can_be_told(people, site):
    made = add(site, people[ADA], role="student")
    changed = change_entry(entry=made, changes={"role": "therapist"}, by="user:1")

    def known_at(instant):
        rows = RosterEntry.objects.filter(recorded_at__lte=instant).exclude(superseded_at__lte=instant)
        return [one.role for one in rows]

    moment = dt.timedelta(microseconds=1)
    assert known_at(made.recorded_at - moment) == []
    assert known_at(made.recorded_at) == known_at(changed.recorded_at - moment) == ["student"]
    assert known_at(changed.recorded_at) == ["therapist"]
