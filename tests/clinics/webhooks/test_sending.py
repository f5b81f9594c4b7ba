"""What is queued is sent, signed, noted; what is not taken comes again."""

import datetime as dt
import json

import pytest
from standardwebhooks.webhooks import Webhook

from clinics.models import WebhookAttempt, WebhookDelivery, WebhookSecret
from clinics.operations.webhooks.endpoints import change_endpoint, remove_endpoint, rotate_secret
from clinics.operations.webhooks.sweeping import sweep_log
from outbox.models import Message
from tests.clinics.webhooks.conftest import NOON, state, tries
from tests.clinics.webhooks.receiver import answer_in_turn, answer_with, free_port, hang_up

pytestmark = pytest.mark.django_db


def now_of(request):
    return dt.datetime.fromtimestamp(int(request.headers["webhook-timestamp"]), dt.UTC)


def verify(secret, request, monkeypatch):
    """Whether a receiver accepts it, whose clock shows the instant of the test."""

    class Clock(dt.datetime):
        @classmethod
        def now(cls, tz=None):
            return now_of(request)

    monkeypatch.setattr("standardwebhooks.webhooks.datetime", Clock)
    return Webhook(secret).verify(request.body.decode(), request.headers)


def test_it_arrives_signed_and_is_noted(sender, endpoint, receiver, monkeypatch):
    sender.event(endpoint, registry_number="FN-7K3M-2Q9D")
    assert sender.send() == ["sent"]
    (request,) = receiver.requests
    told = verify(endpoint.secret, request, monkeypatch)
    assert told["type"] == "roster.outcome_changed"
    assert told["data"] == {"site": "ST-7K3M-2Q9D", "registry_number": "FN-7K3M-2Q9D"}
    delivery = WebhookDelivery.objects.get()
    assert request.headers["webhook-id"] == f"msg_{delivery.key.hex}"
    assert request.headers["content-type"] == "application/json"
    assert (state(), tries(), Message.objects.get(kind="webhook").closed_because) == ("delivered", [200], "sent")
    assert sender.send(days=9) == []


@pytest.mark.parametrize("status", [301, 307, 400, 404, 500])
def test_what_is_not_taken_comes_again_with_the_same_id_and_body_and_another_instant(
    sender, endpoint, receiver, status
):
    receiver.answer = answer_in_turn(answer_with(status), answer_with(204))
    sender.event(endpoint)
    assert sender.send() == ["failed"]
    assert (state(), Message.objects.get(kind="webhook").last_error) == ("waiting", f"status {status}")
    assert sender.send() == []
    assert sender.send_next() == ["sent"]
    first, second = receiver.requests
    assert (first.headers["webhook-id"], first.body) == (second.headers["webhook-id"], second.body)
    assert first.headers["webhook-timestamp"] < second.headers["webhook-timestamp"]
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]
    assert tries() == [status, 204]


FAILURES = {
    "nobody listens": (lambda: f"http://127.0.0.1:{free_port()}/", "connection_refused"),
    "nobody has the name": (lambda: "http://nobody.invalid/", "name_not_found"),
}


@pytest.mark.parametrize(("url", "error"), FAILURES.values(), ids=FAILURES.keys())
def test_a_failure_is_told_in_a_word(sender, put, url, error):
    sender.event(put(url()))
    assert sender.send() == ["failed"]
    assert tries() == [error]


def test_it_is_given_up_after_ten_tries_in_three_days_and_is_no_dead_letter(sender, endpoint, receiver):
    def dislike(handler, request):
        answer_with(400 if b"bad" in request.body else 200)(handler, request)

    receiver.answer = dislike
    sender.event(endpoint, cause="bad one", is_bad=True)
    told = sender.send()
    while state("bad one") == "waiting":
        sender.event(endpoint, cause=f"good one at {sender.now}")
        told += [one for one in sender.send_next() if one != "sent"]
    assert told == ["failed"] * 9 + ["given_up"]
    assert dt.timedelta(days=2.4) < sender.now - NOON < dt.timedelta(days=3.8)
    message = Message.objects.get(cause="bad one")
    assert (message.closed_because, message.dead_at, message.last_error) == ("given_up", None, "status 400")
    endpoint.refresh_from_db()
    assert endpoint.status == "active"  # it takes the others


@pytest.mark.parametrize("told", ["900", "Sun, 01 Mar 2026 12:15:00 GMT"], ids=["seconds", "a date"])
def test_retry_after_is_heard_for_everything_that_waits(sender, endpoint, receiver, told):
    receiver.answer = answer_in_turn(answer_with(503, Retry_After=told), answer_with(200))
    sender.event(endpoint)
    assert sender.send() == ["failed"]
    sender.event(endpoint, cause="alert:2")
    assert sender.send(minutes=14, seconds=59) == []
    assert sender.send(seconds=1) == ["sent", "sent"]


def test_an_endpoint_in_trouble_is_tried_by_one_message_and_told_all_when_it_is_back(sender, endpoint, receiver):
    receiver.answer = hang_up
    for number in range(20):
        sender.event(endpoint, cause=f"alert:{number}")
    assert sender.send() == ["failed"]
    while sender.now < NOON + dt.timedelta(hours=5):
        assert sender.send_next() == ["failed"]
    assert len(receiver.requests) < 10
    receiver.answer = answer_with(200)
    assert sender.send_next() == ["sent"] * 20
    endpoint.refresh_from_db()
    assert (endpoint.failures, endpoint.failing_since, endpoint.rests_until) == (0, None, None)


