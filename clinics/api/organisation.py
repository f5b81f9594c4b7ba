"""The clinic as a whole: all that it owns as a file, and leaving."""

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from accounts.api.callers import ANY_CALLER, Caller, require
from accounts.api.parameters import read_parameters
from accounts.api.problems import Fault, Problem, invalid
from accounts.api.views import ApiView, json_response
from accounts.models import Organisation
from clinics.api.reading import accepted, author_of, read_body_fields, this_instant, writer_of
from clinics.operations.exporting import export_clinic
from clinics.operations.leaving import Left, close_clinic
from credentials.records.objects import Field
from credentials.records.values import text_reader

ZIP = "application/zip"
MANAGE_SCOPE = "alerts:manage"
_CONFIRMED = (Field("confirm", text_reader(200)),)


class LeavingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Said on purpose."""

    confirm = serializers.CharField(max_length=200, help_text="your organisation's name, as it stands here")


class LeftSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """How much of what came to its end."""

    sites = serializers.IntegerField()
    webhooks = serializers.IntegerField()
    calendars = serializers.IntegerField()
    requests = serializers.IntegerField(help_text="for a consent, unanswered")
    consents = serializers.IntegerField()
    invitations = serializers.IntegerField()
    keys = serializers.IntegerField()
    memberships = serializers.IntegerField()


class OrganisationExportView(ApiView):
    """All that the clinic owns."""

    scope = ANY_CALLER
    produces = (ZIP,)
    keeps_nothing = True

    @extend_schema(
        operation_id="export_organisation", tags=["clinics"], request=None, responses={(200, ZIP): OpenApiTypes.BINARY}
    )
    def post(self, request: HttpRequest) -> HttpResponseBase:
        """One ZIP of NDJSON files, made while it is sent; its README says what stands in each.

        It names your members, so nothing keeps it on the way. Needs `roster:write` and `alerts:manage`.
        """
        caller = _administrator(request)
        read_parameters(request, ())
        organisation = Organisation.objects.get(pk=caller.organisation_id)
        named = {"Content-Disposition": 'attachment; filename="clinic.zip"'}
        return StreamingHttpResponse(export_clinic(organisation=organisation), content_type=ZIP, headers=named)


class OrganisationLeaveView(ApiView):
    """Leaving."""

    scope = ANY_CALLER

    @extend_schema(operation_id="leave", tags=["clinics"], request=LeavingSerializer, responses=LeftSerializer)
    def post(self, request: HttpRequest) -> HttpResponse:
        """Close your clinic: rosters, watches, webhooks, calendars, keys and memberships end, yours too.

        What was recorded stays. Nothing undoes it: export first. Needs `roster:write` and `alerts:manage`, and a person
        who acts: a key that is bound to nobody is refused.
        """
        caller = _administrator(request)
        if caller.user_id is None:
            raise Problem(403, "person-needed", "A person is needed", "A key that is bound to nobody cannot do this")
        read_parameters(request, ())
        told = read_body_fields(request, _CONFIRMED)
        organisation = Organisation.objects.get(pk=caller.organisation_id)
        if told["confirm"] != organisation.name:
            raise invalid((Fault("/confirm", "not_confirmed", "Write your organisation's name, as it stands here"),))
        left = accepted(close_clinic(organisation=organisation, by=author_of(caller), at=this_instant()))
        return json_response(tell_left(left))


def tell_left(left: Left) -> dict[str, Any]:
    """What ended, as JSON."""
    return {
        "sites": left.sites,
        "webhooks": left.webhooks,
        "calendars": left.calendars,
        "requests": left.requests,
        "consents": left.consents,
        "invitations": left.invitations,
        "keys": left.keys,
        "memberships": left.memberships,
    }


def _administrator(request: HttpRequest) -> Caller:
    """Who may do all that a clinic's administrator may. Problem 403 for anybody else."""
    caller = writer_of(request)
    require(caller, MANAGE_SCOPE)
    return caller
