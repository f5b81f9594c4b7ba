"""`/enrolments/{id}/supervised` and `/supervised/{id}`: logged by the learner, signed off by the supervisor."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, Problem, invalid, not_found
from accounts.api.views import ApiView, json_response
from courses.api.attendance import read_day_hours
from courses.api.enrolment_schemas import (
    NewSupervisedSerializer,
    RefusalSerializer,
    SignatureSerializer,
    SupervisedListSerializer,
    SupervisedSessionSerializer,
)
from courses.api.enrolment_telling import tell_supervised
from courses.api.enrolments import read_person
from courses.api.reading import known_places, read_body_fields, read_id, this_day
from courses.api.session_reading import (
    LARGEST,
    Asker,
    accepted,
    asker_of,
    find_enrolment,
    law_or_none,
    read_paper_reference,
)
from courses.ladders.reading_values import items_reader, positive, read_code, read_day, read_up_to
from courses.models import SupervisedSession
from courses.operations.supervision import (
    REFUSALS,
    Logged,
    Signature,
    log_supervised,
    refuse_supervised,
    sign_supervised,
)
from courses.permissions import may_log_supervised, may_sign_on_paper, may_sign_supervised
from courses.queries.enrolments import list_awaiting, list_supervised, visible_enrolments
from courses.queries.learners import find_learner
from credentials.records.objects import Field
from credentials.records.values import choice_reader, optional, place_reader
from rulebook.facts import REGIONS
from rulebook.question import GROUPS

MOST_CASES = 100
ON_PAPER = Field("on_paper", optional(read_paper_reference), None)


class EnrolmentSupervisedView(ApiView):
    """What was logged under an enrolment."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(operation_id="list_supervised", tags=["courses"], responses=SupervisedListSerializer)
    def get(self, request: HttpRequest, enrolment_id: int) -> HttpResponse:
        """All sessions under supervision, by day; for the provider (needs `courses:read`) and the learner."""
        enrolment = find_enrolment(asker_of(request), enrolment_id)
        read_parameters(request, ())
        return json_response({"items": _tell(list_supervised(enrolment.pk)), "next": None})

    @extend_schema(
        operation_id="log_supervised",
        tags=["courses"],
        request=NewSupervisedSerializer,
        responses={201: SupervisedSessionSerializer},
    )
    def post(self, request: HttpRequest, enrolment_id: int) -> HttpResponse:
        """Log a session; it counts once its supervisor signed. There is no field for words on a patient.

        For the learner, and for the provider's administrators and records officers.
        """
        asker = asker_of(request)
        enrolment = find_enrolment(asker, enrolment_id)
        read_parameters(request, ())
        is_learner = asker.is_one_of(enrolment.practitioner_id)
        runs = asker.runs(enrolment.programme.provider_id)
        if not may_log_supervised(is_provider=runs, scopes=asker.scopes, is_learner=is_learner):
            raise _forbidden("Needs courses:write or results:write, or to be the learner")
        logged = log_supervised(enrolment_id=enrolment.pk, told=_logged(request), today=this_day(), by=asker.name)
        return json_response(_tell([accepted(logged)])[0], status=201)


class SupervisedAwaitingView(ApiView):
    """What waits for a signature."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="list_awaiting_signature",
        tags=["courses"],
        parameters=[OpenApiParameter("cursor", str)],
        responses=SupervisedListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """The sessions that name the signed-in person as supervisor and are not decided yet; for others, none."""
        asker = asker_of(request)
        given, unread = take_parameters(request, ("cursor",))
        faults = list(unread)
        after = read_id(given, "cursor", faults)
        if faults:
            raise invalid(tuple(faults))
        page, then = list_awaiting(asker.person_id, after=after or 0) if asker.person_id else ([], None)
        return json_response({"items": _tell(page), "next": str(then) if then else None})


class SupervisedSignView(ApiView):
    """Signing a session off."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="sign_supervised",
        tags=["courses"],
        request=SignatureSerializer,
        responses=SupervisedSessionSerializer,
    )
    def post(self, request: HttpRequest, supervised_id: int) -> HttpResponse:
        """Sign, where the supervisor's own standing there on that day was permitted or conditional; it is kept.

        The supervisor signs by their own account. The provider's records officer (`results:write`) signs for a sheet
        that the supervisor signed, and names it in `on_paper`. The learner never does.
        """
        asker = asker_of(request)
        logged = _find(asker, supervised_id)
        read_parameters(request, ())
        on_paper = read_body_fields(request, (ON_PAPER,))["on_paper"]
        _require_signer(asker, logged, on_paper)
        at = dt.datetime.now(dt.UTC)
        signature = Signature(asker.name, on_paper)
        done = sign_supervised(supervised_id=logged.pk, signature=signature, at=at, today=at.date())
        return json_response(_tell([accepted(done)])[0])


