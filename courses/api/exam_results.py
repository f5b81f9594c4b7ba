"""`/results/{id}`: a second person checks, then it is released; corrections and appeals after that."""

import datetime as dt

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import invalid
from accounts.api.views import ApiView, json_response
from courses.api.exam_correction_schemas import AppealListSerializer, AppealSerializer, DecidingSerializer
from courses.api.exam_correction_schemas import NewAppealSerializer as NewAppeal
from courses.api.exam_reading import (
    RESULTS_SCOPE,
    accepted,
    acting,
    find,
    read_reason,
    read_row_id,
    reader_sight,
    staff_sight,
)
from courses.api.exam_schemas import ResultSerializer
from courses.api.exam_telling import tell_appeal, tell_result
from courses.api.reading import read_body_fields, read_id, writer_of
from courses.models import Appeal, Correction, Result
from courses.operations.exam_appeals import decide_appeal, lodge_appeal
from courses.operations.exam_results import check_result, release_result
from courses.queries.exam_sight import seen_results, staff_results
from credentials.records.faults import refuse
from credentials.records.objects import Field
from credentials.records.values import optional

PAGE = 100
_GROUNDS = (Field("grounds", read_reason),)


def _read_flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise refuse("wrong_type", "true or false is needed")
    return value


_DECISION = (
    Field("upheld", _read_flag),
    Field("decision", read_reason),
    Field("correction", optional(read_row_id), default=None),
)


class ResultCheckView(ApiView):
    """Checking a result."""

    scope = ANY_CALLER

    @extend_schema(operation_id="check_result", tags=["examinations"], request=None, responses=ResultSerializer)
    def post(self, request: HttpRequest, result_id: int) -> HttpResponse:
        """Find a drafted result right, as a second person who neither drafted nor marked it. Needs `results:write`."""
        caller, result = _staff_result(request, result_id)
        who = acting(caller)
        checked = accepted(check_result(result=result, by=who.by, at=who.at))
        return json_response(tell_result(checked, is_staff=True))


class ResultReleaseView(ApiView):
    """Releasing a result."""

    scope = ANY_CALLER

    @extend_schema(operation_id="release_result", tags=["examinations"], request=None, responses=ResultSerializer)
    def post(self, request: HttpRequest, result_id: int) -> HttpResponse:
        """Show a checked result to its candidate; a level that it completes is awarded. Needs `results:write`."""
        caller, result = _staff_result(request, result_id)
        who = acting(caller)
        released, _ = accepted(release_result(result=result, by=who.by, at=who.at, on=who.on))
        return json_response(tell_result(released, is_staff=True))


class ResultAppealsView(ApiView):
    """Appeals against a result."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="lodge_appeal", tags=["examinations"], request=NewAppeal, responses={201: AppealSerializer}
    )
    def post(self, request: HttpRequest, result_id: int) -> HttpResponse:
        """Object to a released result: its candidate, or the provider's records office for them (`results:write`)."""
        sight = reader_sight(request)
        read_parameters(request, ())
        result = find(seen_results(sight), result_id, "result")
        caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        if not sight.is_candidate(result.attempt):
            writer_of(request, RESULTS_SCOPE)
        by = f"user:{caller.user_id}" if caller.user_id is not None else f"key:{caller.key_id}"
        told = read_body_fields(request, _GROUNDS)
        made = lodge_appeal(result=result, grounds=told["grounds"], by=by, at=dt.datetime.now(dt.UTC))
        return json_response(tell_appeal(accepted(made)), status=201)


class AppealsView(ApiView):
    """All appeals."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="list_appeals",
        tags=["examinations"],
        parameters=[OpenApiParameter("cursor", str, description="`next` of the page before")],
        responses=AppealListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Appeals: a candidate's own; those against results of its programmes for a provider with `courses:read`."""
        sight = reader_sight(request)
        given, unread = take_parameters(request, ("cursor",))
        faults = list(unread)
        after = read_id(given, "cursor", faults)
        if faults:
            raise invalid(tuple(faults))
        found = Appeal.objects.filter(result__in=seen_results(sight).order_by(), pk__gt=after or 0).order_by("pk")
        page = list(found[: PAGE + 1])
        following = str(page[PAGE - 1].pk) if len(page) > PAGE else None
        return json_response({"items": [tell_appeal(one) for one in page[:PAGE]], "next": following})


class AppealDecideView(ApiView):
    """Deciding an appeal."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="decide_appeal", tags=["examinations"], request=DecidingSerializer, responses=AppealSerializer
    )
    def post(self, request: HttpRequest, appeal_id: int) -> HttpResponse:
        """Dismiss an appeal, or uphold it by confirming a correction that another person proposed.

        By somebody who neither drafted, checked, released nor marked the result. Needs `results:write`.
        """
        caller = writer_of(request, RESULTS_SCOPE)
        read_parameters(request, ())
        results = staff_results(staff_sight(caller))
        appeal = find(Appeal.objects.filter(result__in=results.order_by()), appeal_id, "appeal")
        told = read_body_fields(request, _DECISION)
        proposed = Correction.objects.filter(result__in=results.order_by())
        if told["correction"] is not None:
            told["correction"] = find(proposed, told["correction"], "correction")
        return json_response(tell_appeal(accepted(decide_appeal(appeal=appeal, acting=acting(caller), **told))))


def _staff_result(request: HttpRequest, result_id: int) -> tuple[Caller, Result]:
    caller = writer_of(request, RESULTS_SCOPE)
    read_parameters(request, ())
    return caller, find(staff_results(staff_sight(caller)), result_id, "result")
