from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from accounts.api.callers import forget_keys
from clinics.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from clinics.operations.webhooks.endpoints import add_endpoint
from clinics.operations.webhooks.queueing import queue_event
from outbox.models import SENDINGS, Message
from outbox.operations.claiming import take_next
from outbox.operations.sending import send_one
from tests.clinics.webhooks.receiver import Receiver
from tests.clinics.world import make_clinic

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADMIN = "admin@clinic.example"


class Sender:
    """Sends in the thread of the test, with a clock that the test sets."""

    def __init__(self):
        self.now = NOON

    def send(self, **later):
        """Everything that is due by then; the results in their order."""
        self.now += timedelta(**later)
        told = []
        while taken := take_next(at=self.now, lane=SENDINGS):
            told.append("dead" if taken.dead_at else send_one(taken, lambda: self.now))
        return told

    def send_next(self):
        """Wait until something is due, and send it."""
        self.now = Message.objects.filter(SENDINGS).order_by("due_at").first().due_at
        return self.send()

    def event(self, endpoint, cause="alert:1", type_="roster.outcome_changed", **data):
        with transaction.atomic():
            told = {"site": "ST-7K3M-2Q9D"} | data
            queue_event(organisation_id=endpoint.organisation_id, type=type_, cause=cause, data=told, at=self.now)


@pytest.fixture
def sender(db):
    return Sender()


@pytest.fixture
def receiver():
    one = Receiver()
    yield one
    one.close()


@pytest.fixture
def clinic(db):
    """Without the law, which webhooks do not need."""
    forget_keys()
    return make_clinic()


@pytest.fixture
def put(receiver, clinic):
    """Makes an endpoint at the receiver, or wherever it is told."""

    def make(url=None, types=("*",), **changes):
        endpoint, secret = add_endpoint(
            organisation_id=clinic.pk, url=url or receiver.url(), description="", types=types, by="user:1", at=NOON
        )
        if changes:
            WebhookEndpoint.objects.filter(pk=endpoint.pk).update(**changes)
            endpoint.refresh_from_db()
        endpoint.secret = secret
        return endpoint

    return make


@pytest.fixture
def endpoint(put):
    return put()


def state(cause="alert:1"):
    return WebhookDelivery.objects.get(cause=cause).state


def tries():
    return [one.status or one.error for one in WebhookAttempt.objects.order_by("pk")]
