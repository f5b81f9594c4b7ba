"""Many at once, each with a connection of its own: never one seat too many, none empty while somebody waits."""

import datetime as dt
import random
from collections import Counter
from threading import Barrier

import pytest

from courses.models import Enrolment, Seat
from courses.operations.enrolments import Entrant, enrol, withdraw_enrolment
from courses.operations.seating import ask_seat, move_seat, withdraw_seat
from courses.operations.sessions import change_session
from credentials.models import Practitioner
from credentials.records.faults import Refusal
from outbox.models import Message
from tests.courses.sessions.world import (
    AT,
    BY,
    TODAY,
    codes,
    in_threads,
    make_learner,
    make_session,
    plan,
    put_person,
)

pytestmark = pytest.mark.django_db(transaction=True)
MANY = 8


def ask(session, enrolment, n=0):
    at = AT + dt.timedelta(seconds=n)
    return ask_seat(session_id=session.pk, enrolment_id=enrolment.pk, at=at, on=TODAY, by=BY)


def count(session):
    return Counter(Seat.objects.filter(session=session).values_list("state", flat=True))


def test_as_many_sit_as_there_are_seats_and_the_others_wait(programme):
    session = make_session(programme, capacity=3)
    learners = [make_learner(n, programme) for n in range(MANY)]
    start = Barrier(MANY)

    def asking(n):
        def work():
            start.wait()
            ask(session, learners[n], n)

        return work

    in_threads(*(asking(n) for n in range(MANY)))
    assert count(session) == {"seated": 3, "waiting": MANY - 3}


def test_one_learner_who_asks_many_times_at_once_has_one_seat(programme):
    session, learner = make_session(programme), make_learner(1, programme)
    start, told = Barrier(MANY), []

    def work():
        start.wait()
        told.append(ask(session, learner))

    in_threads(*[work] * MANY)
    assert count(session) == {"seated": 1}
    assert [codes(one) for one in told if isinstance(one, Refusal)] == [[("/enrolment", "seat_held")]] * (MANY - 1)


def test_seats_given_up_at_once_go_to_those_who_waited_longest(programme):
    session = make_session(programme, capacity=3)
    seats = [ask(session, make_learner(n, programme), n) for n in range(MANY)]
    start = Barrier(3)

    def giving_up(seat):
        def work():
            start.wait()
            withdraw_seat(seat_id=seat.pk, because="ill", at=AT, on=TODAY, by=BY)

        return work

    in_threads(*(giving_up(seat) for seat in seats[:3]))
    assert count(session) == {"seated": 3, "withdrawn": 3, "waiting": MANY - 6}
    called = Seat.objects.filter(session=session, state="seated").order_by("asked_at")
    assert list(called) == seats[3:6]
    assert set(Message.objects.filter(kind="seat_freed").values_list("payload__seat", flat=True)) == {
        seat.pk for seat in seats[3:6]
    }


def test_learners_who_move_both_ways_at_once_do_not_wait_for_one_another(programme):
    here, there = make_session(programme, capacity=MANY), make_session(programme, capacity=MANY, place="Elsewhere")
    seats = [ask(there if n % 2 else here, make_learner(n, programme), n) for n in range(MANY)]
    start = Barrier(MANY)

    def moving(n):
        def work():
            start.wait()
            to = here if n % 2 else there
            move_seat(seat_id=seats[n].pk, to_session_id=to.pk, because="swap", at=AT, on=TODAY, by=BY)

        return work

    in_threads(*(moving(n) for n in range(MANY)))
    for session in (here, there):
        assert count(session) == {"seated": MANY // 2, "moved": MANY // 2}


def test_whatever_happens_at_once_no_seat_is_given_twice_and_none_is_left_empty(programme):
    session = make_session(programme, capacity=2)
    learners = [make_learner(n, programme) for n in range(MANY)]
    start = Barrier(MANY + 1)

    def living(n):
        def work():
            chance = random.Random(n)
            start.wait()
            for turn in range(4):
                taken = ask(session, learners[n], 10 * turn + n)
                if chance.random() < 0.7 and isinstance(taken, Seat):
                    withdraw_seat(seat_id=taken.pk, because="changed my mind", at=AT, on=TODAY, by=BY)
            if n == 0:
                withdraw_enrolment(enrolment_id=learners[n].pk, because="gone", at=AT, on=TODAY, by=BY)

        return work

    def changing():
        start.wait()
        for capacity in (3, 4):
            change_session(session_id=session.pk, plan=plan(capacity=capacity), at=AT, on=TODAY, by=BY)

    in_threads(changing, *(living(n) for n in range(MANY)))
    told = count(session)
    assert told["seated"] <= 4
    assert told["seated"] == 4 or not told["waiting"]
    assert not Seat.objects.filter(enrolment=learners[0], state__in=("seated", "waiting")).exists()


def test_two_who_enrol_one_learner_at_once_make_one_enrolment(programme):
    put_person("FN-1EAR-0001")
    start, told = Barrier(2), []

    def work():
        person = Practitioner.objects.get(registry_number="FN-1EAR-0001")
        entrant = Entrant(practitioner=person, profession="PT", on=TODAY)
        start.wait()
        told.append(enrol(programme_id=programme.pk, entrant=entrant, today=TODAY, by=BY))

    in_threads(work, work)
    (refused,) = (one for one in told if isinstance(one, Refusal))
    assert codes(refused) == [("/practitioner", "enrolled")]
    assert Enrolment.objects.count() == 1
