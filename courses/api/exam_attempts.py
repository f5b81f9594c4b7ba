"""`/attempts`: what was sat, with the results that the caller may see."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from courses.api.exam_reading import (
    RESULTS_SCOPE,
    accepted,
    find,
    papers_of,
    person_behind,
    read_anything,
    read_row_id,
    reader_sight,
    staff_sight,
)
from courses.api.exam_schemas import AnswersSerializer, AttemptListSerializer, AttemptSerializer, NewAttemptSerializer
from courses.api.exam_telling import tell_attempt, tell_attempt_brief
from courses.api.reading import read_body_fields, read_id, this_day, writer_of
from courses.ladders.reading_values import read_code, read_day
from courses.models import Session
from courses.operations.exam_attempts import Sitting, open_attempt, record_answers
from courses.queries.exam_sight import STATES, in_state, seen_attempts, staff_attempts, staff_enrolments
from credentials.records.objects import Field
from credentials.records.values import choice_reader, optional

PAGE = 100
_FILTERS = ("enrolment", "paper", "session")
_NEW = (
    Field("enrolment", read_row_id),
    Field("examination", read_code),
    Field("form", choice_reader(("written", "practical"))),
    Field("sat_on", read_day),
    Field("paper", optional(read_row_id), default=None),
    Field("session", optional(read_row_id), default=None),
    Field("answers", read_anything, default=None),
    Field("result", read_anything, default=None),
)
_ANSWERS = (Field("answers", read_anything),)


class AttemptsView(ApiView):
    """All attempts."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="list_attempts",
        tags=["examinations"],
        parameters=[
            *(OpenApiParameter(name, int) for name in _FILTERS),
            OpenApiParameter("state", str, enum=STATES, description="How far the result has come that stands"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=AttemptListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Attempts with their results. An organisation needs `courses:read` and sees its own programmes'.

        A candidate sees their own attempts, with nothing of a result before it is released.
        """
        sight = reader_sight(request)
        given, unread = take_parameters(request, (*_FILTERS, "state", "cursor"))
        faults = list(unread)
        wanted = {name: read_id(given, name, faults) for name in (*_FILTERS, "cursor")}
        if given.get("state", STATES[0]) not in STATES:
            faults.append(Fault("/state", "unknown_value", f"One of: {', '.join(STATES)}"))
        if faults:
            raise invalid(tuple(faults))
        found = seen_attempts(sight).filter(pk__gt=wanted["cursor"] or 0).order_by("pk")
        found = found.filter(**{f"{name}_id": wanted[name] for name in _FILTERS if wanted[name]})
        found = in_state(found, given["state"], sight) if "state" in given else found
        page = list(found[: PAGE + 1])
        following = str(page[PAGE - 1].pk) if len(page) > PAGE else None
        return json_response({"items": [tell_attempt_brief(one, sight) for one in page[:PAGE]], "next": following})

    @extend_schema(
        operation_id="open_attempt",
        tags=["examinations"],
        request=NewAttemptSerializer,
        responses={201: AttemptSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Record that somebody sat an examination. Needs `results:write`.

        A retake is another attempt. Number, gap, window and remediation are those of the ladder; every rule that is
        broken is named. Answers, or a result stated without a paper, draft a result that a second person checks.
        """
        caller = writer_of(request, RESULTS_SCOPE)
        read_parameters(request, ())
        told = read_body_fields(request, _NEW)
        enrolment = find(staff_enrolments(staff_sight(caller)), told.pop("enrolment"), "enrolment")
        sitting = Sitting(**{**told, **_rows(told, caller)})
        made = open_attempt(enrolment=enrolment, sitting=sitting, by=person_behind(caller), today=this_day())
        headers = {"Location": f"/api/v1/attempts/{accepted(made).pk}"}
        return json_response(_show(caller, accepted(made).pk), status=201, headers=headers)


class AttemptView(ApiView):
    """One attempt."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(operation_id="read_attempt", tags=["examinations"], responses=AttemptSerializer)
    def get(self, request: HttpRequest, attempt_id: int) -> HttpResponse:
        """The attempt with its stations. An examiner's sheet is that examiner's alone until nobody marks blind."""
        sight = reader_sight(request)
        read_parameters(request, ())
        attempt = find(seen_attempts(sight), attempt_id, "attempt")
        user_id = getattr(request.caller, "user_id", None)  # type: ignore[attr-defined]  # set by ApiView
        return json_response(tell_attempt(attempt, sight, user_id))


class AnswersView(ApiView):
    """The answers of one attempt."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="record_answers", tags=["examinations"], request=AnswersSerializer, responses=AttemptSerializer
    )
    def post(self, request: HttpRequest, attempt_id: int) -> HttpResponse:
        """Enter the answers of a written paper, once; the result is drafted. Needs `results:write`."""
        caller = writer_of(request, RESULTS_SCOPE)
        read_parameters(request, ())
        attempt = find(staff_attempts(staff_sight(caller)), attempt_id, "attempt")
        told = read_body_fields(request, _ANSWERS)
        accepted(record_answers(attempt=attempt, answers=told["answers"], by=person_behind(caller)))
        return json_response(_show(caller, attempt_id))


def _rows(told: dict[str, Any], caller: Caller) -> dict[str, Any]:
    """The paper and the session that a body names by their ids; Problem 404 for another provider's."""
    sessions = Session.objects.filter(programme__provider_id=caller.organisation_id)
    paper, session = told["paper"], told["session"]
    return {
        "paper": None if paper is None else find(papers_of(caller.organisation_id), paper, "paper"),
        "session": None if session is None else find(sessions, session, "session"),
    }


def _show(caller: Caller, attempt_id: int) -> dict[str, Any]:
    sight = staff_sight(caller)
    return tell_attempt(seen_attempts(sight).get(pk=attempt_id), sight, caller.user_id)
