"""Putting what happened before the endpoints that want to hear it: once for each cause, in its own transaction."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from clinics.models import WebhookDelivery, WebhookEndpoint
from clinics.webhooks.bodies import write_body
from clinics.webhooks.types import TEST, is_wanted
from outbox.models import Message, stable_id
from outbox.operations import enqueue

FIRST, AGAIN = "webhook", "webhook_again"  # kinds of messages: what is sent, and what is sent once more on demand
Status = WebhookEndpoint.Status
State = WebhookDelivery.State


def queue_event(
    *,
    organisation_id: int,
    type: str,  # noqa: A002 (its name in the specification)
    cause: str,
    data: Mapping[str, Any],
    at: dt.datetime,
) -> int:
    """Queue one delivery for each endpoint of the organisation that wants this type; give how many are new.

    Part of the transaction of what happened. `cause` names it: the same cause is never queued twice for an endpoint.
    `data` is what JSON can say, with registry numbers and no other word about a person: it is kept for weeks. What is
    meant for a paused endpoint is held, to be replayed; one that is gone is told nothing.
    """
    told = WebhookEndpoint.objects.filter(
        organisation_id=organisation_id, status__in=[Status.ACTIVE, Status.PAUSED]
    ).order_by("pk")
    wanting = [endpoint for endpoint in told if is_wanted(type, endpoint.types)]
    return sum(queue_delivery(endpoint=one, type_=type, cause=cause, data=data, at=at) is not None for one in wanting)


def queue_delivery(
    *, endpoint: WebhookEndpoint, type_: str, cause: str, data: Mapping[str, Any], at: dt.datetime
) -> WebhookDelivery | None:
    """Queue one delivery for one endpoint; None where its cause was queued before. Part of a transaction.

    A test is sent to a paused endpoint too, and at once.
    """
    key = stable_id(FIRST, cause, recipient_of(endpoint))
    if Message.objects.filter(pk=key).exists():  # told so long ago that its delivery was swept
        return None
    link = f"{settings.PUBLIC_URL}/api/v1/webhooks/{endpoint.key}/deliveries/{key}"
    body = write_body(type_=type_, at=at, data=data, link=link)
    is_sent = type_ == TEST or endpoint.status == Status.ACTIVE
    told: dict[str, Any] = {"type": type_, "body": body.text, "left_out": body.left_out}
    told |= {"key": key, "state": State.WAITING if is_sent else State.HELD, "queued_at": at, "state_at": at}
    delivery, is_new = WebhookDelivery.objects.get_or_create(endpoint=endpoint, cause=cause, defaults=told)
    if not is_new:
        return None
    if is_sent:
        put_to_sender(delivery, endpoint, kind=FIRST, cause=cause, at=at)
    return delivery


def put_to_sender(
    delivery: WebhookDelivery, endpoint: WebhookEndpoint, *, kind: str, cause: str, at: dt.datetime
) -> None:
    """Write the outbox message that has the delivery sent, not before the endpoint has rested."""
    enqueue(
        kind=kind,
        cause=cause,
        recipient=recipient_of(endpoint),
        payload={"delivery": delivery.pk, "round": delivery.rounds},
        at=at,
        due_at=at if delivery.type == TEST else max(at, endpoint.rests_until or at),
    )


def recipient_of(endpoint: WebhookEndpoint) -> str:
    """The endpoint as the outbox names it."""
    return f"endpoint:{endpoint.pk}"
