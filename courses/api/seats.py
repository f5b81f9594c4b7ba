"""Who works at a session, and who sits there: `/sessions/{id}/staff`, `/sessions/{id}/seats`, `/seats/{id}`."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters
from accounts.api.problems import Fault, invalid, not_found
from accounts.api.views import ApiView, json_response
from accounts.models import User
from courses.api.enrolment_schemas import MoveSerializer, NewSeatSerializer, SeatSerializer
from courses.api.enrolment_telling import tell_seat
from courses.api.reading import author_of, read_body_fields, this_day, writer_of
from courses.api.session_reading import (
    BECAUSE,
    LARGEST,
    SEEN,
    accepted,
    enrolment_of_writer,
    law_or_none,
    read_row_id,
    seen_by,
    session_of_caller,
)
from courses.api.session_schemas import BecauseSerializer, NewStaffSerializer, StaffSerializer
from courses.models import Seat, SessionStaff
from courses.operations.seating import ask_seat, move_seat, withdraw_seat
from courses.operations.sessions import add_staff, remove_staff
from credentials.records.objects import Field
from credentials.records.values import choice_reader, optional, read_address

ROLES = tuple(SessionStaff.Role.values)
_STAFF = (
    Field("user", optional(read_row_id), None),
    Field("email", optional(read_address), None),
    Field("role", choice_reader(ROLES)),
)


class SessionStaffView(ApiView):
    """Who teaches and examines at a session."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="add_staff", tags=["courses"], request=NewStaffSerializer, responses={201: StaffSerializer}
    )
    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Let a member of yours teach or examine there. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        session = session_of_caller(caller, session_id)
        told = read_body_fields(request, _STAFF)
        user_id = _member(told["user"], told["email"], caller)
        staff = accepted(add_staff(session_id=session.pk, user_id=user_id, role=told["role"]))
        return json_response({"user": staff.user_id, "role": staff.role}, status=201)

    @extend_schema(
        operation_id="remove_staff",
        tags=["courses"],
        parameters=[
            OpenApiParameter("user", int, required=True),
            OpenApiParameter("role", str, enum=ROLES, required=True),
        ],
        responses={200: StaffSerializer},
    )
    def delete(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Take somebody off; what they did there stays. Needs `courses:write`."""
        caller = writer_of(request)
        session = session_of_caller(caller, session_id)
        given = read_parameters(request, ("user", "role"))
        faults = [Fault(f"/{name}", "missing", f"{name} is needed") for name in ("user", "role") if name not in given]
        if faults:
            raise invalid(tuple(faults))
        user = given["user"]
        user_id = min(int(user), LARGEST) if user.isascii() and user.isdigit() and len(user) < 20 else 0
        at = dt.datetime.now(dt.UTC)
        if not remove_staff(session_id=session.pk, user_id=user_id, role=given["role"], at=at):
            raise not_found("Nobody of that role and number works there")
        return json_response({"user": user_id, "role": given["role"]})


class SeatsView(ApiView):
    """The seats of a session."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="ask_seat", tags=["courses"], request=NewSeatSerializer, responses={201: SeatSerializer}
    )
    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Give a learner a seat, or the end of the waiting list where all are taken. Needs `courses:write`.

        Whether the level is open to them is judged for the session's first day; `seen` says what you saw where it
        cannot be told, and is kept as your word.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        session = session_of_caller(caller, session_id)
        told = read_body_fields(request, (Field("enrolment", read_row_id), SEEN))
        enrolment, _ = enrolment_of_writer(request, told["enrolment"])
        at = dt.datetime.now(dt.UTC)
        seat = ask_seat(
            session_id=session.pk,
            enrolment_id=enrolment.pk,
            at=at,
            on=at.date(),
            by=author_of(caller),
            seen=seen_by(told["seen"], caller, at),
        )
        return _answer(accepted(seat), status=201)


class SeatWithdrawView(ApiView):
    """Giving a seat up."""

    scope = ANY_CALLER

    @extend_schema(operation_id="withdraw_seat", tags=["courses"], request=BecauseSerializer, responses=SeatSerializer)
    def post(self, request: HttpRequest, seat_id: int) -> HttpResponse:
        """Give a seat up, or a place on the waiting list; who waited longest is called. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        seat = _own_seat(caller, seat_id)
        because = read_body_fields(request, (BECAUSE,))["because"]
        at = dt.datetime.now(dt.UTC)
        done = withdraw_seat(seat_id=seat.pk, because=because, at=at, on=at.date(), by=author_of(caller))
        return _answer(accepted(done))


class SeatMoveView(ApiView):
    """Moving to another session."""

    scope = ANY_CALLER

    @extend_schema(operation_id="move_seat", tags=["courses"], request=MoveSerializer, responses={201: SeatSerializer})
    def post(self, request: HttpRequest, seat_id: int) -> HttpResponse:
        """Move a learner to another session of the same level that has room. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        seat = _own_seat(caller, seat_id)
        told = read_body_fields(request, (Field("session", read_row_id), BECAUSE, SEEN))
        target = session_of_caller(caller, told["session"])
        at = dt.datetime.now(dt.UTC)
        moved = move_seat(
            seat_id=seat.pk,
            to_session_id=target.pk,
            because=told["because"],
            at=at,
            on=at.date(),
            by=author_of(caller),
            seen=seen_by(told["seen"], caller, at),
        )
        return _answer(accepted(moved), status=201)


def _member(user_id: int | None, email: str | None, caller: Caller) -> int:
    """The user meant. One who is no member of the caller's is told like one who does not exist."""
    if (user_id is None) == (email is None):
        raise invalid((Fault("", "one_of", "exactly one of: user, email"),))
    members = User.objects.filter(memberships__organisation_id=caller.organisation_id, memberships__ended_at=None)
    found = members.filter(email=email.strip().lower()) if email is not None else members.filter(pk=user_id or 0)
    member = found.first()
    if member is None:
        raise invalid((Fault("/user" if email is None else "/email", "no_member", "nobody of yours is that"),))
    return member.pk


def _own_seat(caller: Caller, seat_id: int) -> Seat:
    found = Seat.objects.filter(pk=min(seat_id, LARGEST), session__programme__provider_id=caller.organisation_id)
    seat = found.first()
    if seat is None:
        raise not_found("No such seat of yours")
    return seat


def _answer(seat: Seat, status: int = 200) -> HttpResponse:
    told: dict[str, Any] = tell_seat(
        Seat.objects.select_related("session", "enrolment").get(pk=seat.pk), law=law_or_none(), today=this_day()
    )
    return json_response(told, status=status)
