"""A session's attendance: good rows in, every other told what is wrong with it, hours never more than there are."""

import datetime as dt

import pytest

from courses.models import Attendance, Award
from courses.operations.attendance import record_attendance
from courses.operations.attendance_sheet import Taken, Told
from courses.operations.enrolments import transfer_enrolment, withdraw_enrolment
from courses.operations.seating import ask_seat, withdraw_seat
from courses.operations.sessions import cancel_session, change_session
from courses.queries.learner_records import read_records
from tests.courses.sessions.world import (
    AT,
    BY,
    TODAY,
    codes,
    component,
    level,
    make_learner,
    make_programme,
    make_session,
    plan,
    publish,
    put_person,
)

pytestmark = pytest.mark.django_db
FIRST = dt.date(2026, 7, 1)
LATER = dt.date(2026, 7, 10)
NOON = dt.datetime(2026, 7, 10, 12, tzinfo=dt.UTC)


@pytest.fixture
def session(programme):
    return make_session(programme)


@pytest.fixture
def learner(programme, session):
    return seat(make_learner(1, programme), session)


def seat(enrolment, session):
    ask_seat(session_id=session.pk, enrolment_id=enrolment.pk, at=AT, on=TODAY, by=BY)
    return enrolment


def told(enrolment, component="hands-on", day=0, hours=8, because=None):
    return Told(enrolment.pk, component, FIRST + dt.timedelta(days=day), int(hours * 100), because)


def record(session, *rows, today=LATER, **more):
    return record_attendance(session_id=session.pk, rows=rows, at=NOON, today=today, by=BY, **more)


def outcome(answer):
    return (answer.status, answer.counted) if isinstance(answer, Taken) else codes(answer)


def standing():
    rows = Attendance.objects.filter(superseded_at=None).order_by("on", "component")
    return [(row.component, row.on.day, row.hundredths) for row in rows]


def test_partial_hours_count_partly_and_never_more_than_the_component_has(session, learner):
    answers = record(session, told(learner, hours=7.25), told(learner, day=1, hours=8), told(learner, day=2, hours=8))
    assert [outcome(one) for one in answers] == [("recorded", 725), ("recorded", 1525), ("recorded", 2000)]
    learned = read_records(enrolment_ids=[learner.pk], on=LATER)[learner.pk]
    assert sum(one.hundredths for one in learned.attended) == 2325


def test_good_rows_go_in_beside_bad_ones(session, learner):
    answers = record(session, told(learner), told(learner, component="cooking"), told(learner, day=1, hours=4))
    assert [outcome(one) for one in answers] == [
        ("recorded", 800),
        [("/component", "unknown_component")],
        ("recorded", 1200),
    ]
    assert standing() == [("hands-on", 1, 800), ("hands-on", 2, 400)]


def test_the_same_sheet_twice_changes_nothing(session, learner):
    sheet = [told(learner), told(learner, day=1)]
    record(session, *sheet)
    assert [one.status for one in record(session, *sheet)] == ["unchanged", "unchanged"]
    assert Attendance.objects.count() == 2


def test_other_hours_need_a_reason_and_supersede(session, learner):
    record(session, told(learner, hours=8))
    assert [outcome(one) for one in record(session, told(learner, hours=6))] == [[("/because", "needs_a_reason")]]
    (answer,) = record(session, told(learner, hours=6, because="left early"))
    assert outcome(answer) == ("corrected", 600)
    former = Attendance.objects.exclude(superseded_at=None).get()
    assert (former.hundredths, former.superseded_because, former.superseded_by) == (800, "left early", BY)
    assert standing() == [("hands-on", 1, 600)]


@pytest.mark.parametrize(
    ("day", "fault"),
    [(-1, "outside_session"), (0, None), (2, None), (3, "outside_session")],
    ids=["day before the session", "first day", "last day", "day after the session"],
)
def test_only_days_of_the_session_are_attended(session, learner, day, fault):
    (answer,) = record(session, told(learner, day=day))
    assert outcome(answer) == ([("/on", fault)] if fault else ("recorded", 800))


def test_nobody_attended_a_day_to_come(session, learner):
    answers = record(session, told(learner), told(learner, day=1), today=FIRST)
    assert [outcome(one) for one in answers] == [("recorded", 800), [("/on", "in_the_future")]]


def test_a_day_has_24_hours_at_whatever_session(programme, session, learner):
    other = make_session(programme)
    seat(learner, other)
    record(session, told(learner, hours=14))
    answers = record(other, told(learner, hours=10.01), told(learner, hours=10, component="theory"))
    assert [outcome(one) for one in answers] == [[("/hours", "more_than_a_day")], ("recorded", 400)]


