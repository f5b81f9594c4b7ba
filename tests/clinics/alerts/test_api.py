"""The inbox over HTTP: a person's own, an organisation's for a key that is nobody's, and nobody else's."""

import json
import uuid

import pytest
from django.test import Client

from accounts.models import Membership
from accounts.operations.keys import create_api_key
from clinics.models import InboxItem
from tests.clinics.alerts.world import HOUR, NOON, deliver, fall, happen
from tests.clinics.world import ADA, BEN, client_of, make_clinic, make_entry, make_site, member_of, person, put_person

pytestmark = pytest.mark.django_db
ALERTS = "/api/v1/alerts"


def signed_in(user):
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


@pytest.fixture
def mine(kim):
    """Kim, signed in."""
    return signed_in(kim)


@pytest.fixture
def two(clinic, entry, kim):
    """Two alerts in Kim's inbox: Ada fell, and a consent was withdrawn an hour later."""
    told = [fall(clinic, entry), happen(clinic, "consent_withdrawn", entry=entry, at=NOON + HOUR)]
    deliver(NOON + HOUR)
    return told


def keys(response):
    assert response.status_code == 200, response.content
    return [one["key"] for one in response.json()["items"]]


def post(client, path, body=None):
    return client.post(ALERTS + path, json.dumps(body or {}), content_type="application/json")


def test_an_inbox_tells_what_happened_newest_first(mine, two, site, entry):
    told = mine.get(ALERTS).json()
    assert [one["key"] for one in told["items"]] == [str(one.key) for one in reversed(two)]
    fell = told["items"][1]
    assert fell["type"] == "roster.outcome_changed"
    assert fell["site"] == {"code": site.code, "name": "Main Street"}
    assert fell["practitioner"] == {"registry_number": ADA, "name": None}
    assert (fell["entry"], fell["role"], fell["groups"]) == (str(entry.key), "therapist", ["adult"])
    assert (fell["before"]["outcome"], fell["after"]["outcome"]) == ("permitted", "refused")
    assert fell["says"] == f"{ADA} (therapist, Main Street) may not needle adults; until now: permitted."
    assert fell["next_step"].startswith("Do not let them needle adults at Main Street")
    assert (fell["raised_at"], fell["read_at"]) == ("2026-03-02T12:00:00.000000Z", None)
    assert fell["link"] == f"/api/v1/roster/{entry.key}"


