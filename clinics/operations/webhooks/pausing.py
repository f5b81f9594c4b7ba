"""Stopping to tell an endpoint things, and telling its owner of that."""

import datetime as dt

from accounts.operations.telling import tell_organisation
from clinics.models import Alert, WebhookDelivery, WebhookEndpoint
from clinics.operations.alerts.raising import Happening, raise_alert
from clinics.operations.webhooks.queueing import recipient_of
from outbox.operations.resting import hasten

PAUSED = "webhook_paused"  # the letter


def stop_telling(endpoint: WebhookEndpoint, *, status: WebhookEndpoint.Status, at: dt.datetime) -> None:
    """Pause an active endpoint, or note that it is gone; what waits for it is held, and its owner is told.

    Part of a transaction that holds the endpoint's row.
    """
    endpoint.status, endpoint.status_at, endpoint.rests_until = status, at, None
    endpoint.save(update_fields=["status", "status_at", "rests_until"])
    waiting = endpoint.deliveries.filter(state=WebhookDelivery.State.WAITING)
    held = waiting.update(state=WebhookDelivery.State.HELD, state_at=at)
    hasten(recipient=recipient_of(endpoint), at=at)  # to be closed: what is held is nobody's to send
    cause = f"webhook:{endpoint.key}:{status}:{at.isoformat()}"
    told = {"webhook": str(endpoint.key), "status": str(status), "held": held, "error": endpoint.last_error}
    happening = Happening(kind=Alert.Kind.ENDPOINT_PAUSED, cause=cause, details=told)
    raise_alert(happening, organisation_id=endpoint.organisation_id, at=at)
    tell_organisation(
        organisation_id=endpoint.organisation_id, kind=PAUSED, cause=cause, payload={"webhook": endpoint.pk}, at=at
    )
