"""What a clinic declares of all its patients: a whole list, dated, and nothing that only a human can say each time."""

import datetime as dt

import pytest
from django.utils import timezone

from clinics.models import Watch
from clinics.operations.policies import save_policy
from credentials.models import SiteDeclaration
from rulebook.question import UNDECLARABLE_KEYS
from tests.clinics.world import ADA, CONSENT, make_entry, make_site

pytestmark = pytest.mark.django_db
SINCE = dt.date(2015, 1, 1)


def declared(caller, site, *items):
    return caller.put(
        f"/api/v1/sites/{site.code}/declarations", {"items": list(items)}, content_type="application/json"
    )


def faults_of(response):
    assert response.status_code == 422, response.content
    return {(one["pointer"], one["code"]) for one in response.json()["errors"]}


def told(response):
    assert response.status_code == 200, response.content
    return [(one["key"], one["starts_on"], one["until_on"]) for one in response.json()["items"]]


@pytest.fixture
def bare(clinic):
    return make_site(clinic, "Side Street")


def outcome(caller, site, on, group="adult"):
    query = {"jurisdiction": "XA", "group": group, "site": site.code, "on": on.isoformat()}
    return caller.get(f"/api/v1/practitioners/{ADA}/standing", query).json()["outcome"]


def test_a_declaration_counts_from_its_first_day_to_before_its_last(people, caller, bare):
    item = {"key": CONSENT, "says": "signed at the desk", "starts_on": "2026-02-01", "until_on": "2026-03-01"}
    assert told(declared(caller, bare, item)) == [(CONSENT, "2026-02-01", "2026-03-01")]
    days = [dt.date(2026, 1, 31), dt.date(2026, 2, 1), dt.date(2026, 2, 28), dt.date(2026, 3, 1)]
    assert [outcome(caller, bare, day) for day in days] == ["conditional", "permitted", "permitted", "conditional"]


def test_without_a_day_it_holds_from_today_and_told_again_since_then(caller, bare):
    today = timezone.now().date().isoformat()  # the site keeps UTC
    assert told(declared(caller, bare, {"key": CONSENT})) == [(CONSENT, today, None)]
    written = list(SiteDeclaration.objects.values())
    assert told(declared(caller, bare, {"key": CONSENT})) == [(CONSENT, today, None)]
    assert list(SiteDeclaration.objects.values()) == written


def test_what_stands_keeps_its_first_day_when_no_other_is_told(caller, site):
    until = {"key": CONSENT, "until_on": "2030-01-01"}
    assert told(declared(caller, site, until)) == [(CONSENT, SINCE.isoformat(), "2030-01-01")]


def test_the_list_is_the_whole_truth(people, caller, site):
    day = dt.date(2026, 3, 2)
    assert outcome(caller, site, day) == "permitted"
    assert told(declared(caller, site)) == []
    assert outcome(caller, site, day) == "conditional"
    assert told(caller.get(f"/api/v1/sites/{site.code}/declarations")) == []
    row = SiteDeclaration.objects.get()
    assert row.superseded_by.startswith("key:")


def test_everybody_there_is_decided_anew(people, caller, site, bare):
    make_entry(site, people[ADA], ["adult", "child"])
    make_entry(bare, people[ADA])
    Watch.objects.update(due_at=None)
    declared(caller, site, {"key": CONSENT, "starts_on": SINCE.isoformat()})  # as it stands
    assert not Watch.objects.exclude(due_at=None).exists()
    declared(caller, site, {"key": "referral"})
    due = Watch.objects.exclude(due_at=None)
    assert {(one.site, one.cause) for one in due} == {(site, "declaration")}
    assert due.count() == 2


@pytest.mark.parametrize(
    "key",
    sorted(UNDECLARABLE_KEYS),
)
def test_what_nobody_can_say_of_all_patients_is_refused(caller, site, key):
    assert faults_of(declared(caller, site, {"key": key})) == {("/items/0/key", "undeclarable")}


def test_a_key_of_the_sites_own_rules_is_known(caller, site, bare):
    requires = {"kind": "attestation", "key": "window_open", "says": "a window is open"}
    save_policy(sites=[site], requires=requires, starts_on=dt.date(2026, 1, 1), by="user:1")
    assert declared(caller, site, {"key": "window_open"}).status_code == 200
    assert faults_of(declared(caller, bare, {"key": "window_open"})) == {("/items/0/key", "unknown_key")}


def test_every_fault_is_named_and_nothing_written(caller, bare):
    response = declared(
        caller,
        bare,
        {"key": CONSENT, "starts_on": "2026-02-01", "until_on": "2026-02-01"},
        {"key": "referral", "starts_on": "2026-01-01", "until_on": "2026-03-01"},
        {"key": "referral", "starts_on": "2026-02-28"},
        {"key": "moonlight"},
        {"key": "parental_consent"},
    )
    assert faults_of(response) == {
        ("/items/0/until_on", "reversed"),
        ("/items/2/key", "overlap"),
        ("/items/3/key", "unknown_key"),
        ("/items/4/key", "undeclarable"),
    }
    malformed = declared(caller, bare, {"key": "Bad Key"}, {"says": "?", "starts_on": "soon"}, {"key": "x", "of": 1})
    assert faults_of(malformed) == {
        ("/items/0/key", "not_a_key"),
        ("/items/1/key", "missing"),
        ("/items/1/starts_on", "not_a_day"),
        ("/items/2/of", "unknown_field"),
    }
    assert not SiteDeclaration.objects.exists()


def test_one_key_may_hold_at_several_times(caller, bare):
    times = [("2026-01-01", "2026-02-01"), ("2026-02-01", "2026-03-01"), ("2026-05-01", None)]
    items = [{"key": CONSENT, "starts_on": first, "until_on": until} for first, until in times]
    assert told(declared(caller, bare, *reversed(items))) == [(CONSENT, *time) for time in times]


def test_nothing_is_declared_of_a_closed_site(caller, site):
    caller.post(f"/api/v1/sites/{site.code}/close", {}, content_type="application/json")
    assert faults_of(declared(caller, site, {"key": CONSENT})) == {("", "site_closed")}
