"""What is asked about webhooks in the examples, and an endpoint that was told something already."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from accounts.operations.personal import find_or_make_organisation
from clinics.models import WebhookAttempt, WebhookDelivery
from clinics.operations.webhooks.endpoints import add_endpoint
from clinics.operations.webhooks.queueing import queue_event

ENDPOINT, DELIVERY, MADE_ENDPOINT = "{webhook_id}", "{delivery_id}", "{made_webhook_id}"
NAMES = (ENDPOINT, DELIVERY, MADE_ENDPOINT)
_URL = "https://hooks.example.org/filiform"
_PLACE = {"key": ENDPOINT}
SENT = {
    "create_webhook": {"body": {"url": _URL, "types": ["roster.*", "answers.differ"], "description": "staff planning"}},
    "list_webhooks": {},
    "read_webhook": {"path": _PLACE},
    "change_webhook": {"path": _PLACE, "body": {"types": ["*"]}},
    "rotate_webhook": {"path": _PLACE, "body": {"old_ends_in_hours": 24}},
    "list_webhook_deliveries": {"path": _PLACE, "query": {"state": "delivered"}},
    "read_webhook_delivery": {"path": {**_PLACE, "delivery_key": DELIVERY}},
    "test_webhook": {"path": _PLACE},
    "replay_webhook_delivery": {"path": {**_PLACE, "delivery_key": DELIVERY}},
    "replay_webhook": {"path": _PLACE, "body": {"since": "2026-03-01T00:00:00Z"}},
    "resume_webhook": {"path": _PLACE},
    "remove_webhook": {"path": {"key": MADE_ENDPOINT}},
}
MADE = {"create_webhook": (MADE_ENDPOINT, "id")}


@transaction.atomic
def make_webhooks():
    """The ids that the names above stand for."""
    clinic = find_or_make_organisation(name="Aspen Clinic")
    at = timezone.now() - dt.timedelta(hours=1)
    endpoint, _ = add_endpoint(
        organisation_id=clinic.pk, url=_URL, description="", types=["roster.*"], by="user:1", at=at
    )
    data = {"site": "ST-7K3M-2Q9D", "registry_number": "FN-7K3M-2Q9D", "on_day": "2026-04-01"}
    queue_event(organisation_id=clinic.pk, type="roster.change_coming", cause="example", data=data, at=at)
    delivery = WebhookDelivery.objects.get(endpoint=endpoint)
    WebhookAttempt.objects.create(delivery=delivery, at=at, status=204, milliseconds=41)
    WebhookDelivery.objects.filter(pk=delivery.pk).update(state="delivered", state_at=at)
    return {ENDPOINT: str(endpoint.key), DELIVERY: str(delivery.key)}
