"""Endpoints and their deliveries, as their organisation sees them."""

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from django.db.models import Q

from clinics.models import WebhookDelivery, WebhookEndpoint

PAGE = 50
LARGEST = 2**63 - 1


def list_endpoints(*, organisation_id: int, after: int = 0) -> tuple[Sequence[WebhookEndpoint], int | None]:
    """A page of endpoints in the order in which they were made, and the id after which the next begins."""
    found = WebhookEndpoint.objects.filter(organisation_id=organisation_id, pk__gt=min(after, LARGEST)).order_by("pk")
    page = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def find_endpoint(*, organisation_id: int, key: UUID) -> WebhookEndpoint | None:
    """An endpoint of this organisation; None for another's."""
    return WebhookEndpoint.objects.filter(organisation_id=organisation_id, key=key).first()


def list_deliveries(
    endpoint: WebhookEndpoint, *, state: str | None = None, before: int = 0
) -> tuple[Sequence[WebhookDelivery], int | None]:
    """A page of the log, the newest first, and the id before which the next begins (None: there is none)."""
    found = endpoint.deliveries.order_by("-pk").prefetch_related("attempts")
    if state is not None:
        found = found.filter(state=state)
    if before:
        found = found.filter(pk__lt=min(before, LARGEST))
    page = list(found[: PAGE + 1])
    return page[:PAGE], page[PAGE - 1].pk if len(page) > PAGE else None


def find_delivery(endpoint: WebhookEndpoint, key: UUID) -> WebhookDelivery | None:
    """A delivery to this endpoint."""
    return endpoint.deliveries.filter(key=key).prefetch_related("attempts").first()


def old_secret_ends_at(endpoint: WebhookEndpoint, *, at: dt.datetime) -> dt.datetime | None:
    """When the secret before the active one ends; None where only one signs."""
    told = endpoint.secrets.filter(Q(ends_at__gt=at)).values_list("ends_at", flat=True)
    return told.first()
