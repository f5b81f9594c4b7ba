"""`/webhooks/{id}/deliveries`: what an endpoint was told, what it answered, and telling it once more."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, Problem, invalid
from accounts.api.views import ApiView, json_response
from clinics.api.reading import read_body_fields, read_cursor, this_instant
from clinics.api.webhook_reading import SINCE, own_delivery, own_endpoint, require_active
from clinics.api.webhook_schemas import (
    STATES,
    WebhookDeliveryListSerializer,
    WebhookDeliverySerializer,
    WebhookFullDeliverySerializer,
    WebhookReplayedSerializer,
    WebhookReplaySinceSerializer,
    tell_delivery,
    tell_full_delivery,
)
from clinics.operations.webhooks.replaying import replay_delivery, replay_since
from clinics.queries.webhooks import list_deliveries


class WebhookDeliveriesView(ApiView):
    """The log of an endpoint."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_webhook_deliveries",
        tags=["clinics"],
        parameters=[
            OpenApiParameter("state", str, enum=list(STATES), description="Those in this state alone"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=WebhookDeliveryListSerializer,
    )
    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """What the endpoint was told, or is to be told, the newest first, each with every try. Needs `alerts:manage`.

        Kept for some weeks (WEBHOOK_LOG_DAYS) after it ended.
        """
        endpoint = own_endpoint(request, key)
        given, unread = take_parameters(request, ("state", "cursor"))
        faults = list(unread)
        state, before = given.get("state"), read_cursor(given, faults)
        if state is not None and state not in STATES:
            faults.append(Fault("/state", "unknown_value", f"one of: {', '.join(STATES)}"))
        if faults:
            raise invalid(tuple(faults))
        page, following = list_deliveries(endpoint, state=state, before=before)
        items = [tell_delivery(one) for one in page]
        return json_response({"items": items, "next": str(following) if following else None})


class WebhookDeliveryView(ApiView):
    """One delivery."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_webhook_delivery", tags=["clinics"], responses=WebhookFullDeliverySerializer)
    def get(self, request: HttpRequest, key: UUID, delivery_key: UUID) -> HttpResponse:
        """A delivery with its body as it was signed, and all its data. Needs `alerts:manage`."""
        endpoint = own_endpoint(request, key)
        read_parameters(request, ())
        return json_response(tell_full_delivery(own_delivery(endpoint, delivery_key)))


class WebhookDeliveryReplayView(ApiView):
    """Once more."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="replay_webhook_delivery",
        tags=["clinics"],
        request=None,
        responses={202: WebhookDeliverySerializer},
    )
    def post(self, request: HttpRequest, key: UUID, delivery_key: UUID) -> HttpResponse:
        """Send this delivery once more, under its own `webhook-id` and with the same body; a delivered one too.

        409 where it waits to be sent anyway, and where the endpoint is told nothing. Needs `alerts:manage`.
        """
        endpoint = own_endpoint(request, key)
        read_parameters(request, ())
        delivery = own_delivery(endpoint, delivery_key)
        require_active(endpoint)
        made = replay_delivery(delivery=delivery, at=this_instant())
        if made is None:
            raise Problem(409, "waiting-already", "The delivery waits to be sent")
        return json_response(tell_delivery(made), status=202)


class WebhookReplayView(ApiView):
    """What was missed."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="replay_webhook",
        tags=["clinics"],
        request=WebhookReplaySinceSerializer,
        responses={202: WebhookReplayedSerializer},
    )
    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Send everything once more that was queued since then and failed or was held. Needs `alerts:manage`.

        409 where the endpoint is told nothing: resume it first.
        """
        endpoint = own_endpoint(request, key)
        read_parameters(request, ())
        since = read_body_fields(request, SINCE)["since"]
        require_active(endpoint)
        return json_response({"queued": replay_since(endpoint=endpoint, since=since, at=this_instant())}, status=202)
