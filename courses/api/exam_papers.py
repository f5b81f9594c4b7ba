"""`/papers`: versions of examinations' papers, written once, published, sat."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from courses.api.exam_reading import (
    MARK_SCOPE,
    RESULTS_SCOPE,
    accepted,
    acting,
    find,
    papers_of,
    person_behind,
    read_anything,
    read_row_id,
    reader_of,
)
from courses.api.exam_schemas import NewPaperSerializer, PaperListSerializer, PaperSerializer
from courses.api.reading import WRITE_SCOPE, read_body_fields, read_id, writer_of
from courses.ladders.reading_values import read_code
from courses.models import Paper, Programme, StationCut
from courses.operations.exam_papers import draft_paper, publish_paper
from courses.scoring.documents import shown_hundredths
from credentials.records.objects import Field
from credentials.records.values import choice_reader

PAGE = 100
_FORMS = ("written", "practical")
_NEW = (
    Field("programme", read_row_id),
    Field("examination", read_code),
    Field("form", choice_reader(_FORMS)),
    Field("content", read_anything),
)


class PapersView(ApiView):
    """All papers of a provider."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_papers",
        tags=["examinations"],
        parameters=[
            OpenApiParameter("programme", int),
            OpenApiParameter("form", str, enum=_FORMS),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=PaperListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Your own papers, drafts too, without what stands in them. Needs `courses:read`."""
        caller = reader_of(request)
        given, unread = take_parameters(request, ("programme", "form", "cursor"))
        faults = list(unread)
        programme_id, after = (read_id(given, name, faults) for name in ("programme", "cursor"))
        if given.get("form", _FORMS[0]) not in _FORMS:
            faults.append(Fault("/form", "unknown_value", f"One of: {', '.join(_FORMS)}"))
        if faults:
            raise invalid(tuple(faults))
        found = papers_of(caller.organisation_id).filter(pk__gt=after or 0).order_by("pk").defer("content")
        found = found.filter(programme_id=programme_id) if programme_id else found
        found = found.filter(form=given["form"]) if "form" in given else found
        page = list(found[: PAGE + 1])
        following = str(page[PAGE - 1].pk) if len(page) > PAGE else None
        return json_response({"items": [_tell_brief(one) for one in page[:PAGE]], "next": following})

    @extend_schema(
        operation_id="draft_paper",
        tags=["examinations"],
        request=NewPaperSerializer,
        responses={201: PaperSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Write a paper; it gets the next number. Never edited: a change is another paper. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, _NEW)
        own = Programme.objects.filter(provider_id=caller.organisation_id)
        told["programme"] = find(own, told["programme"], "programme of yours")
        made = accepted(draft_paper(**told, by=person_behind(caller)))
        headers = {"Location": f"/api/v1/papers/{made.pk}"}
        return json_response(tell_paper(made, caller), status=201, headers=headers)


class PaperView(ApiView):
    """One paper."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_paper", tags=["examinations"], responses=PaperSerializer)
    def get(self, request: HttpRequest, paper_id: int) -> HttpResponse:
        """The paper with its voided items and standards. Needs `courses:read`.

        Right answers are for those alone who write papers, mark, or record results: others read `content` as null.
        """
        caller = reader_of(request)
        read_parameters(request, ())
        return json_response(tell_paper(find(papers_of(caller.organisation_id), paper_id, "paper"), caller))


class PaperPublishView(ApiView):
    """Publishing a paper."""

    scope = ANY_CALLER

    @extend_schema(operation_id="publish_paper", tags=["examinations"], request=None, responses=PaperSerializer)
    def post(self, request: HttpRequest, paper_id: int) -> HttpResponse:
        """Let the paper be sat. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        paper = find(papers_of(caller.organisation_id), paper_id, "paper")
        who = acting(caller)
        return json_response(tell_paper(publish_paper(paper=paper, by=who.by, at=who.at), caller))


def may_read_content(caller: Caller) -> bool:
    """Whether the caller may know what is asked, and the right answers."""
    return any(caller.has(scope) for scope in (WRITE_SCOPE, MARK_SCOPE, RESULTS_SCOPE))


def tell_paper(paper: Paper, caller: Caller) -> dict[str, Any]:
    """A paper as JSON, as far as the caller may know it."""
    cuts = paper.cuts.filter(superseded_at__isnull=True).order_by("station")
    voided = paper.voided.filter(restored_at__isnull=True).order_by("pk")
    return {
        **_tell_brief(paper),
        "content": paper.content if may_read_content(caller) else None,
        "voided": [{"item": one.item, "because": one.reason, "voided_at": one.voided_at} for one in voided],
        "standards": [_tell_cut(one) for one in cuts],
    }


def _tell_brief(paper: Paper) -> dict[str, Any]:
    return {
        "id": paper.pk,
        "programme": paper.programme_id,
        "examination": paper.examination,
        "form": paper.form,
        "number": paper.number,
        "published_at": paper.published_at,
        "digest": bytes(paper.digest).hex(),
    }


def _tell_cut(cut: StationCut) -> dict[str, Any]:
    marks = shown_hundredths(cut.hundredths)
    return {"station": cut.station, "marks": marks, "rests_on": cut.rests_on, "set_at": cut.set_at}
