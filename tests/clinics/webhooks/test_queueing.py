"""What happened is put before the endpoints that want to hear it, once for each cause."""

import datetime as dt
import json

import pytest
from django.db import transaction

from accounts.operations.personal import find_or_make_organisation
from clinics.models import WebhookDelivery, WebhookEndpoint
from clinics.operations.webhooks.queueing import queue_event
from outbox.models import Message

pytestmark = pytest.mark.django_db
NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)


def put_endpoint(name="Aspen Clinic", **more):
    organisation = find_or_make_organisation(name=name)
    told = {"url": "https://hooks.example.org/in", "types": ["roster.*"], "status_at": NOON, "created_at": NOON}
    return WebhookEndpoint.objects.create(organisation=organisation, created_by="user:1", **told | more)


def queue(endpoint, type_="roster.outcome_changed", cause="alert:1", data=None, at=NOON):
    with transaction.atomic():
        return queue_event(
            organisation_id=endpoint.organisation_id, type=type_, cause=cause, data=data or {"site": "ST-1"}, at=at
        )


def test_each_endpoint_that_wants_it_is_told_once_for_each_cause():
    first, second, other = put_endpoint(), put_endpoint(types=["*"]), put_endpoint(types=["answers.differ"])
    foreign = put_endpoint(name="Birch Clinic")
    assert [queue(first), queue(first), queue(first, cause="alert:2")] == [2, 0, 2]
    assert set(WebhookDelivery.objects.values_list("endpoint_id", flat=True)) == {first.pk, second.pk}
    assert Message.objects.filter(kind="webhook").count() == 4
    assert not WebhookDelivery.objects.filter(endpoint__in=[other, foreign]).exists()


def test_the_body_is_written_once_and_its_id_follows_from_the_cause():
    endpoint = put_endpoint()
    queue(endpoint, data={"site": "ST-7K3M-2Q9D", "on_day": dt.date(2026, 4, 1)})
    delivery = WebhookDelivery.objects.get()
    assert json.loads(delivery.body) == {
        "type": "roster.outcome_changed",
        "timestamp": "2026-03-01T12:00:00Z",
        "data": {"site": "ST-7K3M-2Q9D", "on_day": "2026-04-01"},
    }
    message = Message.objects.get()
    assert (message.pk, message.recipient) == (delivery.key, f"endpoint:{endpoint.pk}")
    assert message.payload == {"delivery": delivery.pk, "round": 1}


def test_what_would_be_too_large_is_sent_thin_with_a_link(settings):
    settings.PUBLIC_URL = "https://filiform.example.org"
    endpoint = put_endpoint()
    queue(endpoint, data={"gaps": ["x" * 100] * 200})
    delivery = WebhookDelivery.objects.get()
    told = json.loads(delivery.body)["data"]
    assert told["thin"]
    assert told["link"] == (f"https://filiform.example.org/api/v1/webhooks/{endpoint.key}/deliveries/{delivery.key}")
    assert delivery.left_out == {"gaps": ["x" * 100] * 200}


def test_what_is_meant_for_a_paused_endpoint_is_held():
    endpoint = put_endpoint(status="paused")
    assert [queue(endpoint), queue(endpoint)] == [1, 0]
    assert WebhookDelivery.objects.get().state == "held"
    assert not Message.objects.exists()


def test_an_endpoint_that_answered_410_is_told_nothing():
    assert queue(put_endpoint(status="gone")) == 0


def test_a_cause_whose_delivery_was_swept_is_not_queued_again():
    endpoint = put_endpoint()
    queue(endpoint)
    WebhookDelivery.objects.all().delete()
    assert queue(endpoint) == 0


def test_nothing_is_sent_before_the_endpoint_has_rested():
    later = NOON + dt.timedelta(minutes=5)
    queue(put_endpoint(rests_until=later))
    assert Message.objects.get().due_at == later
