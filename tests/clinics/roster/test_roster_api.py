"""The roster over HTTP: who is put on it is decided at once, history stays, nobody else's is seen."""

import datetime as dt

import pytest
from django.utils import timezone

from clinics.models import RosterEntry
from tests.clinics.roster.asking import ROSTER, added, faults_of, listed, sent
from tests.clinics.world import (
    ADA,
    BEN,
    client_of,
    make_clinic,
    make_site,
)

pytestmark = pytest.mark.django_db


def test_who_is_put_on_the_roster_is_decided_at_once(people, caller, site):
    response = added(caller, site, patient_groups=["adult", "child"])
    told = response.json()
    assert (response.status_code, response["Location"]) == (201, f"{ROSTER}/{told['key']}")
    adult, child = told["decisions"]
    assert (adult["outcome"], adult["may_perform"], adult["due"], adult["state"]) == (
        "permitted",
        True,
        False,
        "current",
    )
    assert (child["outcome"], child["may_perform"]) == ("conditional", False)
    assert child["conditions"] == ["patient_age_at_least_12", "parental_consent", "child_assent"]
    verification = caller.get(f"/api/v1/verifications/{adult['verification']}").json()
    assert (verification["outcome"], verification["question"]["site"]) == ("permitted", site.code)
    assert told["starts_on"] == timezone.now().date().isoformat()
    assert caller.get(f"{ROSTER}/{told['key']}").json() == told


@pytest.mark.parametrize(
    "reference",
    [{"npi": "1234567893"}, {"licence": {"jurisdiction": "xa", "profession": "PT", "number": "l.xa ada0-0001"}}],
    ids=["by NPI", "by a licence"],
)
def test_a_person_is_named_as_in_questions(people, caller, site, reference):
    assert added(caller, site, practitioner=reference).json()["practitioner"]["registry_number"] == ADA


def test_what_cannot_be_put_there_says_why(people, caller, site):
    bad = caller.post(ROSTER, {"role": "", "patient_groups": ["dog"], "why": 1}, content_type="application/json")
    assert faults_of(bad) == {
        ("/site", "missing"),
        ("/practitioner", "missing"),
        ("/role", "blank"),
        ("/patient_groups/0", "unknown_value"),
        ("/why", "unknown_field"),
    }
    assert added(caller, site, "FN-0000-0000").status_code == 404
    nowhere = {"licence": {"jurisdiction": "ZZ-9", "profession": "PT", "number": "1"}}
    assert faults_of(added(caller, site, practitioner=nowhere)) == {
        ("/practitioner/licence/jurisdiction", "unknown_place")
    }
    foreign = make_site(make_clinic("Birch Clinic"))
    assert faults_of(added(caller, foreign)) == {("/site", "unknown_site")}
    assert faults_of(added(caller, site, patient_groups=[])) == {("/patient_groups", "empty_list")}
    assert added(caller, site).status_code == 201
    assert faults_of(added(caller, site)) == {("/starts_on", "on_roster_already")}


def test_another_site_and_another_clinic_show_nothing(people, caller, staffed):
    other = make_site(staffed.organisation, "Side Street")
    assert listed(caller, site=other.code) == []
    assert len(listed(caller, site=staffed.code.lower())) == 6
    foreign = client_of(make_clinic("Birch Clinic"), "roster:read", "roster:write")
    assert listed(foreign) == listed(foreign, q="Ada") == []
    assert faults_of(foreign.get(ROSTER, {"site": staffed.code})) == {("/site", "unknown_site")}
    key = RosterEntry.objects.first().key
    calls = [("get", f"{key}"), ("patch", f"{key}"), ("post", f"{key}/end"), ("post", f"{key}/check")]
    for method, path in [*calls, ("get", f"{key}/checks")]:
        assert sent(foreign, method, path).status_code == 404, path
        viewer = client_of(staffed.organisation, "roster:read")
        assert sent(viewer, method, path).status_code == (200 if method == "get" else 403), path


def test_who_is_yet_to_come_is_neither_decided_nor_due(people, caller, site):
    starts_on = (timezone.now().date() + dt.timedelta(days=9)).isoformat()
    (line,) = added(caller, site, starts_on=starts_on).json()["decisions"]
    assert (line["state"], line["outcome"], line["may_perform"], line["due"]) == ("coming", None, False, False)
    assert listed(caller) == [(ADA, "adult", None)]
    assert listed(caller, due="true") == []


def test_a_change_is_decided_at_once_and_history_stays(people, caller, site):
    key = added(caller, site).json()["key"]
    told = sent(caller, "patch", key, patient_groups=["child"], role="head", until_on="2099-01-01").json()
    assert [(one["group"], one["outcome"]) for one in told["decisions"]] == [("child", "conditional")]
    assert [(one["role"], one["until_on"], one["superseded_because"]) for one in told["versions"]] == [
        ("therapist", None, "changed"),
        ("head", "2099-01-01", None),
    ]
    assert sent(caller, "patch", key, until_on=None).json()["until_on"] is None
    bad = sent(caller, "patch", key, starts_on=None, practitioner={}, patient_groups=[])
    assert faults_of(bad) == {
        ("/starts_on", "wrong_type"),
        ("/practitioner", "unknown_field"),
        ("/patient_groups", "empty_list"),
    }


def test_an_entry_that_ends_leaves_the_list_and_can_still_be_read(people, caller, site):
    today = timezone.now().date()
    key = added(caller, site, starts_on="2026-01-01").json()["key"]
    told = sent(caller, "post", f"{key}/end").json()
    assert (told["until_on"], told["decisions"][0]["state"]) == (today.isoformat(), "over")
    assert (told["decisions"][0]["outcome"], told["decisions"][0]["last_known"]["outcome"]) == (None, "permitted")
    assert listed(caller) == []
    assert listed(caller, **{"from": "2026-01-01", "until": "2026-02-01"}) == [(ADA, "adult", None)]
    assert faults_of(sent(caller, "post", f"{key}/end")) == {("/until_on", "ended")}
    coming = added(caller, site, BEN, starts_on=(today + dt.timedelta(days=9)).isoformat()).json()["key"]
    back = sent(caller, "post", f"{coming}/end").json()
    assert (back["taken_back"], back["decisions"]) == (True, [])


def test_every_look_at_an_entry_is_told_newest_first(people, caller, site):
    key = added(caller, site, patient_groups=["adult", "child"]).json()["key"]
    assert sent(caller, "post", f"{key}/check").json()["decisions"][0]["due"] is False
    told = caller.get(f"{ROSTER}/{key}/checks").json()
    assert [(one["group"], one["because"]) for one in told["items"]] in (
        [("child", "asked"), ("adult", "asked"), ("child", "entry"), ("adult", "entry")],
        [("adult", "asked"), ("child", "asked"), ("adult", "entry"), ("child", "entry")],
    )
    adult = caller.get(f"{ROSTER}/{key}/checks", {"group": "adult"}).json()["items"]
    assert [(one["because"], one["outcome"]) for one in adult] == [("asked", "permitted"), ("entry", "permitted")]
    query = {"group": "dog", "cursor": "999"}
    assert faults_of(caller.get(f"{ROSTER}/{key}/checks", query)) == {
        ("/group", "unknown_value"),
        ("/cursor", "not_a_cursor"),
    }
