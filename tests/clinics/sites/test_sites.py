"""Sites over HTTP: opened in a place that the law knows, renamed, closed, and nobody else's."""

import datetime as dt

import pytest

from clinics.models import RosterEntry, Watch
from clinics.queries.sites import day_at
from credentials.models import Site
from tests.clinics.world import ADA, BEN, client_of, make_clinic, make_entry, make_site

pytestmark = pytest.mark.django_db
SITES = "/api/v1/sites"


def opened(caller, **more):
    told = {"name": "Main Street", "jurisdiction": "XA", **more}
    return caller.post(SITES, told, content_type="application/json")


def changed(caller, code, **told):
    return caller.patch(f"{SITES}/{code}", told, content_type="application/json")


def closed(caller, code):
    return caller.post(f"{SITES}/{code}/close", {}, content_type="application/json")


def faults_of(response):
    assert response.status_code == 422, response.content
    return {(one["pointer"], one["code"]) for one in response.json()["errors"]}


def test_a_site_is_opened_in_the_time_zone_of_its_place(caller):
    response = opened(caller, jurisdiction="xa")
    told = response.json()
    assert (response.status_code, response["Location"]) == (201, f"{SITES}/{told['code']}")
    assert (told["jurisdiction"], told["time_zone"], told["closed_at"]) == ("XA", "Pacific/Kiritimati", None)
    assert caller.get(f"{SITES}/{told['code'].lower()}").json() == told
    assert caller.get(SITES).json() == {"items": [told], "next": None}


def test_a_site_may_keep_the_time_of_another_zone(caller):
    assert opened(caller, time_zone="Europe/London").json()["time_zone"] == "Europe/London"


BAD = [
    ({"jurisdiction": "ZZ-9"}, ("/jurisdiction", "unknown_place")),
    ({"jurisdiction": ""}, ("/jurisdiction", "blank")),
    ({"time_zone": "Mars/Olympus"}, ("/time_zone", "unknown_value")),
    ({"time_zone": "localtime"}, ("/time_zone", "unknown_value")),
    ({"name": "  "}, ("/name", "blank")),
    ({"name": "n" * 201}, ("/name", "too_long")),
    ({"code": "ST-AAAA-AAAA"}, ("/code", "unknown_field")),
]


@pytest.mark.parametrize(("told", "fault"), BAD)
def test_what_cannot_be_opened_says_why(caller, told, fault):
    assert faults_of(opened(caller, **told)) == {fault}
    assert not Site.objects.exists()


def test_every_fault_is_named_at_once(caller, site):
    told = {"name": site.name, "jurisdiction": "ZZ-9", "time_zone": "Mars/Olympus"}
    assert faults_of(opened(caller, **told)) == {
        ("/name", "taken"),
        ("/jurisdiction", "unknown_place"),
        ("/time_zone", "unknown_value"),
    }


def test_a_name_is_free_again_once_its_site_is_closed_and_was_never_taken_by_another_clinic(caller, site):
    make_site(make_clinic("Birch Clinic"), name="Side Street")
    assert opened(caller, name="Side Street").status_code == 201
    assert faults_of(opened(caller, name=site.name)) == {("/name", "taken")}
    assert closed(caller, site.code).status_code == 200
    assert opened(caller, name=site.name).status_code == 201


def test_a_site_gets_another_name_and_time_zone_but_never_another_place(caller, site):
    told = changed(caller, site.code, name="New Street", time_zone="Asia/Tokyo").json()
    assert (told["name"], told["time_zone"], told["jurisdiction"]) == ("New Street", "Asia/Tokyo", "XA")
    assert changed(caller, site.code).json() == told
    assert changed(caller, site.code, name="New Street").json() == told
    assert faults_of(changed(caller, site.code, jurisdiction="XB", name=None)) == {
        ("/jurisdiction", "unknown_field"),
        ("/name", "wrong_type"),
    }


def test_closing_ends_the_roster_there_today_and_watches_nobody_any_more(caller, people, site):
    standing = make_entry(site, people[ADA], ["adult", "child"])
    today = day_at(site, dt.datetime.now(dt.UTC))
    coming = make_entry(site, people[BEN], starts_on=today + dt.timedelta(days=9))
    elsewhere = make_entry(make_site(site.organisation, "Side Street"), people[BEN])
    response = closed(caller, site.code)
    assert response.json()["closed_at"] is not None
    ended = RosterEntry.objects.get(key=standing.key, superseded_at=None)
    assert (ended.until_on, ended.practitioner_id) == (today, people[ADA].pk)
    assert not RosterEntry.objects.filter(key=coming.key, superseded_at=None).exists()
    assert {one.superseded_because for one in RosterEntry.objects.exclude(superseded_at=None)} == {"site_closed"}
    assert [one.entry_key for one in Watch.objects.filter(closed_at=None)] == [elsewhere.key]
    assert closed(caller, site.code).json() == response.json()
    assert faults_of(changed(caller, site.code, name="Again")) == {("", "site_closed")}


def test_the_list_tells_open_sites_unless_asked(caller, site):
    other = make_site(site.organisation, "Side Street")
    closed(caller, site.code)

    def codes(**query):
        return [one["code"] for one in caller.get(SITES, query).json()["items"]]

    assert codes() == codes(state="open") == [other.code]
    assert codes(state="closed") == [site.code]
    assert codes(state="all") == [site.code, other.code]
    assert faults_of(caller.get(SITES, {"state": "gone", "cursor": "x", "page": "2"})) == {
        ("/state", "unknown_value"),
        ("/cursor", "not_a_cursor"),
        ("/page", "unknown_parameter"),
    }


def test_a_long_list_comes_in_pages(caller, clinic):
    made = [make_site(clinic, f"Street {n}").code for n in range(52)]
    first = caller.get(SITES).json()
    second = caller.get(SITES, {"cursor": first["next"]}).json()
    assert [one["code"] for one in first["items"] + second["items"]] == made
    assert second["next"] is None


CALLS = [("get", ""), ("patch", ""), ("post", "/close"), ("get", "/declarations"), ("put", "/declarations")]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_a_site_of_another_clinic_is_as_unknown_as_none(site, method, path):
    foreign = client_of(make_clinic("Birch Clinic"), "roster:read", "roster:write")
    told = [getattr(foreign, method)(f"{SITES}/{code}{path}") for code in (site.code, "ST-0000-0000")]
    assert [one.status_code for one in told] == [404, 404]
    assert told[0].content == told[1].content


def test_opening_needs_the_scope(clinic):
    assert opened(client_of(clinic, "roster:read", "verify:read")).status_code == 403


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_who_may_read_may_not_write(clinic, site, method, path):
    viewer, stranger = client_of(clinic, "roster:read"), client_of(clinic, "verify:read")
    sent = getattr(viewer, method)(f"{SITES}/{site.code}{path}", {}, content_type="application/json")
    assert sent.status_code == (200 if method == "get" else 403)
    assert getattr(stranger, method)(f"{SITES}/{site.code}{path}").status_code == 403
