"""Seats and waiting lists: never one too many, in order, and whoever is called hears of it."""

import datetime as dt

import pytest

from courses.models import Seat, Session
from courses.operations.enrolments import withdraw_enrolment
from courses.operations.seating import ask_seat, move_seat, withdraw_seat
from courses.operations.sessions import cancel_session, change_session
from credentials.records.faults import Refusal
from outbox.models import Message
from tests.courses.sessions.world import (
    AT,
    BY,
    TODAY,
    codes,
    level,
    make_learner,
    make_programme,
    make_session,
    plan,
    publish,
)

pytestmark = pytest.mark.django_db


def ask(session, enrolment, minutes=0, **more):
    at = AT + dt.timedelta(minutes=minutes)
    return ask_seat(session_id=session.pk, enrolment_id=enrolment.pk, at=at, on=TODAY, by=BY, **more)


def states(session):
    rows = Seat.objects.filter(session=session).order_by("asked_at", "pk")
    return list(rows.values_list("enrolment__candidate", "state"))


def give_up(seat):
    return withdraw_seat(seat_id=seat.pk, because="ill", at=AT, on=TODAY, by=BY)


def told(kind):
    return list(Message.objects.filter(kind=kind).values_list("payload__seat", flat=True).order_by("pk"))


def test_who_waited_longest_takes_a_seat_that_is_given_up(programme):
    session = make_session(programme, capacity=2)
    learners = [make_learner(n, programme) for n in range(1, 6)]
    seats = [ask(session, one, minutes=n) for n, one in enumerate(learners)]
    assert [seat.state for seat in seats] == ["seated", "seated", "waiting", "waiting", "waiting"]
    give_up(seats[3])
    assert told("seat_freed") == []
    give_up(seats[0])
    assert states(session) == [
        ("C-1", "withdrawn"),
        ("C-2", "seated"),
        ("C-3", "seated"),
        ("C-4", "withdrawn"),
        ("C-5", "waiting"),
    ]
    assert told("seat_freed") == [seats[2].pk]
    assert Message.objects.get(kind="seat_freed").recipient == f"person:{learners[2].practitioner.person_id}"


def test_more_room_calls_those_who_wait_in_their_order(programme):
    session = make_session(programme, capacity=1)
    seats = [ask(session, make_learner(n, programme), minutes=n) for n in range(1, 5)]
    change_session(session_id=session.pk, plan=plan(capacity=3), at=AT, on=TODAY, by=BY)
    assert [state for _, state in states(session)] == ["seated", "seated", "seated", "waiting"]
    assert sorted(told("seat_freed")) == [seats[1].pk, seats[2].pk]
    assert told("session_changed") == []


def test_seats_that_are_taken_are_not_planned_away(programme):
    session = make_session(programme, capacity=2)
    for n in (1, 2):
        ask(session, make_learner(n, programme))
    refused = change_session(session_id=session.pk, plan=plan(capacity=1), at=AT, on=TODAY, by=BY)
    assert codes(refused) == [("/capacity", "seats_are_taken")]
    assert Session.objects.get().capacity == 2


def test_other_days_are_told_to_whoever_has_a_seat_or_waits(programme):
    session = make_session(programme, capacity=1)
    seats = [ask(session, make_learner(n, programme), minutes=n) for n in (1, 2)]
    later = plan(capacity=1, ends_on=dt.date(2026, 7, 4))
    change_session(session_id=session.pk, plan=later, at=AT, on=TODAY, by=BY)
    assert sorted(told("session_changed")) == [seat.pk for seat in seats]


def test_a_cancelled_session_ends_every_seat_and_tells_everybody(programme):
    session = make_session(programme, capacity=1)
    seats = [ask(session, make_learner(n, programme), minutes=n) for n in (1, 2)]
    cancel_session(session_id=session.pk, because="the hall burnt down", at=AT, by=BY)
    assert [state for _, state in states(session)] == ["withdrawn", "withdrawn"]
    assert sorted(told("session_cancelled")) == [seat.pk for seat in seats]
    assert told("seat_freed") == []
    again = cancel_session(session_id=session.pk, because="once more", at=AT, by=BY)
    assert codes(again) == [("", "cancelled")]
    assert codes(ask(session, make_learner(3, programme))) == [("", "cancelled")]


def test_a_learner_moves_to_another_session_and_the_next_takes_the_seat(programme):
    first, second = make_session(programme, capacity=1), make_session(programme, capacity=1, place="Elsewhere")
    one, two = (make_learner(n, programme) for n in (1, 2))
    seat, waiting = ask(first, one), ask(first, two, minutes=1)
    kept = move_seat(seat_id=seat.pk, to_session_id=second.pk, because="asked to", at=AT, on=TODAY, by=BY)
    seat.refresh_from_db()
    waiting.refresh_from_db()
    assert (seat.state, seat.moved_to_id, kept.state, waiting.state) == ("moved", kept.pk, "seated", "seated")
    full = move_seat(seat_id=waiting.pk, to_session_id=second.pk, because="asked to", at=AT, on=TODAY, by=BY)
    assert codes(full) == [("/session", "session_full")]
    assert codes(give_up(seat)) == [("", "seat_moved")]


def test_only_another_session_of_the_same_level_will_do(law):
    programme = make_programme(level("L1"), level("L2"))
    first, other = make_session(programme), make_session(programme, level_code="L2")
    seat = ask(first, make_learner(1, programme))
    moved = move_seat(seat_id=seat.pk, to_session_id=other.pk, because="asked to", at=AT, on=TODAY, by=BY)
    assert codes(moved) == [("/session", "other_level")]


def test_one_seat_for_one_learner(programme):
    session, learner = make_session(programme), make_learner(1, programme)
    ask(session, learner)
    assert codes(ask(session, learner)) == [("/enrolment", "seat_held")]


def test_nobody_sits_where_the_session_is_over(programme):
    session = make_session(programme, starts_on=dt.date(2026, 5, 1), ends_on=dt.date(2026, 5, 31))
    assert codes(ask(session, make_learner(1, programme))) == [("", "over")]


def test_prerequisites_are_judged_for_the_first_day_of_the_session(law):
    gap = {"level": "L1", "gap_days": 30, "gap_months": 0}
    programme = make_programme(level("L1"), level("L2", prerequisites=gap))
    session, learner = make_session(programme, level_code="L2"), make_learner(1, programme)
    refused = ask(session, learner)
    assert isinstance(refused, Refusal)
    assert codes(refused) == [("", "not_eligible")]
    assert not Seat.objects.exists()


def test_a_withdrawn_learner_holds_no_seat_and_gets_none(programme):
    session = make_session(programme, capacity=1)
    one, two = (make_learner(n, programme) for n in (1, 2))
    ask(session, one)
    waiting = ask(session, two, minutes=1)
    withdraw_enrolment(enrolment_id=one.pk, because="moved abroad", at=AT, on=TODAY, by=BY)
    waiting.refresh_from_db()
    assert waiting.state == "seated"
    assert codes(ask(session, one)) == [("/enrolment", "enrolment_withdrawn")]


def test_a_level_that_a_version_lacks_gives_no_seat(programme):
    publish(programme, level("L9"), starts_on=dt.date(2026, 5, 30))
    learner = make_learner(1, programme)
    assert codes(ask(make_session(programme), learner)) == [("", "level_not_in_version")]
