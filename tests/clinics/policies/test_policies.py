"""A clinic's own rules: dated versions, one after another, at one site or at several."""

import datetime as dt

import pytest

from clinics.models import Watch
from clinics.queries.sites import day_at
from credentials.models import SitePolicy
from tests.clinics.world import ADA, BEN, client_of, make_clinic, make_entry, make_site

pytestmark = pytest.mark.django_db
HOURS = {"kind": "training_hours", "minimum": 80}
DAY = dt.date(2026, 3, 2)


def sent(caller, path, **told):
    return caller.post(f"/api/v1/{path}", told, content_type="application/json")


def saved(caller, site, requires=HOURS, **more):
    return sent(caller, f"sites/{site.code}/policies", requires=requires, **more)


def times(response):
    assert response.status_code in (200, 201), response.content
    return [(one["starts_on"], one["until_on"], one["note"]) for one in response.json()["items"]]


def faults_of(response):
    assert response.status_code == 422, response.content
    return {(one["pointer"], one["code"]) for one in response.json()["errors"]}


def outcome(caller, site, on, number=ADA):
    query = {"jurisdiction": site.jurisdiction, "group": "adult", "site": site.code, "on": on}
    return caller.get(f"/api/v1/practitioners/{number}/standing", query).json()["outcome"]


def test_rules_hold_from_their_first_day(people, caller, site):
    assert times(saved(caller, site, starts_on="2026-03-02", note="our own")) == [("2026-03-02", None, "our own")]
    assert outcome(caller, site, "2026-03-01") == "permitted"
    assert outcome(caller, site, "2026-03-02") == "refused"


VERSIONS = [  # (what stands, the day on which another begins, what stands then)
    ("between two", [("2026-01-01", "a"), ("2026-06-01", "b")], "2026-03-01", "a..03 new..06 b"),
    ("before all", [("2026-06-01", "b")], "2026-03-01", "new..06 b"),
    ("on the first day of one", [("2026-03-01", "a"), ("2026-06-01", "b")], "2026-03-01", "new..06 b"),
    ("on the day after", [("2026-02-28", "a")], "2026-03-01", "a..03 new"),
    ("in place of the last", [("2026-03-01", "a")], "2026-03-01", "new"),
]


@pytest.mark.parametrize(("standing", "starts_on", "expected"), [v[1:] for v in VERSIONS], ids=[v[0] for v in VERSIONS])
def test_a_new_version_ends_the_one_before_and_ends_with_the_next(caller, site, standing, starts_on, expected):
    for first, note in standing:
        saved(caller, site, starts_on=first, note=note)
    told = times(saved(caller, site, starts_on=starts_on, note="new"))
    assert " ".join(f"{note}..{until[5:7]}" if until else note for _, until, note in told) == expected
    assert all(one.until_on is None or one.until_on > one.starts_on for one in SitePolicy.objects.all())


def test_what_was_rewritten_can_still_be_told_as_it_was_known(caller, site):
    saved(caller, site, starts_on="2026-01-01", note="a")
    before = SitePolicy.objects.get()
    saved(caller, site, starts_on="2026-03-01", note="b")
    before.refresh_from_db()
    told_anew = SitePolicy.objects.get(note="a", superseded_at=None)
    assert (before.until_on, before.superseded_at) == (None, told_anew.recorded_at)
    assert (told_anew.until_on, told_anew.digest) == (dt.date(2026, 3, 1), before.digest)


def test_rules_end_on_a_day_and_those_to_come_go_too(people, caller, site):
    for first in ("2026-01-01", "2026-06-01"):
        saved(caller, site, starts_on=first)
    ended = sent(caller, f"sites/{site.code}/policies/end", on="2026-03-02")
    assert times(ended) == [("2026-01-01", "2026-03-02", "")]
    assert [outcome(caller, site, day) for day in ("2026-03-01", "2026-03-02", "2026-07-01")] == [
        "refused",
        "permitted",
        "permitted",
    ]
    written = SitePolicy.objects.count()
    assert times(sent(caller, f"sites/{site.code}/policies/end", on="2026-03-02")) == times(ended)
    assert SitePolicy.objects.count() == written


