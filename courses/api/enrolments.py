"""`/enrolments`: who climbs which ladder, decided before anything is written."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid, not_found
from accounts.api.views import ApiView, json_response
from courses.api.enrolment_schemas import (
    DecidedSerializer,
    EndingSerializer,
    EnrolmentListSerializer,
    EnrolmentSerializer,
    EntranceSerializer,
    NewEnrolmentSerializer,
    TransferSerializer,
)
from courses.api.enrolment_telling import tell_enrolment, tell_enrolments
from courses.api.programmes import own_programme
from courses.api.reading import author_of, read_body_fields, read_id, this_day, writer_of
from courses.api.session_reading import (
    BECAUSE,
    SEEN,
    accepted,
    asker_of,
    enrolment_of_writer,
    find_enrolment,
    read_candidate,
    read_row_id,
    seen_by,
)
from courses.ladders.reading_values import read_day
from courses.models import Enrolment, Programme
from courses.operations.enrolments import Entrant, check_entrant, enrol, transfer_enrolment, withdraw_enrolment
from courses.queries.enrolments import EnrolmentSearch, list_enrolments
from courses.queries.learners import find_learner
from credentials.api.parameters import read_practitioner
from credentials.questions import Reference
from credentials.records.faults import refuse
from credentials.records.objects import Field, read_object
from credentials.records.values import choice_reader, optional, read_registry_number
from rulebook.facts import PROFESSIONS

_FILTERS = ("programme", "state", "candidate", "practitioner", "cursor")
ON = Field("on", optional(read_day), None)


def read_person(value: Any) -> Reference:
    """A person by registry number, in the form in which questions name one."""
    if not isinstance(value, dict):
        raise refuse("wrong_type", "an object with registry_number")
    (number,) = read_object(value, (Field("registry_number", read_registry_number),))
    return Reference("registry_number", number)


_ENTRANCE = (
    Field("programme", read_row_id),
    Field("practitioner", read_person),
    Field("profession", choice_reader(PROFESSIONS)),
    ON,
)


class EnrolmentCheckView(ApiView):
    """Asking before enrolling."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="check_enrolment", tags=["courses"], request=EntranceSerializer, responses=DecidedSerializer
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Whether somebody may enrol: eligible, not, or cannot tell, with what is missing. Nothing is written.

        Needs `courses:write`: what is told rests on the learner's record.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, _ENTRANCE)
        programme, entrant = _entrant(request, told, caller)
        entry = accepted(check_entrant(programme=programme, entrant=entrant, today=this_day()))
        return json_response(entry.told())


