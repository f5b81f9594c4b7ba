"""`/roster-imports`: staff lists, from sending to the roster."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, Problem, invalid, not_found
from accounts.api.views import ApiView, json_response
from clinics.api.import_schemas import (
    RosterImportListSerializer,
    RosterImportSerializer,
    StagedRowListSerializer,
    tell_import,
    tell_row,
)
from clinics.api.reading import (
    READ_SCOPE,
    WRITE_SCOPE,
    accepted,
    author_of,
    caller_with,
    read_cursor,
    this_instant,
)
from clinics.imports.fields import CONSTANTS
from clinics.models import RosterImport
from clinics.models.imports import BECAME, VERDICTS
from clinics.operations.imports.receiving import cancel_list, confirm_list, receive_list
from clinics.queries.roster_imports import list_faults, list_imports, numbers_of, rows_told, write_refused
from credentials.api.table_files import (
    CSV,
    XLSX,
    RowFaultListSerializer,
    csv_response,
    read_file,
    read_file_name,
    refuse_other_media,
    tell_row_fault,
)

PAGE, ROWS = 50, 500
LARGEST = 2**63 - 1
FOR_A_FILE = ("site", "role", "patient_groups", "licence_jurisdiction", "licence_profession", "starts_on", "until_on")
CURSOR = OpenApiParameter("cursor", str, description="`next` of the page before")


class RosterImportsView(ApiView):
    """All staff lists of a clinic."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_roster_imports", tags=["clinics"], parameters=[CURSOR], responses=RosterImportListSerializer
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Your staff lists, newest first. Needs `roster:read`."""
        caller = caller_with(request, READ_SCOPE)
        before = _read_after(request)
        page = list_imports(caller.organisation_id, before=before, most=PAGE + 1)
        following = str(page[PAGE - 1].pk) if len(page) > PAGE else None
        return json_response({"items": [tell_import(one) for one in page[:PAGE]], "next": following})

    @extend_schema(
        operation_id="send_staff_list",
        tags=["clinics"],
        parameters=[
            OpenApiParameter("file_name", str, description="To know it again by; no person's name"),
            *(OpenApiParameter(one, str, description="The same in every row of this file") for one in FOR_A_FILE),
        ],
        request={CSV: OpenApiTypes.BINARY, XLSX: OpenApiTypes.BINARY},
        responses={202: RosterImportSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Send a CSV or XLSX file as the body; a worker reads it and shows what would go in. Needs `roster:write`."""
        caller = caller_with(request, WRITE_SCOPE)
        given, unread = take_parameters(request, ("file_name", *FOR_A_FILE))
        faults = list(unread)
        file_name = read_file_name(given, faults)
        if faults:
            raise invalid(tuple(faults))
        refuse_other_media(request)
        content = read_file(request)
        constants = {name: value for name, value in given.items() if name in CONSTANTS}
        job = receive_list(
            organisation_id=caller.organisation_id,
            content=content,
            file_name=file_name,
            constants=constants,
            by=author_of(caller),
        )
        headers = {"Location": f"/api/v1/roster-imports/{job.pk}"}
        return json_response(tell_import(job), status=202, headers=headers)


class RosterImportView(ApiView):
    """One staff list."""

    scope = READ_SCOPE

    @extend_schema(operation_id="read_roster_import", tags=["clinics"], responses=RosterImportSerializer)
    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """How far it is, and what would go in or went in. Needs `roster:read`."""
        read_parameters(request, ())
        return json_response(tell_import(own_import(caller_with(request, READ_SCOPE), import_id)))


