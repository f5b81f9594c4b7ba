"""Endpoints: made, changed, given another secret, tried, resumed and removed by their organisation."""

import datetime as dt
from collections.abc import Sequence
from uuid import uuid4

from django.db import transaction

from clinics.models import WebhookDelivery, WebhookEndpoint, WebhookSecret
from clinics.operations.webhooks.queueing import queue_delivery
from clinics.operations.webhooks.sealing import seal
from clinics.webhooks.signing import make_secret
from clinics.webhooks.types import TEST
from credentials.records.faults import Fault, Refusal

MOST = 20  # endpoints of an organisation: each multiplies what is sent
Status = WebhookEndpoint.Status


@transaction.atomic
def add_endpoint(
    *, organisation_id: int, url: str, description: str, types: Sequence[str], by: str, at: dt.datetime
) -> tuple[WebhookEndpoint, str] | Refusal:
    """Make an endpoint; give it beside its secret, which nobody can read again. Refused beyond twenty.

    `url` and `types` were read before: see clinics.webhooks.urls and .types.
    """
    if WebhookEndpoint.objects.filter(organisation_id=organisation_id).count() >= MOST:
        return Refusal((Fault("", "too_many", f"an organisation has at most {MOST} endpoints"),))
    endpoint = WebhookEndpoint.objects.create(
        organisation_id=organisation_id,
        url=url,
        description=description,
        types=list(types),
        status_at=at,
        created_by=by,
        created_at=at,
    )
    return endpoint, _give_secret(endpoint, at)


@transaction.atomic
def change_endpoint(
    *, endpoint: WebhookEndpoint, url: str | None, description: str | None, types: Sequence[str] | None
) -> WebhookEndpoint:
    """Another address, description or other types; None leaves one as it is.

    What waits goes to the new address, and need not wait for what the old one did.
    """
    held = _hold(endpoint)
    if url is not None and url != held.url:
        held.url, held.rests_until = url, None
    held.description = held.description if description is None else description
    held.types = held.types if types is None else list(types)
    held.save(update_fields=["url", "rests_until", "description", "types"])
    return held


def remove_endpoint(*, endpoint: WebhookEndpoint) -> None:
    """Remove it with its secrets and its log; what waits for it is never sent."""
    WebhookEndpoint.objects.filter(pk=endpoint.pk).delete()


@transaction.atomic
def rotate_secret(*, endpoint: WebhookEndpoint, overlap: dt.timedelta, at: dt.datetime) -> tuple[str, dt.datetime]:
    """Give it another secret; the one before signs too until the instant given back, any earlier one no more."""
    held, ends_at = _hold(endpoint), at + overlap
    held.secrets.filter(ends_at__gt=at).update(ends_at=at)
    held.secrets.filter(ends_at__isnull=True).update(ends_at=ends_at)
    return _give_secret(held, at), ends_at


@transaction.atomic
def resume_endpoint(*, endpoint: WebhookEndpoint, at: dt.datetime) -> WebhookEndpoint:
    """Tell it things again from now on; what was held waits for a replay. One that is active stays as it is."""
    held = _hold(endpoint)
    if held.status != Status.ACTIVE:
        held.status, held.status_at = Status.ACTIVE, at
        held.failures, held.failing_since, held.rests_until = 0, None, None
        held.save(update_fields=["status", "status_at", "failures", "failing_since", "rests_until"])
    return held


@transaction.atomic
def send_test(*, endpoint: WebhookEndpoint, at: dt.datetime) -> WebhookDelivery:
    """Queue a test event for this endpoint alone, whatever it wants to hear, and a paused one too."""
    told = {"webhook": str(endpoint.key)}
    made = queue_delivery(endpoint=endpoint, type_=TEST, cause=f"test:{uuid4()}", data=told, at=at)
    assert made is not None  # noqa: S101 (its cause is new)
    return made


def _give_secret(endpoint: WebhookEndpoint, at: dt.datetime) -> str:
    secret = make_secret()
    WebhookSecret.objects.create(endpoint=endpoint, sealed=seal(secret), made_at=at)
    return secret


def _hold(endpoint: WebhookEndpoint) -> WebhookEndpoint:
    return WebhookEndpoint.objects.select_for_update().get(pk=endpoint.pk)
