"""`POST /results/batch` and `/result-mappings`."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.bodies import read_json_object
from accounts.api.callers import Caller
from accounts.api.limits import spend
from accounts.api.parameters import pointer_to, read_parameters
from accounts.api.problems import Fault, Problem, invalid
from accounts.api.views import ApiView, json_response
from courses.api.exam_reading import accepted, acting, find
from courses.api.import_telling import (
    ResultBatchAnswerSerializer,
    ResultBatchSerializer,
    ToldMappingListSerializer,
    ToldMappingSerializer,
    tell_mapping_row,
)
from courses.api.result_imports import RESULTS_SCOPE, programmes_of
from courses.models import ResultMapping
from courses.operations.result_batches import Answered, record_batch
from courses.operations.result_imports import tell_mapping
from credentials.files.faults import LONGEST_CELL, MOST_COLUMNS

BATCH_BYTES = 8 * 1024 * 1024
MAPPING_BYTES = 256 * 1024
MOST_RESULTS = 10_000
RESULTS_PER_REQUEST = 100  # a batch counts as one request for each so many results


class ResultBatchView(ApiView):
    """Many results at once."""

    scope = RESULTS_SCOPE
    spends_itself = True

    @extend_schema(
        operation_id="record_result_batch",
        tags=["results"],
        request=ResultBatchSerializer,
        responses=ResultBatchAnswerSerializer,
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Draft up to ten thousand results; one that is refused spoils no other. Needs `results:write`."""
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        try:
            read_parameters(request, ())
            programme_id, results = _read_batch(read_json_object(request, BATCH_BYTES))
        except Problem:
            spend(caller)  # what cannot be read counts as a request too
            raise
        headers = spend(caller, max(1, -(-len(results) // RESULTS_PER_REQUEST)))
        programme = find(programmes_of(request), programme_id, "programme of yours")
        who = acting(caller)
        job, answers = record_batch(programme=programme, results=results, by=who.by, at=who.at)
        return json_response({"id": job.pk, "results": [_tell(one) for one in answers]}, headers=headers)


class ResultMappingsView(ApiView):
    """How a provider's columns are read."""

    scope = RESULTS_SCOPE

    @extend_schema(operation_id="list_result_mappings", tags=["results"], responses=ToldMappingListSerializer)
    def get(self, request: HttpRequest) -> HttpResponse:
        """Every mapping that you told. Needs `results:write`."""
        read_parameters(request, ())
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        rows = ResultMapping.objects.filter(provider_id=caller.organisation_id).order_by("pk")
        return json_response({"items": [tell_mapping_row(row) for row in rows], "next": None})

    @extend_schema(
        operation_id="put_result_mapping",
        tags=["results"],
        request=ToldMappingSerializer,
        responses=ToldMappingSerializer,
    )
    def put(self, request: HttpRequest) -> HttpResponse:
        """Say how files with a header are read, from now on; those that wait are read. Needs `results:write`."""
        read_parameters(request, ())
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        header, mapping = _read_mapping(read_json_object(request, MAPPING_BYTES))
        by, at = acting(caller).by, dt.datetime.now(dt.UTC)
        told = tell_mapping(provider_id=caller.organisation_id, header=header, mapping=mapping, by=by, at=at)
        return json_response(tell_mapping_row(accepted(told)))


def _read_batch(body: dict[str, Any]) -> tuple[int, list[Any]]:
    faults = [
        Fault(pointer_to(name), "unknown_field", "A batch has programme and results")
        for name in body.keys() - {"programme", "results"}
    ]
    programme, results = body.get("programme"), body.get("results")
    if type(programme) is not int or programme < 1:
        faults.append(Fault("/programme", "wrong_type", "The programme's id is needed"))
    if not isinstance(results, list):
        faults.append(Fault("/results", "wrong_type", "A list of results is needed"))
    elif not 1 <= len(results) <= MOST_RESULTS:
        faults.append(Fault("/results", "out_of_range", f"From 1 to {MOST_RESULTS} results, not {len(results)}"))
    if faults or not isinstance(programme, int) or not isinstance(results, list):
        raise invalid(tuple(sorted(faults, key=lambda fault: fault.pointer)))
    return programme, results


def _read_mapping(body: dict[str, Any]) -> tuple[list[str], Any]:
    faults = [
        Fault(pointer_to(name), "unknown_field", "A header and its mapping")
        for name in body.keys() - {"header", "mapping"}
    ]
    header = body.get("header")
    if not isinstance(header, list) or not 1 <= len(header) <= MOST_COLUMNS:
        faults.append(Fault("/header", "wrong_type", f"A list of 1 to {MOST_COLUMNS} names is needed"))
    elif not all(isinstance(one, str) and 0 < len(one) <= LONGEST_CELL for one in header):
        faults.append(Fault("/header", "wrong_type", "Each column has a name"))
    elif len(set(header)) < len(header):
        faults.append(Fault("/header", "column_twice", "Two columns have one name"))
    if "mapping" not in body:
        faults.append(Fault("/mapping", "missing", "Needed"))
    if faults or not isinstance(header, list):
        raise invalid(tuple(sorted(faults, key=lambda fault: fault.pointer)))
    return header, body["mapping"]


def _tell(answered: Answered) -> dict[str, Any]:
    errors = [
        {"pointer": _pointer(one.column), "code": one.code, "detail": one.detail} for one in answered.faults
    ]  # fmt: skip
    return {"status": answered.status, "errors": errors}


def _pointer(field: str | None) -> str:
    """Into the result: a section's field is one of its totals."""
    if field is None:
        return ""
    head, _, section = field.partition("section:")
    return pointer_to("totals", section) if section and not head else pointer_to(field)
