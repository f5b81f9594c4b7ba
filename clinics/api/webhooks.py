"""`/webhooks`: where an organisation is told things by machine."""

import datetime as dt
from typing import ClassVar
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import invalid
from accounts.api.views import ApiView, json_response
from clinics.api.reading import accepted, author_of, read_body_fields, read_cursor, this_instant
from clinics.api.webhook_reading import CHANGES, NEW, ROTATE, manager_of, own_endpoint
from clinics.api.webhook_schemas import (
    MadeWebhookSerializer,
    NewWebhookSerializer,
    WebhookChangesSerializer,
    WebhookDeliverySerializer,
    WebhookListSerializer,
    WebhookNewSecretSerializer,
    WebhookRotateSerializer,
    WebhookSerializer,
    tell_delivery,
    tell_endpoint,
)
from clinics.operations.webhooks.endpoints import (
    add_endpoint,
    change_endpoint,
    remove_endpoint,
    resume_endpoint,
    rotate_secret,
    send_test,
)
from clinics.queries.webhooks import list_endpoints

OVERLAP_HOURS = 24


class WebhooksView(ApiView):
    """The organisation's endpoints."""

    scope = ANY_CALLER
    tells_secret: ClassVar[frozenset[str]] = frozenset({"POST"})

    @extend_schema(
        operation_id="list_webhooks",
        tags=["clinics"],
        parameters=[OpenApiParameter("cursor", str, description="`next` of the page before")],
        responses=WebhookListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Your endpoints, in the order in which they were made. Needs `alerts:manage`."""
        caller, at = manager_of(request), this_instant()
        given, unread = take_parameters(request, ("cursor",))
        faults = list(unread)
        after = read_cursor(given, faults)
        if faults:
            raise invalid(tuple(faults))
        page, following = list_endpoints(organisation_id=caller.organisation_id, after=after)
        items = [tell_endpoint(one, at=at) for one in page]
        return json_response({"items": items, "next": str(following) if following else None})

    @extend_schema(
        operation_id="create_webhook",
        tags=["clinics"],
        request=NewWebhookSerializer,
        responses={201: MadeWebhookSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Make an endpoint; its secret is told in this answer and never again. Needs `alerts:manage`.

        Messages are signed by the Standard Webhooks specification. The address must be public and https; its name is
        looked up, and every address that it has is checked, each time something is sent.
        """
        caller, at = manager_of(request), this_instant()
        read_parameters(request, ())
        told = read_body_fields(request, NEW)
        made = add_endpoint(organisation_id=caller.organisation_id, by=author_of(caller), at=at, **told)
        endpoint, secret = accepted(made)
        headers = {"Location": f"/api/v1/webhooks/{endpoint.key}"}
        return json_response({**tell_endpoint(endpoint, at=at), "secret": secret}, status=201, headers=headers)


class WebhookView(ApiView):
    """One endpoint."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_webhook", tags=["clinics"], responses=WebhookSerializer)
    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """An endpoint of yours, and how it fares. Needs `alerts:manage`."""
        endpoint = own_endpoint(request, key)
        read_parameters(request, ())
        return json_response(tell_endpoint(endpoint, at=this_instant()))

    @extend_schema(
        operation_id="change_webhook", tags=["clinics"], request=WebhookChangesSerializer, responses=WebhookSerializer
    )
    def patch(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Another address, description or other types. What waits goes to the new address. Needs `alerts:manage`."""
        endpoint = own_endpoint(request, key)
        read_parameters(request, ())
        told = read_body_fields(request, CHANGES)
        return json_response(tell_endpoint(change_endpoint(endpoint=endpoint, **told), at=this_instant()))

    @extend_schema(operation_id="remove_webhook", tags=["clinics"], request=None, responses={200: WebhookSerializer})
    def delete(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Remove an endpoint with its secrets and its log; the answer tells it for the last time.

        What waits for it is never sent. Needs `alerts:manage`.
        """
        endpoint = own_endpoint(request, key)
        read_parameters(request, ())
        told = tell_endpoint(endpoint, at=this_instant())
        remove_endpoint(endpoint=endpoint)
        return json_response(told)


class WebhookRotateView(ApiView):
    """Another secret."""

    scope = ANY_CALLER
    tells_secret: ClassVar[frozenset[str]] = frozenset({"POST"})

    @extend_schema(
        operation_id="rotate_webhook",
        tags=["clinics"],
        request=WebhookRotateSerializer,
        responses=WebhookNewSecretSerializer,
    )
    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Give it another secret, told in this answer and never again. Needs `alerts:manage`.

        Until the old one ends both sign, so that a receiver who knows either accepts what comes. A secret before the
        old one ends now.
        """
        endpoint, at = own_endpoint(request, key), this_instant()
        read_parameters(request, ())
        told = read_body_fields(request, ROTATE)["old_ends_in_hours"]
        overlap = dt.timedelta(hours=OVERLAP_HOURS if told is None else told)
        secret, ends_at = rotate_secret(endpoint=endpoint, overlap=overlap, at=at)
        return json_response({"secret": secret, "old_secret_ends_at": ends_at})


class WebhookResumeView(ApiView):
    """Telling it things again."""

    scope = ANY_CALLER

    @extend_schema(operation_id="resume_webhook", tags=["clinics"], request=None, responses=WebhookSerializer)
    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Tell a paused or gone endpoint things again, from now on. Needs `alerts:manage`.

        What it missed is sent when you ask for a replay.
        """
        endpoint, at = own_endpoint(request, key), this_instant()
        read_parameters(request, ())
        return json_response(tell_endpoint(resume_endpoint(endpoint=endpoint, at=at), at=at))


class WebhookTestView(ApiView):
    """Trying whether it works."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="test_webhook", tags=["clinics"], request=None, responses={202: WebhookDeliverySerializer}
    )
    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Send a `test.ping`, on the same way as everything else, to a paused endpoint too; it is tried once.

        What came back stands in the log of deliveries within seconds. Needs `alerts:manage`.
        """
        endpoint = own_endpoint(request, key)
        read_parameters(request, ())
        delivery = send_test(endpoint=endpoint, at=this_instant())
        place = f"/api/v1/webhooks/{endpoint.key}/deliveries/{delivery.key}"
        return json_response(tell_delivery(delivery), status=202, headers={"Location": place})
