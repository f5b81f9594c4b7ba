"""`/alerts`: what a clinic is told, as the inbox of whoever asks."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import invalid, not_found
from accounts.api.views import ApiView, json_response
from clinics.api.alert_reading import person_of, read_instant, read_search, reader_of
from clinics.api.alert_schemas import (
    KINDS,
    AlertCountsSerializer,
    AlertListSerializer,
    AlertSerializer,
    MarkedSerializer,
    MarkReadSerializer,
    tell_alert,
)
from clinics.api.reading import read_body_fields, this_instant
from clinics.operations.alerts.reading import mark_read
from clinics.queries.alert_words import read_told
from clinics.queries.alerts import Found, Reader, count_unread, find_alert, list_alerts
from credentials.records.objects import Field
from credentials.records.values import choice_reader, optional

_FILTERS = ("unread", "kind", "entry", "site", "since", "cursor")
_MARK = (Field("kind", optional(choice_reader(tuple(KINDS))), None), Field("until", optional(read_instant), None))


class AlertsView(ApiView):
    """Alerts."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_alerts",
        tags=["clinics"],
        parameters=[
            OpenApiParameter("unread", bool, description="Only what you have not read, or have"),
            OpenApiParameter("kind", str, enum=KINDS),
            OpenApiParameter("entry", {"type": "string", "format": "uuid"}, description="About this roster entry"),
            OpenApiParameter("site", str, description="The code of one of your sites"),
            OpenApiParameter("since", {"type": "string", "format": "date-time"}, description="Raised at or after it"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=AlertListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """What you were told, newest first: your inbox in this organisation.

        A key that is bound to nobody is shown every alert of its organisation, without read marks. Needs
        `roster:read`.
        """
        reader = reader_of(request)
        given, unread = take_parameters(request, _FILTERS)
        faults = list(unread)
        search = read_search(given, reader, faults, KINDS)
        if faults:
            raise invalid(tuple(faults))
        page, following = list_alerts(reader, search)
        told = read_told([one.alert for one in page], with_names=True)
        items = [tell_alert(one, told[one.alert.pk]) for one in page]
        return json_response({"items": items, "next": str(following) if following else None})


class AlertCountsView(ApiView):
    """What lies unread."""

    scope = ANY_CALLER

    @extend_schema(operation_id="count_alerts", tags=["clinics"], responses=AlertCountsSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """How many of your alerts lie unread, by kind. Needs `roster:read`, and a person behind the key."""
        caller, user_id = person_of(request)
        read_parameters(request, ())
        counts = count_unread(Reader(organisation_id=caller.organisation_id, user_id=user_id))
        kinds = [{"kind": kind, "unread": count} for kind, count in counts.items()]
        return json_response({"unread": sum(counts.values()), "kinds": kinds})


class AlertView(ApiView):
    """One alert."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_alert", tags=["clinics"], responses=AlertSerializer)
    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """An alert of your organisation, in your inbox or not. Reading it marks nothing. Needs `roster:read`."""
        reader = reader_of(request)
        read_parameters(request, ())
        return _told(_find(reader, key))


class AlertReadView(ApiView):
    """Marking one."""

    scope = ANY_CALLER

    @extend_schema(operation_id="mark_alert_read", tags=["clinics"], request=None, responses=AlertSerializer)
    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Mark an alert of your inbox as read; again changes nothing. Needs `roster:read`."""
        caller, user_id = person_of(request)
        read_parameters(request, ())
        reader = Reader(organisation_id=caller.organisation_id, user_id=user_id)
        _find(reader, key)
        mark_read(organisation_id=caller.organisation_id, user_id=user_id, key=key, at=this_instant())
        return _told(_find(reader, key))


class AlertsReadView(ApiView):
    """Marking many."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="mark_alerts_read", tags=["clinics"], request=MarkReadSerializer, responses=MarkedSerializer
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Mark all of your inbox here as read, or a kind of it, or what was raised by an instant. Needs `roster:read`.

        Give `until` the instant at which you looked: what came after it stays unread.
        """
        caller, user_id = person_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, _MARK)
        marked = mark_read(organisation_id=caller.organisation_id, user_id=user_id, at=this_instant(), **told)
        return json_response({"marked": marked})


def _find(reader: Reader, key: UUID) -> Found:
    found = find_alert(reader, key=key)
    if found is None:
        raise not_found("No such alert of yours")
    return found


def _told(found: Found) -> HttpResponse:
    told = read_told([found.alert], with_names=True)[found.alert.pk]
    return json_response(tell_alert(found, told))
