"""`/sessions`: when and where levels are taught, and how a provider plans, changes and cancels them."""

import datetime as dt
import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from courses.api.programmes import own_programme
from courses.api.reading import author_of, known_places, read_body_fields, read_id, this_day, writer_of
from courses.api.session_reading import BECAUSE, accepted, read_row_id, reader_of, session_of_caller
from courses.api.session_schemas import (
    BecauseSerializer,
    NewSessionSerializer,
    OwnSessionSerializer,
    SessionChangeSerializer,
    SessionListSerializer,
)
from courses.api.session_telling import tell_own_session, tell_sessions
from courses.ladders.reading_values import items_reader, positive, read_code, read_day, read_title, read_up_to
from courses.models import Session
from courses.operations.sessions import SessionPlan, cancel_session, change_session, plan_session
from courses.queries.sessions import SessionSearch, list_sessions
from credentials.records.objects import Field
from credentials.records.values import place_reader
from law.api.parameters import read_day as read_day_parameter
from rulebook.places import UnknownPlace

MOST_SEATS, MOST_EXAMINERS = 10_000, 1_000
WHY_OPEN = "whoever thinks of a course looks first when and where it is taught"
_FILTERS = ("programme", "level", "jurisdiction", "from", "cursor")
_CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([1-9][0-9]{0,17})")
_KEEP: Any = object()


class SessionsView(ApiView):
    """Coming sessions."""

    scope = ANY_CALLER
    public_reads_because = WHY_OPEN

    @extend_schema(
        operation_id="list_sessions",
        tags=["courses"],
        parameters=[
            OpenApiParameter("programme", int),
            OpenApiParameter("level", str, description="The level's code"),
            OpenApiParameter("jurisdiction", str),
            OpenApiParameter("from", dt.date, description="Not over by then; today where it is left out"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=SessionListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Sessions that are not over, with free seats and whether learners may needle there, in order of their days."""
        today = this_day()
        page, after = list_sessions(_read_search(request, today))
        cursor = f"{after[0]}.{after[1]}" if after else None
        return json_response({"items": tell_sessions(page, today=today), "next": cursor})

    @extend_schema(
        operation_id="plan_session",
        tags=["courses"],
        request=NewSessionSerializer,
        responses={201: OwnSessionSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Plan a session of one of your levels. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, (Field("programme", read_row_id), *_fields()))
        programme = own_programme(request, told.pop("programme"), caller)
        session = accepted(plan_session(programme=programme, plan=_plan(told)))
        return _answer(caller, session, status=201)


class SessionView(ApiView):
    """One session."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_session", tags=["courses"], responses=OwnSessionSerializer)
    def get(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """A session of yours with staff, seats and waiting list. Needs `courses:read`."""
        caller = reader_of(request)
        read_parameters(request, ())
        return json_response(tell_own_session(session_of_caller(caller, session_id), today=this_day()))

    @extend_schema(
        operation_id="change_session",
        tags=["courses"],
        request=SessionChangeSerializer,
        responses=OwnSessionSerializer,
    )
    def patch(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Change all but the level; more room calls whoever waits. Learners are told of other days and places.

        Needs `courses:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        session = session_of_caller(caller, session_id)
        kept = [Field(one.name, one.read, _KEEP) for one in _fields() if one.name != "level"]
        told = read_body_fields(request, tuple(kept))
        changed = {name: value for name, value in told.items() if value is not _KEEP}
        at = dt.datetime.now(dt.UTC)
        plan = _plan(_as_planned(session) | changed)
        accepted(change_session(session_id=session.pk, plan=plan, at=at, on=at.date(), by=author_of(caller)))
        return _answer(caller, session)


class SessionCancelView(ApiView):
    """Cancelling a session."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="cancel_session", tags=["courses"], request=BecauseSerializer, responses=OwnSessionSerializer
    )
    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Cancel a session at which nobody attended yet; whoever has a seat or waits is told. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        session = session_of_caller(caller, session_id)
        because = read_body_fields(request, (BECAUSE,))["because"]
        at = dt.datetime.now(dt.UTC)
        accepted(cancel_session(session_id=session.pk, because=because, at=at, by=author_of(caller)))
        return _answer(caller, session)


def _fields() -> tuple[Field, ...]:
    """What a session is made of, as callers send it; places are those that the law knows."""
    codes = items_reader(read_code, lambda code: code)
    return (
        Field("level", read_code),
        Field("jurisdiction", place_reader(known_places().read)),
        Field("place", read_title),
        Field("starts_on", read_day),
        Field("ends_on", read_day),
        Field("capacity", positive(read_up_to(MOST_SEATS))),
        Field("components", codes, ()),
        Field("examinations", codes, ()),
        Field("examiners_needed", read_up_to(MOST_EXAMINERS), 0),
    )


def _plan(told: dict[str, Any]) -> SessionPlan:
    return SessionPlan(level_code=told.pop("level"), **told)


def _as_planned(session: Session) -> dict[str, Any]:
    names = ("jurisdiction", "place", "starts_on", "ends_on", "capacity", "examiners_needed")
    told = {name: getattr(session, name) for name in names}
    codes = {"components": tuple(session.components), "examinations": tuple(session.examinations)}
    return told | codes | {"level": session.level_code}


def _answer(caller: Caller, session: Session, status: int = 200) -> HttpResponse:
    told = tell_own_session(session_of_caller(caller, session.pk), today=this_day())
    headers = {"Location": f"/api/v1/sessions/{session.pk}"} if status == 201 else None
    return json_response(told, status=status, headers=headers)


def _read_search(request: HttpRequest, today: dt.date) -> SessionSearch:
    given, unread = take_parameters(request, _FILTERS)
    faults = list(unread)
    programme_id = read_id(given, "programme", faults)
    since = read_day_parameter("from", given.get("from"), faults)
    place = _read_place(given.get("jurisdiction"), faults)
    after = _read_cursor(given.get("cursor"), faults)
    if faults:
        raise invalid(tuple(faults))
    return SessionSearch(
        since=since or today, programme_id=programme_id, level_code=given.get("level"), jurisdiction=place, after=after
    )


def _read_place(told: str | None, faults: list[Fault]) -> str | None:
    if told is None:
        return None
    try:
        return known_places().read(told)
    except UnknownPlace:
        faults.append(Fault("/jurisdiction", "unknown_place", "No place of that code is known here"))
        return None


def _read_cursor(told: str | None, faults: list[Fault]) -> tuple[dt.date, int] | None:
    found = _CURSOR.fullmatch(told) if told is not None else None
    try:
        if found is not None:
            return dt.date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        found = None
    if told is not None and found is None:
        faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next` of the page before"))
    return None