def test_without_a_day_they_begin_and_end_today_there(caller, site):
    assert times(saved(caller, site))[0][0] == day_at(site, SitePolicy.objects.get().recorded_at).isoformat()
    assert times(sent(caller, f"sites/{site.code}/policies/end")) == []


def test_several_sites_get_the_same_rules_or_none(caller, clinic, site):
    other, gone = make_site(clinic, "Side Street"), make_site(clinic, "Old Street")
    caller.post(f"/api/v1/sites/{gone.code}/close", {}, content_type="application/json")
    foreign = make_site(make_clinic("Birch Clinic"))
    codes = [site.code, gone.code, foreign.code, "ST-0000-0000"]
    assert faults_of(sent(caller, "policies", sites=codes, requires=HOURS)) == {
        ("/sites/1", "site_closed"),
        ("/sites/2", "unknown_site"),
        ("/sites/3", "unknown_site"),
    }
    assert not SitePolicy.objects.exists()
    response = sent(caller, "policies", sites=[site.code, other.code.lower(), site.code], requires=HOURS, note="all")
    assert response.status_code == 201
    assert [(one["site"], len(one["policies"])) for one in response.json()["items"]] == [
        (site.code, 1),
        (other.code, 1),
    ]
    assert faults_of(sent(caller, "policies", sites=[], requires=HOURS)) == {("/sites", "wrong_number")}


def test_every_fault_of_a_tree_is_named_by_its_place(caller, site):
    tree = {"all_of": [{"kind": "unread", "says": "?"}, {"any_of": []}, {"kind": "training_hours"}]}
    assert faults_of(saved(caller, site, tree, starts_on="soon", why="?")) == {
        ("/requires/all_of/0/kind", "unknown_value"),
        ("/requires/all_of/1/any_of", "empty"),
        ("/requires/all_of/2/minimum", "missing"),
        ("/starts_on", "not_a_day"),
        ("/why", "unknown_field"),
    }


def test_a_closed_site_has_rules_no_longer_to_be_changed(caller, site):
    caller.post(f"/api/v1/sites/{site.code}/close", {}, content_type="application/json")
    assert faults_of(saved(caller, site)) == {("", "site_closed")}
    assert faults_of(sent(caller, f"sites/{site.code}/policies/end")) == {("", "site_closed")}


def test_everybody_there_is_decided_anew(people, caller, site):
    make_entry(site, people[ADA])
    elsewhere = make_entry(make_site(site.organisation, "Side Street"), people[BEN])

    def due_because():
        return {one.cause for one in Watch.objects.exclude(due_at=None)}

    Watch.objects.update(due_at=None)
    saved(caller, site, starts_on="2026-01-01")
    assert due_because() == {"policy"}
    Watch.objects.update(due_at=None)
    sent(caller, f"sites/{site.code}/policies/end", on="2026-02-01")
    assert due_because() == {"policy"}
    Watch.objects.update(due_at=None)
    sent(caller, f"sites/{site.code}/policies/end", on="2026-02-01")  # nothing left to end
    assert due_because() == set()
    assert Watch.objects.get(entry_key=elsewhere.key).due_at is None


CALLS = ["sites/{}/policies", "sites/{}/policies/end", "policies", "policies/preview"]


@pytest.mark.parametrize("path", CALLS)
def test_who_may_only_read_saves_and_previews_nothing(clinic, site, path):
    viewer = client_of(clinic, "roster:read")
    assert sent(viewer, path.format(site.code), requires=HOURS, sites=[site.code]).status_code == 403
    assert viewer.get(f"/api/v1/sites/{site.code}/policies").json() == {"items": [], "next": None}


def test_rules_of_another_clinic_are_as_unknown_as_none(site):
    foreign = client_of(make_clinic("Birch Clinic"), "roster:read", "roster:write")
    assert saved(foreign, site).status_code == 404
    assert foreign.get(f"/api/v1/sites/{site.code}/policies").status_code == 404
    told = sent(foreign, "policies/preview", sites=[site.code], requires=HOURS)
    assert faults_of(told) == {("/sites/0", "unknown_site")}
