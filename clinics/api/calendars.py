"""`/calendars`: the secret address under which a calendar program reads the roster's days."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from accounts.api.callers import ANY_CALLER, Caller, require
from accounts.api.parameters import read_parameters
from accounts.api.problems import not_found
from accounts.api.views import ApiView, json_response
from clinics.api.alert_reading import MANAGE_SCOPE
from clinics.api.reading import READ_SCOPE, author_of, caller_with, this_instant
from clinics.models import CalendarFeed
from clinics.operations.alerts.calendars import end_calendar, make_calendar
from credentials.instants import tell_instant


class CalendarSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Whether there is an address."""

    made_at = serializers.DateTimeField(allow_null=True, help_text="null: there is none")


class MadeCalendarSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A new address."""

    address = serializers.CharField(help_text="told once: whoever has it reads the calendar")
    made_at = serializers.DateTimeField()


class CalendarsView(ApiView):
    """The caller's calendar."""

    scope = ANY_CALLER
    tells_secret = frozenset({"POST"})

    @extend_schema(operation_id="read_calendar", tags=["clinics"], responses=CalendarSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Since when you have a calendar here; its address is not told again. Needs `roster:read`."""
        caller = _caller_of(request)
        read_parameters(request, ())
        found = CalendarFeed.objects.filter(organisation=caller.organisation_id, user=caller.user_id).first()
        return json_response({"made_at": found and tell_instant(found.made_at)})

    @extend_schema(
        operation_id="make_calendar", tags=["clinics"], request=None, responses={201: MadeCalendarSerializer}
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Make your calendar's address, or a new one: the old one leads nowhere from then on.

        It is told once, and takes no `Idempotency-Key`. A person's shows the sites that the person chose, and ends with
        the membership; that of a key that is nobody's is the organisation's. Needs `roster:read`, for the
        organisation's `alerts:manage` too.
        """
        caller = _caller_of(request)
        read_parameters(request, ())
        at = this_instant()
        secret = make_calendar(
            organisation_id=caller.organisation_id, user_id=caller.user_id, by=author_of(caller), at=at
        )
        return json_response(_told(secret, at), status=201)

    @extend_schema(operation_id="end_calendar", tags=["clinics"], responses={200: CalendarSerializer})
    def delete(self, request: HttpRequest) -> HttpResponse:
        """End your calendar: its address leads nowhere any more. Needs what making it needs."""
        caller = _caller_of(request)
        read_parameters(request, ())
        if not end_calendar(organisation_id=caller.organisation_id, user_id=caller.user_id):
            raise not_found("You have no calendar here")
        return json_response({"made_at": None})


def _caller_of(request: HttpRequest) -> Caller:
    caller = caller_with(request, READ_SCOPE)
    if caller.user_id is None:
        require(caller, MANAGE_SCOPE)
    return caller


def _told(secret: str, at: dt.datetime) -> dict[str, Any]:
    return {"address": f"{settings.PUBLIC_URL}/calendars/{secret}.ics", "made_at": tell_instant(at)}