class SupervisedRefuseView(ApiView):
    """Refusing to sign."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="refuse_supervised",
        tags=["courses"],
        request=RefusalSerializer,
        responses=SupervisedSessionSerializer,
    )
    def post(self, request: HttpRequest, supervised_id: int) -> HttpResponse:
        """Refuse to sign, for one of a few reasons. For whoever may sign."""
        asker = asker_of(request)
        logged = _find(asker, supervised_id)
        read_parameters(request, ())
        because = read_body_fields(request, (Field("because", choice_reader(REFUSALS)),))["because"]
        if not (_signs_by_account(asker, logged) or _signs_on_paper(asker, logged)):
            raise _forbidden("Only the supervisor or the provider's records officer decides")
        at = dt.datetime.now(dt.UTC)
        done = refuse_supervised(supervised_id=logged.pk, because=because, at=at, by=asker.name)
        return json_response(_tell([accepted(done)])[0])


def _logged(request: HttpRequest) -> Logged:
    told = read_body_fields(request, _fields())
    supervisor = find_learner(told["supervisor"].value)
    if supervisor is None:
        raise not_found("No such practitioner is on file")
    return Logged(
        level_code=told["level"],
        on=told["on"],
        jurisdiction=told["jurisdiction"],
        cases=told["cases"],
        hundredths=told["hours"],
        patient_groups=told["patient_groups"],
        body_regions=told["body_regions"],
        supervisor=supervisor,
    )


def _fields() -> tuple[Field, ...]:
    return (
        Field("level", read_code),
        Field("on", read_day),
        Field("jurisdiction", place_reader(known_places().read)),
        Field("cases", positive(read_up_to(MOST_CASES))),
        Field("hours", read_day_hours, 0),
        Field("patient_groups", items_reader(choice_reader(GROUPS), lambda one: one, least=1)),
        Field("body_regions", items_reader(choice_reader(REGIONS), lambda one: one), ()),
        Field("supervisor", read_person),
    )


def _find(asker: Asker, supervised_id: int) -> SupervisedSession:
    """A logged session that the asker may see: as provider, learner, or the supervisor named. Problem 404 otherwise."""
    logged = SupervisedSession.objects.select_related("enrolment__programme", "supervisor__merged_into")
    found = logged.filter(pk=min(supervised_id, LARGEST)).first()
    if found is not None:
        is_seen = visible_enrolments(asker.sight).filter(pk=found.enrolment_id).exists()
        if is_seen or asker.is_one_of(found.supervisor_id):
            return found
    raise not_found("No such session under supervision")


def _require_signer(asker: Asker, logged: SupervisedSession, on_paper: str | None) -> None:
    if on_paper is None and not _signs_by_account(asker, logged):
        if _signs_on_paper(asker, logged):
            raise invalid((Fault("/on_paper", "missing", "name the sheet that the supervisor signed"),))
        raise _forbidden("Only the supervisor signs, by their own account")
    if on_paper is not None and not _signs_on_paper(asker, logged):
        raise _forbidden("Only the provider's records officer signs for a sheet of paper")


def _signs_by_account(asker: Asker, logged: SupervisedSession) -> bool:
    is_supervisor = asker.is_one_of(logged.supervisor_id)
    return may_sign_supervised(is_supervisor=is_supervisor, is_learner=_is_learner(asker, logged))


def _signs_on_paper(asker: Asker, logged: SupervisedSession) -> bool:
    runs = asker.runs(logged.enrolment.programme.provider_id)
    return may_sign_on_paper(is_provider=runs, scopes=asker.scopes, is_learner=_is_learner(asker, logged))


def _is_learner(asker: Asker, logged: SupervisedSession) -> bool:
    return asker.is_one_of(logged.enrolment.practitioner_id)


def _forbidden(detail: str) -> Problem:
    return Problem(403, "forbidden", "Not allowed", detail)


def _tell(logged: list[SupervisedSession]) -> list[dict[str, Any]]:
    law, today = law_or_none(), this_day()
    return [tell_supervised(one, profession=one.enrolment.profession, law=law, today=today) for one in logged]