def test_rows_of_one_sheet_add_up_too(session, learner):
    answers = record(session, told(learner, hours=20), told(learner, component="theory", hours=4.5))
    assert outcome(answers[1]) == [("/hours", "more_than_a_day")]


def test_a_cell_that_is_told_twice_is_taken_once(session, learner):
    answers = record(session, told(learner, hours=8), told(learner, hours=7))
    assert [outcome(one) for one in answers] == [("recorded", 800), [("", "told_twice")]]


def test_what_is_not_taught_at_the_session_is_not_attended_there(programme):
    session = make_session(programme, components=("theory",))
    learner = seat(make_learner(1, programme), session)
    assert outcome(record(session, told(learner))[0]) == [("/component", "not_taught_here")]


def test_every_fault_of_a_row_is_named(session, programme):
    learner = seat(make_learner(1, programme), session)
    put_person(learner.practitioner.registry_number, born_on="2026-07-05")
    (answer,) = record(session, told(learner, component="cooking", day=-31), today=FIRST)
    assert outcome(answer) == [
        ("/on", "outside_session"),
        ("/on", "before_birth"),
        ("/on", "before_enrolment"),
        ("/component", "unknown_component"),
    ]


def test_who_has_no_seat_attends_nothing(session, programme):
    assert outcome(record(session, told(make_learner(1, programme)))[0]) == [("/enrolment", "not_seated")]


def test_whoever_waits_or_gave_up_their_seat_attends_nothing(programme):
    session = make_session(programme, capacity=1)
    one, two = (seat(make_learner(n, programme), session) for n in (1, 2))
    assert outcome(record(session, told(two))[0]) == [("/enrolment", "seat_waiting")]
    record(session, told(one))
    withdraw_seat(seat_id=one.seats.get().pk, because="ill", at=NOON, on=FIRST + dt.timedelta(1), by=BY)
    answers = record(session, told(one, day=1), told(one, hours=5, because="went home at noon"))
    assert [outcome(one) for one in answers] == [[("/enrolment", "seat_withdrawn")], ("corrected", 500)]


def test_nobody_records_what_they_attended_themselves(session, learner):
    (answer,) = record(session, told(learner), recorder=learner.practitioner_id)
    assert outcome(answer) == [("/enrolment", "own_attendance")]


def test_what_took_place_is_neither_cancelled_nor_planned_elsewhere(session, learner):
    record(session, told(learner, day=2))
    assert codes(cancel_session(session_id=session.pk, because="rain", at=NOON, by=BY)) == [("", "attended")]
    shorter = plan(ends_on=FIRST + dt.timedelta(1))
    changed = change_session(session_id=session.pk, plan=shorter, at=NOON, on=LATER, by=BY)
    assert codes(changed) == [("/starts_on", "attended")]


def test_a_cancelled_session_takes_no_attendance(session, learner):
    cancel_session(session_id=session.pk, because="rain", at=AT, by=BY)
    assert codes(record(session, told(learner))) == [("", "cancelled")]


def test_what_was_attended_before_a_withdrawal_may_be_told_late(session, learner):
    withdraw_enrolment(enrolment_id=learner.pk, because="ill", at=NOON, on=LATER, by=BY)
    assert outcome(record(session, told(learner))[0]) == ("recorded", 800)


def test_the_hours_that_complete_a_level_award_it_and_their_correction_withdraws_it(law):
    programme = make_programme(level(components=[component(hours=20)]))
    session = make_session(programme)
    learner = seat(make_learner(1, programme), session)
    record(session, told(learner, hours=10), told(learner, day=1, hours=9.99))
    assert not Award.objects.exists()
    record(session, told(learner, day=1, hours=10, because="stayed to the end"))
    award = Award.objects.get()
    assert award.enrolment == learner
    record(session, told(learner, day=1, hours=3, because="mistaken for another"))
    assert list(award.statuses.values_list("status", flat=True)) == ["withdrawn"]
    record(session, told(learner, day=1, hours=10, because="it was them after all"))
    assert list(award.statuses.order_by("pk").values_list("status", flat=True)) == ["withdrawn", "restored"]


def test_hours_attended_before_a_transfer_count_after_it(law):
    programme = make_programme(level(components=[component(hours=20)]))
    session = make_session(programme)
    former = seat(make_learner(1, programme), session)
    record(session, told(former, hours=10))
    publish(programme, level(components=[component(hours=16)]), starts_on=LATER)
    more = {"because": "a new ladder", "at": NOON, "on": LATER, "by": BY}
    later = transfer_enrolment(enrolment_id=former.pk, **more)
    assert not Award.objects.exists()
    record(session, told(former, day=1, hours=6))
    assert Award.objects.get().enrolment == later
