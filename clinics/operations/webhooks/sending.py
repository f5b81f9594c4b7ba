"""Sending one delivery, and noting what became of it: endpoint, delivery, log and outbox in one transaction."""

import datetime as dt
import random

from django.conf import settings

from clinics.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from clinics.operations.webhooks.pausing import stop_telling
from clinics.operations.webhooks.queueing import recipient_of
from clinics.operations.webhooks.sealing import open_secrets
from clinics.webhooks.posting import Outcome, post
from clinics.webhooks.schedule import (
    GONE,
    LONG_AWAY,
    MOST_TRIES,
    PAUSED_AFTER,
    delay_after,
    is_taken,
    is_unwell,
    read_retry_after,
    rest_after,
)
from clinics.webhooks.signing import name_message, write_headers
from clinics.webhooks.types import TEST
from clinics.webhooks.urls import Target, read_url
from outbox.kinds import Clock, GiveUp, TryAgain
from outbox.models import Message
from outbox.operations.resting import hasten

LONGEST_TRY = 30  # seconds; what the specification allows, and less than a turn of the outbox can bear
Closed = Message.Closed
State, Status = WebhookDelivery.State, WebhookEndpoint.Status


def send_webhook(message: Message, clock: Clock) -> Closed | TryAgain | GiveUp:
    """What the outbox does with a message that is a webhook: post it, note it, and say what is to come."""
    delivery = (
        WebhookDelivery.objects.select_related("endpoint")
        .filter(pk=message.payload["delivery"], state=State.WAITING, rounds=message.payload["round"])
        .first()
    )
    if delivery is None:  # swept, held, removed, or put to be sent anew
        return Closed.NOT_NEEDED
    endpoint = delivery.endpoint
    if endpoint.status != Status.ACTIVE and delivery.type != TEST:
        _end(delivery, State.HELD, clock())
        return Closed.NOT_NEEDED
    outcome = _post(delivery, endpoint, clock())
    return note_try(delivery, outcome, tries=message.attempts, at=clock())


def note_try(delivery: WebhookDelivery, outcome: Outcome, *, tries: int, at: dt.datetime) -> Closed | TryAgain | GiveUp:
    """Write down what came back, and say what is to come. Part of a transaction."""
    endpoint = WebhookEndpoint.objects.select_for_update().filter(pk=delivery.endpoint_id).first()
    if endpoint is None:  # removed while it was being told
        return Closed.NOT_NEEDED
    WebhookAttempt.objects.create(
        delivery=delivery, at=at, status=outcome.status, error=outcome.error, milliseconds=outcome.milliseconds
    )
    if is_taken(outcome.status):
        _end(delivery, State.DELIVERED, at)
        _note_well(endpoint, at)
        return Closed.SENT
    if delivery.type == TEST:  # whoever tries it looks at what came back, and tries it again
        _end(delivery, State.FAILED, at)
        if outcome.status == GONE and endpoint.status == Status.ACTIVE:
            stop_telling(endpoint, status=Status.GONE, at=at)
        return GiveUp(outcome.words)
    return _note_failure(delivery, endpoint, outcome, tries, at)


def _post(delivery: WebhookDelivery, endpoint: WebhookEndpoint, at: dt.datetime) -> Outcome:
    target = read_url(endpoint.url, allow_private=settings.WEBHOOK_ALLOW_PRIVATE)
    if not isinstance(target, Target):  # the setting was another one when the endpoint was made
        return Outcome(None, target[0].code, None, 0)
    secrets, body = open_secrets(endpoint, at=at), delivery.body.encode()
    if not secrets:  # nothing goes out unsigned
        return Outcome(None, "no_secret", None, 0)
    headers = write_headers(
        secrets=secrets,
        message_id=name_message(delivery.key),
        timestamp=int(at.timestamp()),
        body=body,
    )
    seconds = min(settings.WEBHOOK_TIMEOUT_SECONDS, LONGEST_TRY)
    return post(target, body, headers, allow_private=settings.WEBHOOK_ALLOW_PRIVATE, seconds=seconds)


def _note_well(endpoint: WebhookEndpoint, at: dt.datetime) -> None:
    """It answers: whatever waited for it to come back need not wait any longer."""
    if not endpoint.failures:
        return
    was_long_away = endpoint.failing_since is not None and at - endpoint.failing_since >= LONG_AWAY
    endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    endpoint.save(update_fields=["failures", "failing_since", "rests_until"])
    if was_long_away:
        hasten(recipient=recipient_of(endpoint), at=at)


def _note_failure(
    delivery: WebhookDelivery, endpoint: WebhookEndpoint, outcome: Outcome, tries: int, at: dt.datetime
) -> TryAgain | GiveUp:
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or at
    endpoint.last_error = outcome.words
    endpoint.rests_until = _rest(endpoint, outcome, at)
    endpoint.save(update_fields=["failures", "failing_since", "last_error", "rests_until"])
    fails_for = at - endpoint.failing_since
    if endpoint.status == Status.ACTIVE and (outcome.status == GONE or fails_for >= PAUSED_AFTER):
        stop_telling(endpoint, status=Status.GONE if outcome.status == GONE else Status.PAUSED, at=at)
        return GiveUp(outcome.words)
    if tries >= MOST_TRIES:
        _end(delivery, State.FAILED, at)
        return GiveUp(outcome.words)
    heard = read_retry_after(outcome.retry_after, at=at)
    due_at = max(at + delay_after(tries, _chance()), heard or at, endpoint.rests_until or at)
    return TryAgain(due_at, outcome.words, endpoint.rests_until)


def _rest(endpoint: WebhookEndpoint, outcome: Outcome, at: dt.datetime) -> dt.datetime | None:
    """Until when it is told nothing: as long as it asks for, and longer with each failure; None where it is well."""
    if not is_unwell(outcome.status):
        return None
    heard = read_retry_after(outcome.retry_after, at=at)
    return max(at + rest_after(endpoint.failures, _chance()), heard or at)


def _end(delivery: WebhookDelivery, state: WebhookDelivery.State, at: dt.datetime) -> None:
    WebhookDelivery.objects.filter(pk=delivery.pk).update(state=state, state_at=at)


def _chance() -> float:
    return random.random()  # noqa: S311 (spreads load, hides nothing)