class RosterImportRowsView(ApiView):
    """The rows of a staff list."""

    scope = READ_SCOPE

    @extend_schema(
        operation_id="list_roster_import_rows",
        tags=["clinics"],
        parameters=[OpenApiParameter("what", str, enum=[*VERDICTS, *BECAME], description="Such rows alone"), CURSOR],
        responses=StagedRowListSerializer,
    )
    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Every row: what would become of it, or what did. Needs `roster:read`."""
        job = own_import(caller_with(request, READ_SCOPE), import_id)
        given, unread = take_parameters(request, ("what", "cursor"))
        faults = list(unread)
        after = read_cursor(given, faults)
        what = given.get("what")
        if what is not None and what not in (*VERDICTS, *BECAME):
            faults.append(Fault("/what", "unknown_value", f"One of {', '.join((*VERDICTS, *BECAME))}"))
        if faults:
            raise invalid(tuple(faults))
        page = rows_told(job, what=what, after=after, most=ROWS + 1)
        numbers = numbers_of(page)
        following = str(page[ROWS - 1].row) if len(page) > ROWS else None
        return json_response({"items": [tell_row(one, numbers) for one in page[:ROWS]], "next": following})


class RosterImportFaultsView(ApiView):
    """What is wrong with a staff list's rows."""

    scope = WRITE_SCOPE

    @extend_schema(
        operation_id="list_roster_import_faults",
        tags=["clinics"],
        parameters=[CURSOR],
        responses=RowFaultListSerializer,
    )
    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Every faulty cell, and why rows were refused, by row. Needs `roster:write`: cells are quoted."""
        job = own_import(caller_with(request, WRITE_SCOPE), import_id)
        told, following = list_faults(job, after=_read_after(request), most=ROWS)
        return json_response({"items": [tell_row_fault(one) for one in told], "next": following and str(following)})


class RosterImportRefusedView(ApiView):
    """The refused rows, to be mended."""

    scope = WRITE_SCOPE
    produces = (CSV,)

    @extend_schema(operation_id="read_refused_staff", tags=["clinics"], responses={(200, CSV): OpenApiTypes.STR})
    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """The refused rows as CSV, as they came, with a column of reasons; mend them and send them again."""
        read_parameters(request, ())
        job = own_import(caller_with(request, WRITE_SCOPE), import_id)
        if job.header is None or job.swept_at is not None:
            raise Problem(404, "not-found", "Not found", "The list is no longer kept, or held no table")
        return csv_response(write_refused(job), name=f"refused-{job.pk}.csv")


class _Action(ApiView):
    """What one does with a staff list; each tells how it stands after it."""

    scope = WRITE_SCOPE

    def act(self, request: HttpRequest, import_id: int, operation: Callable[..., Any]) -> HttpResponse:
        """Do it, and tell the list."""
        caller = caller_with(request, WRITE_SCOPE)
        read_parameters(request, ())
        job = own_import(caller, import_id)
        return json_response(tell_import(accepted(operation(job=job, by=author_of(caller), at=this_instant()))))


class RosterImportConfirmView(_Action):
    """Confirming a staff list."""

    @extend_schema(
        operation_id="confirm_roster_import", tags=["clinics"], request=None, responses=RosterImportSerializer
    )
    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Let the rows of a preview onto the roster; whoever is unknown is invited. Needs `roster:write`."""
        return self.act(request, import_id, confirm_list)


class RosterImportCancelView(_Action):
    """Cancelling a staff list."""

    @extend_schema(
        operation_id="cancel_roster_import", tags=["clinics"], request=None, responses=RosterImportSerializer
    )
    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """End it between two chunks; what went in stays. Needs `roster:write`."""
        return self.act(request, import_id, cancel_list)


def own_import(caller: Caller, import_id: int) -> RosterImport:
    """The caller's own staff list; Problem 404 for another's."""
    rows = RosterImport.objects.filter(organisation=caller.organisation_id)
    found = rows.filter(pk=min(import_id, LARGEST)).first()
    if found is None:
        raise not_found("No such staff list of yours")
    return found


def _read_after(request: HttpRequest) -> int:
    given, unread = take_parameters(request, ("cursor",))
    faults = list(unread)
    after = read_cursor(given, faults)
    if faults:
        raise invalid(tuple(faults))
    return after
