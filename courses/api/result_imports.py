"""`/result-imports`: files of results, from sending to release; `/result-mappings`: how their columns are read."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, Problem, invalid
from accounts.api.views import ApiView, json_response
from courses.api.exam_reading import accepted, acting, find
from courses.api.import_telling import (
    ResultImportListSerializer,
    ResultImportSerializer,
    tell_import,
)
from courses.api.reading import provider_of, read_id
from courses.models import Programme, ResultFile, ResultImport
from courses.operations.result_imports import (
    cancel_import,
    check_import,
    confirm_import,
    receive_file,
    release_import,
)
from courses.queries.result_imports import list_faults, write_refused
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

RESULTS_SCOPE = "results:write"
PAGE, FAULT_ROWS = 50, 500


class ResultImportsView(ApiView):
    """All imports of a provider."""

    scope = RESULTS_SCOPE

    @extend_schema(
        operation_id="list_result_imports",
        tags=["results"],
        parameters=[OpenApiParameter("cursor", str, description="`next` of the page before")],
        responses=ResultImportListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Your imports, newest first. Needs `results:write`."""
        given, unread = take_parameters(request, ("cursor",))
        faults = list(unread)
        before = read_id(given, "cursor", faults)
        if faults:
            raise invalid(tuple(faults))
        rows = imports_of(request).order_by("-pk")
        page = list((rows.filter(pk__lt=before) if before else rows)[: PAGE + 1])
        at = dt.datetime.now(dt.UTC)
        following = str(page[PAGE - 1].pk) if len(page) > PAGE else None
        return json_response({"items": [tell_import(one, at) for one in page[:PAGE]], "next": following})

    @extend_schema(
        operation_id="send_result_file",
        tags=["results"],
        parameters=[
            OpenApiParameter("programme", int, required=True, description="Whose candidates the file names"),
            OpenApiParameter("file_name", str, description="To know it again by; no person's name"),
        ],
        request={CSV: OpenApiTypes.BINARY, XLSX: OpenApiTypes.BINARY},
        responses={202: ResultImportSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Send a CSV or XLSX file as the body; a worker reads it and shows what would go in. Needs `results:write`."""
        caller = _caller(request)
        given, unread = take_parameters(request, ("programme", "file_name"))
        faults = list(unread)
        programme_id = read_id(given, "programme", faults)
        if "programme" not in given:
            faults.append(Fault("/programme", "missing", "Whose candidates does the file name?"))
        file_name = read_file_name(given, faults)
        if faults:
            raise invalid(tuple(faults))
        refuse_other_media(request)
        programme = find(programmes_of(request), programme_id or 0, "programme of yours")
        content = read_file(request)
        who = acting(caller)
        job = receive_file(programme=programme, content=content, file_name=file_name, by=who.by)
        headers = {"Location": f"/api/v1/result-imports/{job.pk}"}
        return json_response(tell_import(job, who.at), status=202, headers=headers)


class ResultImportView(ApiView):
    """One import."""

    scope = RESULTS_SCOPE

    @extend_schema(operation_id="read_result_import", tags=["results"], responses=ResultImportSerializer)
    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """How far it is: rows done, rate, time left; what would go in or went in. Needs `results:write`."""
        read_parameters(request, ())
        return json_response(tell_import(find_import(request, import_id), dt.datetime.now(dt.UTC)))


class ResultImportFaultsView(ApiView):
    """What is wrong with an import's rows."""

    scope = RESULTS_SCOPE

    @extend_schema(
        operation_id="list_result_import_faults",
        tags=["results"],
        parameters=[OpenApiParameter("cursor", str, description="`next` of the page before")],
        responses=RowFaultListSerializer,
    )
    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Every faulty cell, by row. Needs `results:write`."""
        given, unread = take_parameters(request, ("cursor",))
        faults = list(unread)
        after = read_id(given, "cursor", faults)
        if faults:
            raise invalid(tuple(faults))
        job = find_import(request, import_id)
        told, following = list_faults(job, after=-1 if after is None else after, most=FAULT_ROWS)
        return json_response({"items": [tell_row_fault(one) for one in told], "next": following and str(following)})


class ResultImportRefusedView(ApiView):
    """The refused rows, to be mended."""

    scope = RESULTS_SCOPE
    produces = (CSV,)

    @extend_schema(operation_id="read_refused_rows", tags=["results"], responses={(200, CSV): OpenApiTypes.STR})
    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """The refused rows as CSV, as they came, with a column of reasons; mend them and send them again."""
        read_parameters(request, ())
        job = find_import(request, import_id)
        if job.header is None or not ResultFile.objects.filter(pk=job.pk).exists():
            raise Problem(404, "not-found", "Not found", "The file is no longer kept, or held no table")
        return csv_response(write_refused(job), name=f"refused-{job.pk}.csv")


class _Action(ApiView):
    """What one does with an import; each tells how it stands after it."""

    scope = RESULTS_SCOPE

    def act(self, request: HttpRequest, import_id: int, operation: Any) -> HttpResponse:
        """Do it, and tell the import."""
        caller = _caller(request)
        read_parameters(request, ())
        who = acting(caller)
        job = accepted(operation(job=find_import(request, import_id), by=who.by, at=who.at))
        return json_response(tell_import(job, who.at))


class ResultImportConfirmView(_Action):
    """Confirming an import."""

    @extend_schema(
        operation_id="confirm_result_import", tags=["results"], request=None, responses=ResultImportSerializer
    )
    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Let the good rows of a preview go in, as drafts. Needs `results:write`."""
        return self.act(request, import_id, confirm_import)


class ResultImportCancelView(_Action):
    """Cancelling an import."""

    @extend_schema(
        operation_id="cancel_result_import", tags=["results"], request=None, responses=ResultImportSerializer
    )
    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """End it between two chunks; what went in stays as drafts. Needs `results:write`."""
        return self.act(request, import_id, cancel_import)


class ResultImportCheckView(_Action):
    """Checking all that an import brought."""

    @extend_schema(operation_id="check_result_import", tags=["results"], request=None, responses=ResultImportSerializer)
    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Find right all that it brought, as a second person who did not send it. Needs `results:write`."""
        return self.act(request, import_id, check_import)


class ResultImportReleaseView(_Action):
    """Releasing all that an import brought."""

    @extend_schema(
        operation_id="release_result_import", tags=["results"], request=None, responses=ResultImportSerializer
    )
    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Show what was checked to its candidates; levels that it completes are awarded. Needs `results:write`."""
        return self.act(request, import_id, release_import)


def imports_of(request: HttpRequest) -> QuerySet[ResultImport]:
    """The imports of the caller's own programmes."""
    return ResultImport.objects.filter(programme__provider_id=_caller(request).organisation_id)


def programmes_of(request: HttpRequest) -> QuerySet[Programme]:
    """The caller's own programmes."""
    return Programme.objects.filter(provider=provider_of(_caller(request)))


def find_import(request: HttpRequest, import_id: int) -> ResultImport:
    """The caller's own import; Problem 404 for another's."""
    return find(imports_of(request), import_id, "import of yours")


def _caller(request: HttpRequest) -> Caller:
    caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
    return caller
