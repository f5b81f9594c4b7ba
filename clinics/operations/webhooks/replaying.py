"""Sending once more what was told, was not taken, or was held: under the same `webhook-id`, with the same body."""

import datetime as dt

from django.db import transaction

from clinics.models import WebhookDelivery, WebhookEndpoint
from clinics.operations.webhooks.queueing import AGAIN, put_to_sender
from clinics.webhooks.types import TEST

MOST = 10_000  # deliveries in one replay
State = WebhookDelivery.State


@transaction.atomic
def replay_delivery(*, delivery: WebhookDelivery, at: dt.datetime) -> WebhookDelivery | None:
    """Send this delivery once more; None where it waits to be sent anyway."""
    held = WebhookDelivery.objects.select_for_update().select_related("endpoint").get(pk=delivery.pk)
    if held.state == State.WAITING:
        return None
    _put_again(held, held.endpoint, at)
    return held


@transaction.atomic
def replay_since(*, endpoint: WebhookEndpoint, since: dt.datetime, at: dt.datetime) -> int:
    """Send everything once more that was queued since then and failed or was held, the oldest first; give how many.

    At most ten thousand; asked again, the next ones. Tests are left out.
    """
    missed = endpoint.deliveries.filter(state__in=[State.FAILED, State.HELD], queued_at__gte=since).exclude(type=TEST)
    taken = list(missed.select_for_update().order_by("pk")[:MOST])
    for delivery in taken:
        _put_again(delivery, endpoint, at)
    return len(taken)


def _put_again(delivery: WebhookDelivery, endpoint: WebhookEndpoint, at: dt.datetime) -> None:
    delivery.rounds += 1
    delivery.state, delivery.state_at = State.WAITING, at
    delivery.save(update_fields=["rounds", "state", "state_at"])
    put_to_sender(delivery, endpoint, kind=AGAIN, cause=f"{delivery.rounds}:{delivery.cause}", at=at)