def test_a_long_inbox_comes_in_pages(clinic, entry, kim, mine, monkeypatch):
    monkeypatch.setattr("clinics.queries.alerts.PAGE", 2)
    told = [str(happen(clinic, "consent_withdrawn", entry=entry).key) for _ in range(5)]
    deliver(NOON)
    found, cursor = [], None
    while True:
        page = mine.get(ALERTS, {} if cursor is None else {"cursor": cursor}).json()
        found += [one["key"] for one in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == told[::-1]


def test_one_is_marked_as_read_once(mine, two):
    read = post(mine, f"/{two[0].key}/read").json()
    assert read["read_at"] is not None
    assert post(mine, f"/{two[0].key}/read").json()["read_at"] == read["read_at"]
    assert keys(mine.get(ALERTS, {"unread": "true"})) == [str(two[1].key)]
    assert keys(mine.get(ALERTS, {"unread": "false"})) == [str(two[0].key)]
    assert mine.get(f"{ALERTS}/counts").json() == {
        "unread": 1,
        "kinds": [{"kind": "consent_withdrawn", "unread": 1}],
    }


MARKED = [
    ("everything", {}, 2),
    ("a kind", {"kind": "outcome_changed"}, 1),
    ("what was raised by then", {"until": "2026-03-02T13:30:00+01:00"}, 1),
    ("nothing so old", {"until": "2026-03-02T11:59:59Z"}, 0),
]


@pytest.mark.parametrize(("body", "marked"), [one[1:] for one in MARKED], ids=[one[0] for one in MARKED])
def test_many_are_marked_at_once(mine, two, body, marked):
    assert post(mine, "/read", body).json() == {"marked": marked}
    assert InboxItem.objects.filter(read_at__isnull=True).count() == 2 - marked
    assert post(mine, "/read", body).json() == {"marked": 0}


def test_what_one_person_read_another_has_not(clinic, entry, kim, mine):
    viewer = signed_in(member_of(clinic, Membership.Role.CLINIC_VIEWER, "viewer@example.org"))
    alert = fall(clinic, entry)
    deliver(NOON)
    post(mine, f"/{alert.key}/read")
    assert keys(viewer.get(ALERTS, {"unread": "true"})) == [str(alert.key)]


FILTERS = [
    ({"kind": "consent_withdrawn"}, [1]),
    ({"since": "2026-03-02T13:00:00Z"}, [1]),
    ({"since": "2026-03-02T12:00:00Z"}, [1, 0]),
    ({"entry": str(uuid.UUID(int=7))}, []),
    ({}, [1, 0]),
]


@pytest.mark.parametrize(("query", "wanted"), FILTERS)
def test_an_inbox_can_be_filtered(mine, two, query, wanted):
    assert keys(mine.get(ALERTS, query)) == [str(two[place].key) for place in wanted]


def test_an_inbox_can_be_filtered_by_entry_and_site(clinic, people, mine, two, site):
    other = make_entry(make_site(clinic, "Second Street"), people[BEN])
    there = fall(clinic, other)
    deliver(NOON)
    assert keys(mine.get(ALERTS, {"entry": str(other.key)})) == [str(there.key)]
    assert keys(mine.get(ALERTS, {"site": other.site.code})) == [str(there.key)]
    assert len(keys(mine.get(ALERTS, {"site": site.code}))) == 2


BAD = [
    ({"unread": "yes"}, ("/unread", "unknown_value")),
    ({"kind": "gossip"}, ("/kind", "unknown_value")),
    ({"entry": "x"}, ("/entry", "not_a_key")),
    ({"site": "ST-0000-0000"}, ("/site", "unknown_site")),
    ({"since": "2026-03-02"}, ("/since", "not_an_instant")),
    ({"cursor": "0"}, ("/cursor", "not_a_cursor")),
    ({"cursor": "9" * 30}, ("/cursor", "not_a_cursor")),
    ({"colour": "red"}, ("/colour", "unknown_parameter")),
]


@pytest.mark.parametrize(("query", "fault"), BAD)
def test_a_bad_filter_is_named(mine, query, fault):
    response = mine.get(ALERTS, query)
    assert response.status_code == 422
    assert [(one["pointer"], one["code"]) for one in response.json()["errors"]] == [fault]


def test_a_key_that_is_nobodys_sees_all_of_its_organisation_and_marks_nothing(clinic, entry, caller):
    alert = fall(clinic, entry)  # told to nobody yet
    (told,) = caller.get(ALERTS).json()["items"]
    assert (told["key"], told["read_at"]) == (str(alert.key), None)
    assert caller.get(ALERTS, {"unread": "true"}).status_code == 422
    for path in ("/read", f"/{alert.key}/read"):
        assert post(caller, path).status_code == 403
    assert caller.get(f"{ALERTS}/counts").status_code == 403


def test_a_key_that_is_bound_to_a_membership_reads_that_persons_inbox(clinic, kim, two):
    membership = Membership.objects.get(user=kim)
    _, key = create_api_key(organisation=clinic, scopes=["roster:read"], membership=membership)
    client = Client(headers={"Authorization": f"Bearer {key}"})
    assert post(client, f"/{two[0].key}/read").json()["read_at"] is not None
    assert keys(client.get(ALERTS, {"unread": "true"})) == [str(two[1].key)]


def test_what_another_organisation_was_told_is_as_unknown_as_nothing(two, clinic):
    birch = make_clinic("Birch Clinic")
    lee = signed_in(member_of(birch, email="lee@example.org"))
    for client in (lee, client_of(birch, "roster:read")):
        assert keys(client.get(ALERTS)) == []
        assert client.get(f"{ALERTS}/{two[0].key}").status_code == 404
    assert post(lee, f"/{two[0].key}/read").status_code == 404
    assert post(lee, "/read").json() == {"marked": 0}


def test_who_may_not_read_rosters_reads_no_alerts(clinic, two):
    client = client_of(clinic, "verify:read")
    assert client.get(ALERTS).status_code == 403
    assert client.get(f"{ALERTS}/{two[0].key}").status_code == 403


def test_an_alert_that_is_in_no_inbox_of_mine_can_be_read_by_its_key(clinic, entry, mine):
    alert = fall(clinic, entry)
    assert keys(mine.get(ALERTS)) == []
    assert mine.get(f"{ALERTS}/{alert.key}").json()["key"] == str(alert.key)


def test_a_name_is_told_where_the_clinic_may_see_it(clinic, site, mine, caller):
    listed = put_person({**person("FN-0PEN-0001", "Olu Penn"), "listed": {"consented": True}})
    alert = fall(clinic, make_entry(site, listed))
    told = caller.get(f"{ALERTS}/{alert.key}").json()
    assert told["practitioner"] == {"registry_number": "FN-0PEN-0001", "name": "Olu Penn"}
    assert told["says"].startswith("Olu Penn, FN-0PEN-0001 (therapist, Main Street) may not needle")