def test_what_waits_for_longer_comes_too_when_it_is_back(sender, endpoint, receiver):
    receiver.answer = answer_with(500)
    sender.event(endpoint)
    assert sender.send() + sender.send_next() + sender.send_next() == ["failed"] * 3
    receiver.answer = answer_with(200)
    change_endpoint(endpoint=endpoint, url=receiver.url("/new"), description=None, types=None)
    endpoint.refresh_from_db()
    sender.now += dt.timedelta(minutes=10)  # its own next try is a quarter of an hour away, or more
    sender.event(endpoint, cause="alert:2")
    assert sender.send() == ["sent", "sent"]


def test_what_only_one_message_brings_about_holds_up_no_other(sender, endpoint, receiver):
    receiver.answer = answer_in_turn(answer_with(400), answer_with(200))
    sender.event(endpoint)
    sender.event(endpoint, cause="alert:2")
    assert sender.send() == ["failed", "sent"]


def test_a_receiver_that_is_slow_is_left_after_the_time_out(sender, endpoint, receiver, settings):
    settings.WEBHOOK_TIMEOUT_SECONDS = 1
    receiver.answer = answer_with(200, after=5)
    sender.event(endpoint)
    assert sender.send() == ["failed"]
    assert tries() == ["timed_out"]


def test_an_address_within_is_refused_where_the_setting_does_not_allow_it(sender, endpoint, receiver, settings, put):
    settings.WEBHOOK_ALLOW_PRIVATE = False
    sender.event(endpoint)
    assert sender.send() == ["failed"]
    assert (tries(), receiver.requests) == (["not_https"], [])
    named = put("https://localhost.example.invalid/")
    sender.event(named, cause="alert:2")
    sender.send()
    assert tries()[-1] == "name_not_found"


def test_both_secrets_sign_until_the_old_one_ends(sender, endpoint, receiver, monkeypatch):
    new, ends_at = rotate_secret(endpoint=endpoint, overlap=dt.timedelta(hours=24), at=NOON)
    for hours in (0, 23, 2):
        sender.event(endpoint, cause=f"after {hours}")
        sender.send(hours=hours)
    signatures = [one.headers["webhook-signature"].split() for one in receiver.requests]
    assert [len(told) for told in signatures] == [1 + (hours < 25) for hours in (0, 23, 25)]
    for request in receiver.requests:
        assert verify(new, request, monkeypatch)
    assert verify(endpoint.secret, receiver.requests[0], monkeypatch)
    assert ends_at == NOON + dt.timedelta(hours=24)


def test_no_third_secret_signs(sender, endpoint, receiver):
    for minutes in (1, 2):
        rotate_secret(endpoint=endpoint, overlap=dt.timedelta(days=7), at=NOON + dt.timedelta(minutes=minutes))
    sender.event(endpoint)
    sender.send(minutes=3)
    assert len(receiver.requests[0].headers["webhook-signature"].split()) == 2


def test_secrets_are_sealed_and_open_with_an_earlier_key_of_the_deployment(sender, endpoint, receiver, settings):
    sealed = bytes(WebhookSecret.objects.get().sealed)
    assert endpoint.secret.removeprefix("whsec_").encode() not in sealed
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another"
    sender.event(endpoint)
    assert sender.send() == ["sent"]
    settings.SECRET_KEY_FALLBACKS = []
    sender.event(endpoint, cause="alert:2")
    assert sender.send() == ["failed"]
    assert (state("alert:2"), len(receiver.requests)) == ("waiting", 1)  # our own fault, and nothing unsigned goes out
    assert Message.objects.get(cause="alert:2").last_error.startswith("InvalidToken")


def test_nothing_goes_out_unsigned(sender, endpoint, receiver):
    sender.event(endpoint)
    WebhookSecret.objects.all().delete()
    assert sender.send() == ["failed"]
    assert (tries(), receiver.requests) == (["no_secret"], [])


def test_what_waits_goes_to_the_new_address(sender, put, receiver):
    endpoint = put(f"http://127.0.0.1:{free_port()}/")
    sender.event(endpoint)
    sender.send()
    change_endpoint(endpoint=endpoint, url=receiver.url(), description=None, types=None)
    assert sender.send_next() == ["sent"]


def test_what_was_removed_is_told_nothing(sender, endpoint, receiver):
    sender.event(endpoint)
    remove_endpoint(endpoint=endpoint)
    assert (sender.send(), receiver.requests) == (["not_needed"], [])


def test_the_log_is_swept_and_what_waits_is_kept(sender, endpoint, receiver):
    sender.event(endpoint)
    sender.send()
    receiver.answer = answer_with(404)
    sender.event(endpoint, cause="alert:2")
    sender.send()
    assert sweep_log(before=NOON + dt.timedelta(days=1)) == 1
    assert list(WebhookDelivery.objects.values_list("cause", flat=True)) == ["alert:2"]
    assert tries() == [404]
    assert WebhookAttempt.objects.count() == 1


def test_a_thin_body_is_under_twenty_kilobytes(sender, endpoint, receiver):
    sender.event(endpoint, gaps=["x" * 100] * 300)
    sender.send()
    body = receiver.requests[0].body
    assert len(body) < 20_000
    assert json.loads(body)["data"]["thin"]
