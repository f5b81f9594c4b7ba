"""What an organisation and its people want to hear, said over HTTP."""

import json

import pytest
from django.test import Client

from accounts.models import Membership
from clinics.models import AlertPreferences
from clinics.queries.alert_settings import read_hearers
from tests.clinics.world import client_of, make_clinic, make_site, member_of

pytestmark = pytest.mark.django_db
OURS, MINE = "/api/v1/alert-settings", "/api/v1/alert-settings/mine"


@pytest.fixture
def mine(kim):
    client = Client(raise_request_exception=False)
    client.force_login(kim)
    return client


def put(client, path, **body):
    return client.put(path, json.dumps(body), content_type="application/json")


def faults(response):
    assert response.status_code == 422, response.content
    return [(one["pointer"], one["code"]) for one in response.json()["errors"]]


def test_an_organisation_that_said_nothing_hears_everything(caller):
    assert caller.get(OURS).json() == {"ladder": None, "channels": ["inbox", "mail", "webhook"], "quiet_kinds": []}


def test_an_organisation_says_what_it_wants_to_hear(caller, clinic):
    told = put(caller, OURS, ladder=[7, 60], channels=["inbox"], quiet_kinds=["change_coming"])
    wanted = {"ladder": [60, 7], "channels": ["inbox"], "quiet_kinds": ["change_coming"]}
    assert told.json() == caller.get(OURS).json() == wanted
    assert put(caller, OURS).json() == {"ladder": None, "channels": ["inbox", "mail", "webhook"], "quiet_kinds": []}
    assert client_of(make_clinic("Birch Clinic"), "roster:read").get(OURS).json()["ladder"] is None


BAD = [
    ({"ladder": []}, [("/ladder", "wrong_length")]),
    ({"ladder": [-1, "x", 4000]}, [("/ladder/0", "negative"), ("/ladder/1", "wrong_type"), ("/ladder/2", "too_large")]),
    ({"channels": ["pigeon"]}, [("/channels/0", "unknown_value")]),
    ({"quiet_kinds": "all"}, [("/quiet_kinds", "wrong_type")]),
    ({"volume": 11}, [("/volume", "unknown_field")]),
]


@pytest.mark.parametrize(("body", "named"), BAD)
def test_every_fault_is_named(caller, body, named):
    assert faults(put(caller, OURS, **body)) == named


def test_settings_are_for_who_manages_alerts(clinic):
    reader = client_of(clinic, "roster:read", "roster:write")
    assert reader.get(OURS).status_code == 200
    assert put(reader, OURS).status_code == 403
    assert client_of(clinic, "verify:read").get(OURS).status_code == 403


def test_a_person_who_said_nothing_hears_by_inbox_and_mail_at_seven_where_the_clinic_is(clinic, mine):
    make_site(clinic, "First", zone="America/Denver")
    make_site(clinic, "Second", zone="Asia/Tokyo")
    assert mine.get(MINE).json() == {
        "channels": ["inbox", "mail"],
        "quiet_kinds": [],
        "sites": [],
        "digest_hour": 7,
        "time_zone": "America/Denver",
        "urgent_mail": True,
    }


def test_a_person_says_how_to_hear(site, mine):
    wanted = {
        "channels": ["mail"],
        "quiet_kinds": ["expiry_near"],
        "sites": [site.code],
        "digest_hour": 18,
        "time_zone": "Europe/Berlin",
        "urgent_mail": False,
    }
    assert put(mine, MINE, **wanted).json() == mine.get(MINE).json() == wanted


def test_the_sites_of_another_clinic_stay_chosen(site, clinic, kim, mine):
    birch = make_clinic("Birch Clinic")
    there = make_site(birch, "Birch Lane")
    Membership.objects.create(user=kim, organisation=birch, role=Membership.Role.CLINIC_VIEWER)
    put(mine, MINE, sites=[site.code])
    AlertPreferences.objects.update(sites=[site.pk, there.pk])
    assert mine.get(MINE).json()["sites"] == [site.code]
    put(mine, MINE, sites=[])
    assert read_hearers([kim.pk])[kim.pk].sites == {there.pk}
    assert faults(put(mine, MINE, sites=[there.code])) == [("/sites/0", "unknown_site")]


def test_an_hour_and_a_time_zone_must_exist(mine):
    told = put(mine, MINE, digest_hour=24, time_zone="Mars/Olympus", urgent_mail="no")
    assert faults(told) == [
        ("/digest_hour", "too_large"),
        ("/time_zone", "unknown_value"),
        ("/urgent_mail", "wrong_type"),
    ]


def test_a_key_that_is_nobodys_has_no_wishes(caller):
    assert caller.get(MINE).status_code == put(caller, MINE).status_code == 403


def test_a_viewer_has_wishes_of_their_own(clinic):
    viewer = member_of(clinic, Membership.Role.CLINIC_VIEWER)
    client = Client(raise_request_exception=False)
    client.force_login(viewer)
    assert put(client, MINE, channels=[]).json()["channels"] == []
    assert put(client, OURS).status_code == 403