class EnrolmentsView(ApiView):
    """Enrolments."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="list_enrolments",
        tags=["courses"],
        parameters=[
            OpenApiParameter("programme", int),
            OpenApiParameter("state", str, enum=Enrolment.State.values),
            OpenApiParameter("candidate", str, description="The provider's own number"),
            OpenApiParameter("practitioner", str, description="A registry number"),
            OpenApiParameter("cursor", str),
        ],
        responses=EnrolmentListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Those of your programmes (needs `courses:read`), and those of the signed-in person."""
        asker = asker_of(request)
        page, after = list_enrolments(asker.sight, _read_search(request))
        cursor = str(after) if after else None
        return json_response({"items": tell_enrolments(page, today=this_day()), "next": cursor})

    @extend_schema(
        operation_id="enrol",
        tags=["courses"],
        request=NewEnrolmentSerializer,
        responses={201: EnrolmentSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Enrol who is eligible; 422 names what is missing of who is not. Needs `courses:write`.

        Where it cannot be told, `seen` says what you saw; it is kept with the enrolment as your word.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, (*_ENTRANCE, Field("candidate", optional(read_candidate), None), SEEN))
        programme, entrant = _entrant(request, told, caller)
        at = dt.datetime.now(dt.UTC)
        made = enrol(
            programme_id=programme.pk,
            entrant=entrant,
            today=at.date(),
            by=author_of(caller),
            seen=seen_by(told["seen"], caller, at),
        )
        return _answer(request, accepted(made), status=201)


class EnrolmentView(ApiView):
    """One enrolment."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(operation_id="read_enrolment", tags=["courses"], responses=EnrolmentSerializer)
    def get(self, request: HttpRequest, enrolment_id: int) -> HttpResponse:
        """An enrolment with its seats, for its provider (needs `courses:read`) and its learner."""
        asker = asker_of(request)
        read_parameters(request, ())
        return json_response(tell_enrolment(find_enrolment(asker, enrolment_id), today=this_day()))


class EnrolmentWithdrawView(ApiView):
    """Ending an enrolment."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="withdraw_enrolment", tags=["courses"], request=EndingSerializer, responses=EnrolmentSerializer
    )
    def post(self, request: HttpRequest, enrolment_id: int) -> HttpResponse:
        """End it; its seats go to who waits, and what was earned stays. Needs `courses:write`."""
        enrolment, caller = enrolment_of_writer(request, enrolment_id)
        read_parameters(request, ())
        told = read_body_fields(request, (BECAUSE, ON))
        at = dt.datetime.now(dt.UTC)
        on = told["on"] or at.date()
        if on > at.date():
            raise invalid((Fault("/on", "in_the_future", f"{on} is yet to come"),))
        by = author_of(caller)
        done = withdraw_enrolment(enrolment_id=enrolment.pk, because=told["because"], at=at, on=on, by=by)
        return _answer(request, accepted(done))


class EnrolmentTransferView(ApiView):
    """Going on under another version."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="transfer_enrolment",
        tags=["courses"],
        request=TransferSerializer,
        responses={201: EnrolmentSerializer},
    )
    def post(self, request: HttpRequest, enrolment_id: int) -> HttpResponse:
        """Let a learner go on under the version in force today: a new enrolment continues this one.

        What was done before counts; the number and the seats go along. Needs `courses:write`.
        """
        enrolment, caller = enrolment_of_writer(request, enrolment_id)
        read_parameters(request, ())
        told = read_body_fields(request, (BECAUSE, SEEN))
        at = dt.datetime.now(dt.UTC)
        made = transfer_enrolment(
            enrolment_id=enrolment.pk,
            because=told["because"],
            at=at,
            on=at.date(),
            by=author_of(caller),
            seen=seen_by(told["seen"], caller, at),
        )
        return _answer(request, accepted(made), status=201)


def _entrant(request: HttpRequest, told: dict[str, Any], caller: Caller) -> tuple[Programme, Entrant]:
    programme = own_programme(request, told["programme"], caller)
    learner = find_learner(told["practitioner"].value)
    if learner is None:
        raise not_found("No such practitioner is on file")
    on = told["on"] or this_day()
    return programme, Entrant(
        practitioner=learner, profession=told["profession"], on=on, candidate=told.get("candidate")
    )


def _answer(request: HttpRequest, enrolment: Enrolment, status: int = 200) -> HttpResponse:
    found, _ = enrolment_of_writer(request, enrolment.pk)
    headers = {"Location": f"/api/v1/enrolments/{enrolment.pk}"} if status == 201 else None
    return json_response(tell_enrolment(found, today=this_day()), status=status, headers=headers)


def _read_search(request: HttpRequest) -> EnrolmentSearch:
    given, unread = take_parameters(request, _FILTERS)
    faults = list(unread)
    number = read_practitioner(given, faults)
    programme_id, after = read_id(given, "programme", faults), read_id(given, "cursor", faults)
    state = given.get("state")
    if state is not None and state not in Enrolment.State.values:
        faults.append(Fault("/state", "unknown_value", f"One of: {', '.join(Enrolment.State.values)}"))
    if faults:
        raise invalid(tuple(faults))
    return EnrolmentSearch(
        programme_id=programme_id,
        state=state,
        candidate=given.get("candidate"),
        registry_number=number,
        after=after or 0,
    )
