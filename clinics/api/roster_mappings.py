"""`/roster-mappings`: how the columns of a clinic's lists are read."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters
from accounts.api.views import ApiView, json_response
from clinics.api.import_schemas import ToldStaffMappingListSerializer, ToldStaffMappingSerializer, tell_mapping
from clinics.api.reading import (
    READ_SCOPE,
    WRITE_SCOPE,
    accepted,
    author_of,
    caller_with,
    read_body_fields,
    this_instant,
)
from clinics.models import StaffMapping
from clinics.operations.imports.receiving import tell_staff_mapping
from credentials.records.objects import Field
from credentials.records.values import list_reader, text_reader

_MAPPING = (Field("header", list_reader(text_reader(2_000))), Field("mapping", lambda told: told))


class RosterMappingsView(ApiView):
    """How a clinic's lists are read."""

    scope = ANY_CALLER

    @extend_schema(operation_id="list_staff_mappings", tags=["clinics"], responses=ToldStaffMappingListSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """What you told of your headers. Needs `roster:read`."""
        read_parameters(request, ())
        caller = caller_with(request, READ_SCOPE)
        rows = StaffMapping.objects.filter(organisation=caller.organisation_id).order_by("pk")
        return json_response({"items": [tell_mapping(one) for one in rows], "next": None})

    @extend_schema(
        operation_id="put_staff_mapping",
        tags=["clinics"],
        request=ToldStaffMappingSerializer,
        responses=ToldStaffMappingSerializer,
    )
    def put(self, request: HttpRequest) -> HttpResponse:
        """Tell once how lists with a header are read; those that wait for it are read again. Needs `roster:write`."""
        caller = caller_with(request, WRITE_SCOPE)
        read_parameters(request, ())
        told = read_body_fields(request, _MAPPING)
        kept = tell_staff_mapping(
            organisation_id=caller.organisation_id,
            header=told["header"],
            mapping=told["mapping"],
            by=author_of(caller),
            at=this_instant(),
        )
        return json_response(tell_mapping(accepted(kept)))
