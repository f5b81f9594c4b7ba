"""Corrections: proposed by one person, who is told what they would do, and confirmed by another."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.bodies import read_json_object
from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from courses.api.exam_correction_schemas import (
    ConfirmingSerializer,
    CorrectingSerializer,
    CorrectionListSerializer,
    CorrectionSerializer,
    VoidingSerializer,
)
from courses.api.exam_reading import RESULTS_SCOPE, accepted, acting, find, papers_of, reader_of, staff_sight
from courses.api.exam_telling import tell_correction
from courses.api.reading import BODY_BYTES, WRITE_SCOPE, read_id, writer_of
from courses.models import Correction, Paper, Result
from courses.operations.exam_corrections import confirm_correction, preview_correction, propose_correction
from courses.queries.exam_sight import staff_results
from courses.scoring.documents import Place
from credentials.api.refusals import told as told_faults

PAGE = 100
_CONFIRMING = ("correction", "confirm")
_VOIDING, _CORRECTING = ("item", "restore"), ("answers", "passed", "percent")
Content = Callable[[Place], tuple[str, dict[str, Any]]]


class CorrectionsView(ApiView):
    """All corrections."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_corrections",
        tags=["examinations"],
        parameters=[
            OpenApiParameter("open", bool, description="Only those that nobody confirmed yet, or only the others"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=CorrectionListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Corrections of your papers and results. Needs `courses:read`."""
        caller = reader_of(request)
        given, unread = take_parameters(request, ("open", "cursor"))
        faults = list(unread)
        after = read_id(given, "cursor", faults)
        if given.get("open", "true") not in ("true", "false"):
            faults.append(Fault("/open", "unknown_value", "true or false"))
        if faults:
            raise invalid(tuple(faults))
        found = _corrections_of(caller).filter(pk__gt=after or 0).order_by("pk")
        if "open" in given:
            found = found.filter(confirmed_at__isnull=given["open"] == "true")
        page = list(found[: PAGE + 1])
        following = str(page[PAGE - 1].pk) if len(page) > PAGE else None
        return json_response({"items": [tell_correction(one) for one in page[:PAGE]], "next": following})


class PaperVoidView(ApiView):
    """Items that count for nobody."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="void_item", tags=["examinations"], request=VoidingSerializer, responses=CorrectionSerializer
    )
    def post(self, request: HttpRequest, paper_id: int) -> HttpResponse:
        """Propose that an item counts for nobody, or counts again, and see what that would do; needs `courses:write`.

        Everybody who sat the paper is scored again once another person confirms: the same address with `correction`
        and `confirm`. Who would pass or fail, certifications, past answers and organisations are told before.
        """
        caller = writer_of(request, WRITE_SCOPE)
        read_parameters(request, ())
        paper = find(papers_of(caller.organisation_id), paper_id, "paper")
        return _correct(request, caller, paper, _VOIDING, _read_voiding)


class PaperStandardView(ApiView):
    """Standards by borderline regression."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="set_standard", tags=["examinations"], request=ConfirmingSerializer, responses=CorrectionSerializer
    )
    def post(self, request: HttpRequest, paper_id: int) -> HttpResponse:
        """Propose the standards of a paper's borderline stations from the sheets so far. Needs `courses:write`.

        Once another person confirms, attempts that waited for a standard are drafted, and others scored again.
        """
        caller = writer_of(request, WRITE_SCOPE)
        read_parameters(request, ())
        paper = find(papers_of(caller.organisation_id), paper_id, "paper")
        return _correct(request, caller, paper, (), lambda _: (Correction.Kind.STANDARD, {}))


class ResultCorrectView(ApiView):
    """Correcting a result."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="correct_result",
        tags=["examinations"],
        request=CorrectingSerializer,
        responses=CorrectionSerializer,
    )
    def post(self, request: HttpRequest, result_id: int) -> HttpResponse:
        """Propose what a result should say, or other answers, and see what that would do. Needs `results:write`.

        Another person confirms at the same address with `correction` and `confirm`. The old result stays, superseded.
        """
        caller = writer_of(request, RESULTS_SCOPE)
        read_parameters(request, ())
        result = find(staff_results(staff_sight(caller)), result_id, "result")
        return _correct(request, caller, result, _CORRECTING, _read_correcting)


def _correct(
    request: HttpRequest, caller: Caller, target: Paper | Result, fields: tuple[str, ...], read: Content
) -> HttpResponse:
    place = Place(read_json_object(request, BODY_BYTES))
    who = acting(caller)
    if place.has("correction"):
        correction = _find_proposed(place, caller, target)
        if _read_confirm(place):
            return json_response(tell_correction(accepted(confirm_correction(correction=correction, acting=who))))
    else:
        place.is_object(("because",), (*fields, "confirm"))
        because = place.at("because").text(most=2000) if place.has("because") else ""
        if _read_confirm(place):
            place.at("confirm").fail("nothing_to_confirm", "Another person confirms, by `correction`")
        kind, content = read(place)
        _refuse(place)
        correction = accepted(propose_correction(kind=kind, target=target, content=content, because=because, by=who.by))
    return json_response(tell_correction(correction, accepted(preview_correction(correction=correction, acting=who))))


def _find_proposed(place: Place, caller: Caller, target: Paper | Result) -> Correction:
    place.is_object(("correction",), ("confirm",))
    number = place.at("correction").whole(least=1, most=2**63 - 1)
    _read_confirm(place)
    _refuse(place)
    of_target = {"paper": target} if isinstance(target, Paper) else {"result": target}
    return find(_corrections_of(caller).filter(**of_target), number, "correction")


def _read_confirm(place: Place) -> bool:
    return place.has("confirm") and place.at("confirm").flag()


def _read_voiding(place: Place) -> tuple[str, dict[str, Any]]:
    is_back = place.has("restore") and place.at("restore").flag()
    item = place.at("item").text(most=100) if isinstance(place.value, dict) and "item" in place.value else ""
    if not item and "item" not in place.value:
        Place(None, "/item", place.faults).fail("missing", "Needed")
    return Correction.Kind.RESTORE if is_back else Correction.Kind.VOID, {"item": item}


def _read_correcting(place: Place) -> tuple[str, dict[str, Any]]:
    content = {name: place.value[name] for name in _CORRECTING if name in place.value}
    if "answers" in content and len(content) > 1:
        place.at("answers").fail("contradicts", "Either answers, or what the result shall say")
    return Correction.Kind.RESULT, content


def _refuse(place: Place) -> None:
    if place.faults:
        raise invalid(tuple(told_faults(place.faults)))


def _corrections_of(caller: Caller) -> QuerySet[Correction]:
    results = staff_results(staff_sight(caller)).order_by()
    mine = Q(paper__programme__provider_id=caller.organisation_id) | Q(result__in=results)
    related = ("paper", "result__attempt__enrolment", "result__attempt__paper")
    return Correction.objects.filter(mine).select_related(*related)
