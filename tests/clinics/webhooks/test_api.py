"""Webhooks over the API: every fault named, secrets told once, nobody else's shown."""

import uuid

import pytest
from django.utils import timezone

from clinics.models import WebhookDelivery, WebhookEndpoint, WebhookSecret
from clinics.operations.webhooks.endpoints import MOST
from tests.clinics.webhooks.conftest import state
from tests.clinics.webhooks.receiver import answer_with
from tests.clinics.world import client_of, make_clinic

pytestmark = pytest.mark.django_db
URL, PUBLIC = "/api/v1/webhooks", "https://hooks.example.org/filiform"


@pytest.fixture
def caller(clinic):
    return client_of(clinic, "alerts:manage")


def post(client, path, body=None, **headers):
    return client.post(path, {} if body is None else body, content_type="application/json", headers=headers)


def faults(response):
    assert response.status_code == 422, response.content
    return sorted((one["pointer"], one["code"]) for one in response.json()["errors"])


def make(client, **told):
    response = post(client, URL, {"url": PUBLIC, "types": ["roster.*"]} | told)
    assert response.status_code == 201, response.content
    return response.json()


def test_an_endpoint_is_made_and_its_secret_told_once(caller):
    response = post(caller, URL, {"url": PUBLIC, "types": ["roster.*", "roster.*"], "description": "our HR"})
    told = response.json()
    assert (response.status_code, response["Location"]) == (201, f"{URL}/{told['id']}")
    assert response["Cache-Control"] == "no-store"
    assert told["secret"].startswith("whsec_")
    assert (told["url"], told["types"], told["status"], told["failing"]) == (PUBLIC, ["roster.*"], "active", None)
    shown = caller.get(f"{URL}/{told['id']}")
    assert told["secret"] not in shown.content.decode()
    assert shown.json() == {name: value for name, value in told.items() if name != "secret"}
    assert caller.get(URL).json() == {"items": [shown.json()], "next": None}


def test_a_secret_is_not_kept_under_an_idempotency_key(caller):
    body = {"url": PUBLIC, "types": ["*"]}
    assert post(caller, URL, body, idempotency_key="once").status_code == 400
    assert not WebhookEndpoint.objects.exists()
    key = make(caller)["id"]
    assert post(caller, f"{URL}/{key}/rotate", idempotency_key="once").status_code == 400


def test_every_fault_is_named(caller, settings):
    settings.WEBHOOK_ALLOW_PRIVATE = False
    told = {"url": "http://me:x@127.0.0.1:22/#a", "types": ["roster.*", "nobody.*"], "more": 1}
    assert faults(post(caller, URL, told)) == [
        ("/more", "unknown_field"),
        ("/types/1", "unknown_type"),
        ("/url", "address_refused"),
        ("/url", "has_credentials"),
        ("/url", "has_fragment"),
        ("/url", "not_https"),
        ("/url", "port_refused"),
    ]


WRONG = {
    "nothing": ({}, [("/types", "missing"), ("/url", "missing")]),
    "no types": ({"url": PUBLIC, "types": []}, [("/types", "empty")]),
    "types are a text": ({"url": PUBLIC, "types": "*"}, [("/types", "wrong_type")]),
    "a private address": ({"url": "https://10.0.0.1/", "types": ["*"]}, [("/url", "address_refused")]),
    "the metadata of a cloud": ({"url": "https://169.254.169.254/", "types": ["*"]}, [("/url", "address_refused")]),
    "no text": ({"url": 7, "types": ["*"]}, [("/url", "wrong_type")]),
    "a long description": ({"url": PUBLIC, "types": ["*"], "description": "x" * 201}, [("/description", "too_long")]),
}


