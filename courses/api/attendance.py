"""`/sessions/{id}/attendance`: who attended what, a whole session at once."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.bodies import read_json_object
from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters
from accounts.api.problems import Fault as ApiFault
from accounts.api.problems import Problem, invalid, problem_json
from accounts.api.views import ApiView, json_response
from courses.api.reading import author_of
from courses.api.session_reading import (
    accepted,
    own_record,
    read_candidate,
    read_reason,
    read_row_id,
    reader_of,
    session_of_caller,
)
from courses.api.session_schemas import (
    AttendanceAnswerSerializer,
    AttendanceListSerializer,
    AttendanceTellingSerializer,
)
from courses.ladders.reading_values import read_code, read_day
from courses.models import Attendance, Enrolment, Session
from courses.operations.attendance import record_attendance
from courses.operations.attendance_sheet import DAY_HUNDREDTHS, Answer, Taken, Told
from courses.permissions import may_record_attendance
from courses.queries.sessions import teaches_at
from credentials.api.refusals import problem_for
from credentials.records.faults import Fault, Refusal, RefusedValue, refuse
from credentials.records.objects import Field, read_object
from credentials.records.values import optional, read_hours

MOST_ROWS = 10_000
SHEET_BYTES = 4 * 1024 * 1024


def read_day_hours(value: Any) -> int:
    """Hours of one day, in hundredths."""
    hundredths: int = read_hours(value)
    if hundredths > DAY_HUNDREDTHS:
        raise refuse("more_than_a_day", "a day has 24 hours")
    return hundredths


_ROW = (
    Field("enrolment", optional(read_row_id), None),
    Field("candidate", optional(read_candidate), None),
    Field("component", read_code),
    Field("on", read_day),
    Field("hours", read_day_hours),
    Field("because", optional(read_reason), None),
)


class AttendanceView(ApiView):
    """A session's attendance."""

    scope = ANY_CALLER

    @extend_schema(operation_id="list_attendance", tags=["courses"], responses=AttendanceListSerializer)
    def get(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """All that stands recorded of a session of yours. Needs `courses:read`."""
        caller = reader_of(request)
        read_parameters(request, ())
        session = session_of_caller(caller, session_id)
        rows = Attendance.objects.filter(seat__session=session, superseded_at__isnull=True)
        told = [_tell_recorded(row) for row in rows.select_related("seat__enrolment").order_by("on", "pk")]
        return json_response({"items": told, "next": None})

    @extend_schema(
        operation_id="record_attendance",
        tags=["courses"],
        request=AttendanceTellingSerializer,
        responses=AttendanceAnswerSerializer,
    )
    def post(self, request: HttpRequest, session_id: int) -> HttpResponse:
        """Record attendance: good rows go in, each other is answered with every fault in it.

        The same row again changes nothing; other hours supersede, and need `because`. For who has `courses:write` or
        `results:write`, and for the session's instructors.
        """
        caller = reader_of(request)
        read_parameters(request, ())
        session = session_of_caller(caller, session_id)
        _require_recorder(caller, session)
        rows = _read_rows(request, session)
        good = [row for row in rows if isinstance(row, Told)]
        at = dt.datetime.now(dt.UTC)
        answers = iter(
            accepted(
                record_attendance(
                    session_id=session.pk,
                    rows=good,
                    at=at,
                    today=at.date(),
                    by=author_of(caller),
                    recorder=own_record(request),
                )
            )
        )
        results = [_tell(row if isinstance(row, Refusal) else next(answers)) for row in rows]
        return json_response({"results": results})


def _require_recorder(caller: Caller, session: Session) -> None:
    teaches = teaches_at(session.pk, caller.user_id)
    if not may_record_attendance(is_provider=True, scopes=caller.scopes, teaches_there=teaches):
        detail = "Needs courses:write or results:write, or to teach at the session"
        raise Problem(403, "scope-missing", "A scope is missing", detail)


def _read_rows(request: HttpRequest, session: Session) -> list[Told | Refusal]:
    body = read_json_object(request, SHEET_BYTES)
    unknown = [ApiFault(f"/{name}", "unknown_field", "no field here") for name in body if name != "rows"]
    rows = body.get("rows")
    if not isinstance(rows, list) or not 1 <= len(rows) <= MOST_ROWS:
        unknown.append(ApiFault("/rows", "wrong_type", f"a list of 1 to {MOST_ROWS} rows is needed"))
    if unknown or not isinstance(rows, list):
        raise invalid(tuple(unknown))
    read = [_read_row(row) for row in rows]
    by_candidate = dict(
        Enrolment.objects.filter(programme_id=session.programme_id, candidate__isnull=False)
        .filter(candidate__in={row["candidate"] for row in read if isinstance(row, dict) and row["candidate"]})
        .values_list("candidate", "pk")
    )
    return [row if isinstance(row, Refusal) else _meant(row, by_candidate) for row in read]


def _read_row(row: Any) -> dict[str, Any] | Refusal:
    try:
        told = dict(zip((field.name for field in _ROW), read_object(row, _ROW), strict=True))
    except RefusedValue as refused:
        return Refusal(refused.faults)
    if (told["enrolment"] is None) == (told["candidate"] is None):
        return Refusal((Fault("", "one_of", "exactly one of: enrolment, candidate"),))
    return told


def _meant(row: dict[str, Any], by_candidate: dict[str | None, int]) -> Told | Refusal:
    enrolment_id = row["enrolment"] if row["candidate"] is None else by_candidate.get(row["candidate"])
    if enrolment_id is None:
        return Refusal((Fault("/candidate", "unknown_candidate", "no enrolment of the programme has that number"),))
    return Told(enrolment_id, row["component"], row["on"], row["hours"], row["because"])


def _tell(answer: Answer) -> dict[str, Any]:
    if not isinstance(answer, Taken):
        return {"problem": problem_json(problem_for(answer))}
    counted = answer.counted / 100
    return {"status": answer.status, "id": answer.attendance.pk, "component_hours_counted": counted}


def _tell_recorded(row: Attendance) -> dict[str, Any]:
    return {
        "id": row.pk,
        "seat": row.seat_id,
        "enrolment": row.seat.enrolment_id,
        "candidate": row.seat.enrolment.candidate,
        "component": row.component,
        "on": row.on,
        "hours": row.hundredths / 100,
        "recorded_at": row.recorded_at,
        "recorded_by": row.recorded_by,
    }
