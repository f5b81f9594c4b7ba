"""`/sessions/{id}/attendance` over HTTP: who may record, and what each row is answered."""

import datetime as dt

import pytest

from courses.models import Attendance, SessionStaff
from courses.operations.seating import ask_seat
from tests.courses.sessions.calling import RIVAL, SCHOOL, faults, key_of, signed_in, stranger
from tests.courses.sessions.world import AT, BY, TODAY, make_learner, make_session

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 7, 1)


@pytest.fixture
def session(programme):
    return make_session(programme)


@pytest.fixture
def learner(programme, session):
    enrolment = make_learner(1, programme)
    ask_seat(session_id=session.pk, enrolment_id=enrolment.pk, at=AT, on=TODAY, by=BY)
    return enrolment


def row(enrolment=None, **changes):
    who = {} if enrolment is None else {"enrolment": enrolment.pk}
    return {**who, "component": "hands-on", "on": FIRST.isoformat(), "hours": 8, **changes}


def record(caller, session, *rows):
    return caller.post(f"/sessions/{session.pk}/attendance", {"rows": list(rows)})


def refused(answer):
    return [(one["pointer"], one["code"]) for one in answer["problem"]["errors"]]


def test_a_whole_sheet_is_answered_row_by_row(school, session, learner):
    told = record(
        school,
        session,
        row(candidate="C-1", hours=7.5),
        row(learner, component="theory", hours=4),
        row(candidate="C-99"),
        row(),
        row(learner, on="2026-07-01T09:00"),
        "eight hours",
    )
    assert told.status_code == 200, told.content
    first, second, *others = told.json()["results"]
    assert (first["status"], first["component_hours_counted"]) == ("recorded", 7.5)
    assert second["status"] == "recorded"
    assert [refused(one) for one in others] == [
        [("/candidate", "unknown_candidate")],
        [("", "one_of")],
        [("/on", "not_a_day")],
        [("", "wrong_type")],
    ]
    assert {one["problem"]["status"] for one in others} == {422}
    listed = school.get(f"/sessions/{session.pk}/attendance").json()["items"]
    assert {(one["id"], one["candidate"], one["hours"]) for one in listed} == {
        (first["id"], "C-1", 7.5),
        (second["id"], "C-1", 4.0),
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"hours": 24.01}, [("/hours", "more_than_a_day")]),
        ({"hours": -1}, [("/hours", "negative")]),
        ({"hours": 1.005}, [("/hours", "too_precise")]),
        ({"hours": "8"}, [("/hours", "wrong_type")]),
        ({"on": "1899-12-31"}, [("/on", "day_out_of_range")]),
        ({"because": " "}, [("/because", "blank")]),
        ({"patient": "A. B."}, [("/patient", "unknown_field")]),
    ],
    ids=lambda value: "" if isinstance(value, list) else ",".join(value),
)
def test_what_is_wrong_with_a_row_is_named(school, session, learner, changes, expected):
    (answer,) = record(school, session, row(learner, **changes)).json()["results"]
    assert refused(answer) == expected
    assert not Attendance.objects.exists()


def test_a_correction_needs_a_reason(school, session, learner):
    record(school, session, row(learner))
    (answer,) = record(school, session, row(learner, hours=6)).json()["results"]
    assert refused(answer) == [("/because", "needs_a_reason")]
    (answer,) = record(school, session, row(learner, hours=6, because="left early")).json()["results"]
    assert answer["status"] == "corrected"
    (answer,) = record(school, session, row(learner, hours=6)).json()["results"]
    assert answer["status"] == "unchanged"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ({"rows": []}, [("/rows", "wrong_type")]),
        ({}, [("/rows", "wrong_type")]),
        ({"rows": {}, "day": 1}, [("/day", "unknown_field"), ("/rows", "wrong_type")]),
    ],
    ids=["no rows", "nothing", "an object of rows"],
)
def test_what_is_no_sheet_is_refused_as_a_whole(school, session, body, expected):
    assert faults(school.post(f"/sessions/{session.pk}/attendance", body)) == expected


def test_a_cancelled_session_takes_no_sheet(school, session, learner):
    school.post(f"/sessions/{session.pk}/cancel", {"because": "rain"})
    assert faults(record(school, session, row(learner))) == [("", "cancelled")]


def test_instructors_record_at_their_own_sessions_while_they_teach_there(programme, session, learner):
    instructor = signed_in("teacher", role="instructor")
    assert record(instructor, session, row(learner)).status_code == 403
    staff = SessionStaff.objects.create(session=session, user=instructor.user, role="instructor")
    assert record(instructor, session, row(learner)).status_code == 200
    assert record(instructor, make_session(programme), row(learner)).status_code == 403
    staff.removed_at = AT
    staff.save()
    assert record(instructor, session, row(learner)).status_code == 403


@pytest.mark.parametrize(
    ("scopes", "status"),
    [
        (("courses:read",), 403),
        (("courses:read", "courses:write"), 200),
        (("courses:read", "results:write"), 200),
        (("courses:read", "exams:mark"), 403),
        (("results:write",), 403),
    ],
    ids=lambda value: ",".join(value) if isinstance(value, tuple) else "",
)
def test_which_scopes_record(session, learner, scopes, status):
    assert record(key_of(SCHOOL, *scopes), session, row(learner)).status_code == status


def test_examiners_strangers_and_others_record_nothing(session, learner):
    examiner = signed_in("examiner", role="examiner")
    SessionStaff.objects.create(session=session, user=examiner.user, role="examiner")
    assert record(examiner, session, row(learner)).status_code == 403
    assert record(stranger(), session, row(learner)).status_code == 401
    assert record(key_of(RIVAL), session, row(learner)).status_code == 404
    assert not Attendance.objects.exists()


def test_an_instructor_who_learns_there_does_not_record_for_themselves(session, learner):
    both = signed_in("both", role="provider_admin", practitioner=learner.practitioner)
    (answer,) = record(both, session, row(learner)).json()["results"]
    assert refused(answer) == [("/enrolment", "own_attendance")]
