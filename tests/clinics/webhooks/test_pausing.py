"""An endpoint that takes nothing for three days is paused, one that answers 410 at once; its owner hears of it."""

import datetime as dt

import pytest

from accounts.models import Membership, User
from clinics.letters.webhooks import write_webhook_paused
from clinics.models import Alert, WebhookDelivery
from clinics.operations.webhooks.endpoints import resume_endpoint, send_test
from clinics.operations.webhooks.replaying import replay_delivery, replay_since
from outbox.models import OPEN, Message
from tests.clinics.webhooks.conftest import ADMIN, NOON, state
from tests.clinics.webhooks.receiver import answer_in_turn, answer_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(clinic):
    user = User.objects.create_user(ADMIN)
    Membership.objects.create(user=user, organisation=clinic, role="clinic_admin")
    return user


def fail_for_days(sender, endpoint):
    """Something new every six hours, until it is paused."""
    while endpoint.status == "active":
        assert sender.now < NOON + dt.timedelta(days=5)
        sender.event(endpoint, cause=f"at {sender.now}")
        sender.send(hours=6)
        endpoint.refresh_from_db()


def letter():
    return write_webhook_paused(Message.objects.get(kind="webhook_paused"))


def test_three_days_without_one_success_pause_it(sender, endpoint, receiver, admin):
    receiver.answer = answer_with(500)
    fail_for_days(sender, endpoint)
    assert endpoint.status == "paused"
    assert dt.timedelta(days=3) <= sender.now - endpoint.failing_since < dt.timedelta(days=3, hours=7)
    assert {one.state for one in WebhookDelivery.objects.all()} == {"held"}
    assert not Message.objects.filter(OPEN, kind="webhook", due_at__gt=sender.now).exists()
    sender.send()
    assert not Message.objects.filter(OPEN, kind="webhook").exists()
    assert not Message.objects.filter(dead_at__isnull=False).exists()


def test_its_owner_is_told_once_by_alert_and_by_mail(sender, endpoint, receiver, admin):
    receiver.answer = answer_with(500)
    fail_for_days(sender, endpoint)
    alert = Alert.objects.get()
    assert (alert.kind, alert.details["webhook"], alert.details["error"]) == (
        "endpoint_paused", str(endpoint.key), "status 500",
    )  # fmt: skip
    assert Message.objects.get(kind="webhook_paused").recipient == f"user:{admin.pk}"
    told = letter().text
    assert endpoint.url in told
    assert "status 500" in told
    resume_endpoint(endpoint=endpoint, at=sender.now)
    assert letter() is None


def test_one_success_in_between_keeps_it(sender, endpoint, receiver):
    receiver.answer = answer_with(500)
    for _ in range(5):
        sender.event(endpoint, cause=f"at {sender.now}")
        sender.send(hours=12)
    receiver.answer = answer_in_turn(answer_with(200), answer_with(500))
    for _ in range(5):
        sender.event(endpoint, cause=f"at {sender.now}")
        sender.send(hours=12)
    endpoint.refresh_from_db()
    assert endpoint.status == "active"


def test_410_ends_it_at_once_and_holds_what_waits(sender, endpoint, receiver, admin):
    receiver.answer = answer_with(410)
    sender.event(endpoint)
    sender.event(endpoint, cause="alert:2")
    assert sender.send() == ["given_up", "not_needed"]
    endpoint.refresh_from_db()
    assert (endpoint.status, len(receiver.requests)) == ("gone", 1)
    assert (state(), state("alert:2")) == ("held", "held")
    sender.event(endpoint, cause="alert:3")
    assert not WebhookDelivery.objects.filter(cause="alert:3").exists()
    assert "410 Gone" in letter().text


def test_what_a_paused_endpoint_missed_is_replayed_when_it_was_resumed(sender, put, receiver):
    endpoint = put(status="paused")
    for number in range(3):
        sender.event(endpoint, cause=f"alert:{number}")
        sender.now += dt.timedelta(hours=1)
    assert sender.send() == []
    endpoint = resume_endpoint(endpoint=endpoint, at=sender.now)
    assert sender.send() == []
    since = NOON + dt.timedelta(hours=1)
    assert replay_since(endpoint=endpoint, since=since, at=sender.now) == 2
    assert replay_since(endpoint=endpoint, since=since, at=sender.now) == 0  # they wait already
    assert sender.send() == ["sent", "sent"]
    assert [state(f"alert:{number}") for number in range(3)] == ["held", "delivered", "delivered"]
    assert len(set(receiver.ids())) == 2


def test_an_earlier_message_does_not_send_what_a_replay_sends(sender, endpoint, receiver):
    receiver.answer = answer_with(404)
    sender.event(endpoint)
    sender.send()
    WebhookDelivery.objects.update(state="failed")  # as when it was paused and resumed meanwhile
    assert replay_since(endpoint=endpoint, since=NOON, at=sender.now) == 1
    assert sender.send() == ["failed"]
    assert sorted(sender.send(seconds=7)) == ["failed", "not_needed"]
    assert len(receiver.requests) == 3


def test_a_replay_has_the_same_id_and_the_same_body(sender, endpoint, receiver):
    sender.event(endpoint)
    sender.send()
    assert replay_delivery(delivery=WebhookDelivery.objects.get(), at=sender.now).rounds == 2
    assert replay_delivery(delivery=WebhookDelivery.objects.get(), at=sender.now) is None
    assert sender.send() == ["sent"]
    first, second = receiver.requests
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)


def test_a_test_event_reaches_a_paused_endpoint_and_is_tried_once(sender, put, receiver):
    endpoint = put(types=["answers.differ"], status="paused")
    send_test(endpoint=endpoint, at=sender.now)
    assert sender.send() == ["sent"]
    receiver.answer = answer_with(500)
    send_test(endpoint=endpoint, at=sender.now)
    assert sender.send() == ["given_up"]
    assert sender.send(days=9) == []
    endpoint.refresh_from_db()
    assert (endpoint.status, endpoint.failures) == ("paused", 0)
