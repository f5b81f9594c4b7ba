"""What learners are mailed about their seats: as things stand when the mail is written."""

import datetime as dt

import pytest

from courses.models import Session
from courses.operations.seating import ask_seat, withdraw_seat
from courses.operations.sessions import cancel_session, change_session
from outbox.kinds import letters
from outbox.models import Message
from tests.courses.sessions.world import AT, BY, TODAY, make_learner, make_session, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def session(programme):
    return make_session(programme, capacity=1)


@pytest.fixture
def seats(programme, session):
    learners = [make_learner(n, programme) for n in (1, 2)]
    return [
        ask_seat(session_id=session.pk, enrolment_id=one.pk, at=AT + dt.timedelta(n), on=TODAY, by=BY)
        for n, one in enumerate(learners)
    ]


def give_up(seat):
    withdraw_seat(seat_id=seat.pk, because="ill", at=AT, on=TODAY, by=BY)


def letter_of(kind, **narrowed):
    return letters[kind](Message.objects.get(kind=kind, **narrowed))


def test_whoever_is_called_hears_where_and_when(seats):
    give_up(seats[0])
    letter = letter_of("seat_freed")
    assert letter.subject == "A seat became free for you"
    assert "“Dry needling”, level L1, Xanadu, Dome Hall, 1 July 2026 to 3 July 2026" in letter.text


def test_nobody_hears_of_a_seat_that_they_gave_up_meanwhile(seats):
    give_up(seats[0])
    give_up(seats[1])
    assert letter_of("seat_freed") is None


def test_nobody_hears_of_a_seat_at_a_session_that_was_cancelled_meanwhile(seats, session):
    give_up(seats[0])
    Session.objects.update(cancelled_at=AT, cancelled_because="rain")
    assert letter_of("seat_freed") is None


def test_a_change_is_told_as_it_stands_when_the_mail_is_written(seats, session):
    for day in (4, 5):
        later = plan(capacity=1, ends_on=dt.date(2026, 7, day))
        change_session(session_id=session.pk, plan=later, at=AT + dt.timedelta(hours=day), on=TODAY, by=BY)
    told = [letters["session_changed"](one).text for one in Message.objects.filter(kind="session_changed")]
    assert len(told) == 4
    assert all("1 July 2026 to 5 July 2026" in text for text in told)
    assert sum("You are waiting for a seat at" in text for text in told) == 2


def test_a_cancellation_is_told_with_its_reason(seats, session):
    cancel_session(session_id=session.pk, because="the hall burnt down", at=AT, by=BY)
    for seat in seats:
        letter = letter_of("session_cancelled", payload__seat=seat.pk)
        assert "The reason given: the hall burnt down" in letter.text