@pytest.mark.parametrize(("body", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_told(caller, settings, body, told):
    settings.WEBHOOK_ALLOW_PRIVATE = False
    assert faults(post(caller, URL, body)) == told


def test_an_organisation_has_at_most_twenty(caller, put):
    for _ in range(MOST):
        put(PUBLIC)
    assert faults(post(caller, URL, {"url": PUBLIC, "types": ["*"]})) == [("", "too_many")]


def test_it_is_changed_as_far_as_is_said(caller):
    key = make(caller, description="old")["id"]
    told = caller.patch(f"{URL}/{key}", {"types": ["answers.differ"]}, content_type="application/json").json()
    assert (told["url"], told["types"], told["description"]) == (PUBLIC, ["answers.differ"], "old")
    told = caller.patch(f"{URL}/{key}", {"description": None}, content_type="application/json").json()
    assert told["description"] is None
    assert faults(caller.patch(f"{URL}/{key}", {"url": "x"}, content_type="application/json")) == [
        ("/url", "not_a_url")
    ]


def test_it_is_removed_with_its_secrets_and_its_log(caller, sender, endpoint):
    sender.event(endpoint)
    assert caller.delete(f"{URL}/{endpoint.key}").status_code == 200
    assert caller.get(f"{URL}/{endpoint.key}").status_code == 404
    assert not WebhookSecret.objects.exists()
    assert not WebhookDelivery.objects.exists()


def test_rotating_tells_the_new_secret_and_when_the_old_one_ends(caller):
    made = make(caller)
    told = post(caller, f"{URL}/{made['id']}/rotate", {"old_ends_in_hours": 48}).json()
    assert told["secret"] not in ("", made["secret"])
    assert caller.get(f"{URL}/{made['id']}").json()["old_secret_ends_at"] == told["old_secret_ends_at"]
    assert post(caller, f"{URL}/{made['id']}/rotate").status_code == 200
    for hours in (-1, 169, "1", True, 1.5):
        assert faults(post(caller, f"{URL}/{made['id']}/rotate", {"old_ends_in_hours": hours})) == [
            ("/old_ends_in_hours", "wrong_type")
        ]


def test_a_test_event_stands_in_the_log_with_what_came_back(caller, sender, endpoint, receiver):
    receiver.answer = answer_with(500, b"secrets of the receiver")
    queued = post(caller, f"{URL}/{endpoint.key}/test")
    sender.now = WebhookDelivery.objects.get().queued_at
    sender.send()
    shown = caller.get(queued["Location"])
    told = shown.json()
    assert (queued.status_code, told["type"], told["state"]) == (202, "test.ping", "failed")
    (one,) = told["attempts"]
    assert (one["status"], one["error"]) == (500, None)
    assert b"secrets of the receiver" not in shown.content
    assert told["event_data"] == {"webhook": str(endpoint.key)}
    assert told["body"].encode() == receiver.requests[0].body
    assert told["webhook_id"] == receiver.ids()[0]


def test_the_log_is_paged_and_filtered_the_newest_first(caller, sender, endpoint):
    for number in range(60):
        sender.event(endpoint, cause=f"alert:{number}")
    WebhookDelivery.objects.filter(cause="alert:7").update(state="failed")
    first = caller.get(f"{URL}/{endpoint.key}/deliveries").json()
    second = caller.get(f"{URL}/{endpoint.key}/deliveries", {"cursor": first["next"]}).json()
    told = [one["id"] for page in (first, second) for one in page["items"]]
    newest = WebhookDelivery.objects.order_by("-pk").values_list("key", flat=True)
    assert told == [str(key) for key in newest]
    assert second["next"] is None
    failed = caller.get(f"{URL}/{endpoint.key}/deliveries", {"state": "failed"}).json()["items"]
    assert len(failed) == 1
    assert faults(caller.get(f"{URL}/{endpoint.key}/deliveries", {"state": "lost", "cursor": "x"})) == [
        ("/cursor", "not_a_cursor"),
        ("/state", "unknown_value"),
    ]


def test_what_was_left_out_of_a_thin_body_is_read_under_its_link(caller, sender, endpoint):
    sender.event(endpoint, gaps=["x" * 100] * 300)
    delivery = WebhookDelivery.objects.get()
    told = caller.get(f"{URL}/{endpoint.key}/deliveries/{delivery.key}").json()
    assert told["event_data"] == {"site": "ST-7K3M-2Q9D", "gaps": ["x" * 100] * 300}
    assert len(told["body"]) < 500


def test_resuming_and_replaying(caller, sender, put):
    endpoint = put(status="paused")
    sender.event(endpoint)
    since = {"since": "2026-03-01T00:00:00Z"}
    place = f"{URL}/{endpoint.key}"
    one = f"{place}/deliveries/{WebhookDelivery.objects.get().key}/replay"
    assert [post(caller, path, since).status_code for path in (f"{place}/replay", one)] == [409, 409]
    assert post(caller, f"{place}/resume").json()["status"] == "active"
    replayed = post(caller, f"{place}/replay", since)
    assert (replayed.status_code, replayed.json()) == (202, {"queued": 1})
    assert post(caller, one).status_code == 409  # it waits already
    sender.now = timezone.now()
    sender.send()
    assert state() == "delivered"
    assert post(caller, one).json()["state"] == "waiting"
    assert faults(post(caller, f"{place}/replay", {"since": "yesterday"})) == [("/since", "not_an_instant")]


def test_what_belongs_to_another_organisation_is_unknown_and_the_scope_is_needed(caller, sender, endpoint, clinic):
    sender.event(endpoint)
    delivery = WebhookDelivery.objects.get()
    foreign = client_of(make_clinic("Birch Clinic"), "alerts:manage")
    viewer = client_of(clinic, "roster:read", "roster:write", "verify:read")
    place = f"{URL}/{endpoint.key}"
    calls = [
        ("get", place), ("patch", place), ("delete", place), ("get", f"{place}/deliveries"),
        ("get", f"{place}/deliveries/{delivery.key}"), ("post", f"{place}/deliveries/{delivery.key}/replay"),
        *[("post", f"{place}/{name}") for name in ("rotate", "test", "resume", "replay")],
    ]  # fmt: skip
    for method, path in calls:
        assert getattr(foreign, method)(path, content_type="application/json").status_code == 404, (method, path)
        assert getattr(viewer, method)(path, content_type="application/json").status_code == 403, (method, path)
        unknown = path.replace(str(endpoint.key), str(uuid.uuid4()))
        assert getattr(caller, method)(unknown, content_type="application/json").status_code == 404
    assert foreign.get(URL).json()["items"] == []
    assert viewer.get(URL).status_code == viewer.post(URL).status_code == 403
    assert WebhookEndpoint.objects.filter(pk=endpoint.pk, status="active").exists()
