"""`/attempts/{id}/sheets`: examiners hand in marks, blind, and look again where they lie too far apart."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.callers import ANY_CALLER, Caller, require
from accounts.api.parameters import read_parameters
from accounts.api.problems import Problem, not_found
from accounts.api.views import ApiView, json_response
from accounts.models import Membership, User
from courses.api.exam_reading import (
    MARK_SCOPE,
    RESULTS_SCOPE,
    accepted,
    examiner_behind,
    find,
    person_behind,
    read_anything,
    read_reason,
    read_row_id,
)
from courses.api.exam_schemas import (
    ConflictSerializer,
    HandedInSerializer,
    NewConflictSerializer,
    NewSheetSerializer,
    ReconciledSheetSerializer,
)
from courses.api.exam_telling import tell_sheet
from courses.api.reading import caller_of, read_body_fields
from courses.models import Attempt
from courses.operations.exam_marking import HandedIn, Marking, declare_conflict, hand_in_sheet, reconcile_sheet
from courses.queries.exam_sight import ExamSight, staff_attempts
from credentials.records.objects import Field
from credentials.records.values import optional, read_text

_SHEET = (Field("station", read_text), Field("marks", read_anything), Field("rating", read_anything, default=None))
_AGAIN = (*_SHEET, Field("because", read_reason))
_CONFLICT = (Field("examiner", optional(read_row_id), default=None), Field("because", read_reason))


class SheetsView(ApiView):
    """The sheets of one attempt."""

    scope = MARK_SCOPE

    @extend_schema(
        operation_id="hand_in_sheet",
        tags=["examinations"],
        request=NewSheetSerializer,
        responses={201: HandedInSerializer},
    )
    def post(self, request: HttpRequest, attempt_id: int) -> HttpResponse:
        """Hand in your marks at one station; once, and every item. You must examine at the session.

        Refused for whoever is the candidate, declared a conflict, or is kept away by the paper as the candidate's
        supervisor or instructor. A third examiner is let in where a discrepancy calls for one.
        """
        caller, attempt, told = _read(request, attempt_id, _SHEET)
        handed = hand_in_sheet(attempt=attempt, marking=Marking(**told), examiner_id=examiner_behind(caller))
        return json_response(_tell(accepted(handed)), status=201)


class ReconcileView(ApiView):
    """Marking again."""

    scope = MARK_SCOPE

    @extend_schema(
        operation_id="reconcile_sheet",
        tags=["examinations"],
        request=ReconciledSheetSerializer,
        responses={201: HandedInSerializer},
    )
    def post(self, request: HttpRequest, attempt_id: int) -> HttpResponse:
        """Mark your station again, with the reason, where the two of you lie too far apart. The old sheet stays."""
        caller, attempt, told = _read(request, attempt_id, _AGAIN)
        because = told.pop("because")
        handed = reconcile_sheet(
            attempt=attempt,
            marking=Marking(**told),
            because=because,
            examiner_id=examiner_behind(caller),
            at=dt.datetime.now(dt.UTC),
        )
        return json_response(_tell(accepted(handed)), status=201)


class ConflictsView(ApiView):
    """Conflicts of interest about one candidate."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="declare_conflict",
        tags=["examinations"],
        request=NewConflictSerializer,
        responses={201: ConflictSerializer},
    )
    def post(self, request: HttpRequest, attempt_id: int) -> HttpResponse:
        """Keep an examiner from marking this candidate: yourself (`exams:mark`), or another (`results:write`)."""
        caller = caller_of(request)
        if caller is None:
            raise Problem(403, "scope-missing", "A scope is missing", f"Needs {MARK_SCOPE} or {RESULTS_SCOPE}")
        require(caller, RESULTS_SCOPE if not caller.has(MARK_SCOPE) else MARK_SCOPE)
        read_parameters(request, ())
        attempt = find(staff_attempts(ExamSight(caller.organisation_id, None)), attempt_id, "attempt")
        told = read_body_fields(request, _CONFLICT)
        conflict = declare_conflict(
            examiner=_examiner(caller, told["examiner"]),
            learner=attempt.enrolment.practitioner,
            because=told["because"],
            by=person_behind(caller),
        )
        answer = {
            "id": conflict.pk,
            "examiner": conflict.examiner_id,
            "registry_number": attempt.enrolment.practitioner.registry_number,
            "declared_at": conflict.declared_at,
        }
        return json_response(answer, status=201)


def _examiner(caller: Caller, user_id: int | None) -> User:
    """The user meant: the caller, or one of the organisation's own, for whom `results:write` is needed."""
    if user_id is None or user_id == caller.user_id:
        return User.objects.get(pk=examiner_behind(caller))
    require(caller, RESULTS_SCOPE)
    members = Membership.objects.filter(organisation_id=caller.organisation_id, user_id=user_id, ended_at=None)
    found = members.select_related("user").first()
    if found is None:
        raise not_found("No such examiner")
    return found.user


def _read(request: HttpRequest, attempt_id: int, fields: tuple[Field, ...]) -> tuple[Caller, Attempt, dict[str, Any]]:
    """The caller, the attempt and the body. Examiners reach the attempts of their provider, their own too: marking
    one's own examination is refused by name, as a conflict.
    """
    caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView, which asked for a scope
    examiner_behind(caller)
    read_parameters(request, ())
    attempt = find(staff_attempts(ExamSight(caller.organisation_id, None)), attempt_id, "attempt")
    return caller, attempt, read_body_fields(request, fields)


def _tell(handed: HandedIn) -> dict[str, Any]:
    return {"sheet": tell_sheet(handed.sheet), "status": handed.status}
