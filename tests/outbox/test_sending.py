"""Sendings to machines elsewhere: their own lane, many receivers at once, each by one message at a time."""

import threading
import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection, transaction

from outbox import kinds
from outbox.kinds import GiveUp, TryAgain
from outbox.models import SENDINGS, Message
from outbox.operations import enqueue
from outbox.operations.claiming import take_next
from outbox.operations.delivering import deliver_due
from outbox.operations.resting import hasten
from outbox.operations.sending import TURN, send_due, send_one
from tests.outbox.conftest import NOON

pytestmark = pytest.mark.django_db
threads = pytest.mark.django_db(transaction=True)  # they have connections of their own


@pytest.fixture(autouse=True)
def own_sendings(monkeypatch):
    monkeypatch.setattr(kinds, "sendings", {})
    monkeypatch.setattr("outbox.operations.sending.sendings", kinds.sendings)


class Elsewhere:
    """What was told to whom, how many at the same time, and what they answer."""

    def __init__(self):
        self.told, self.answers, self.seconds = [], {}, {}
        self.now, self.most, self.most_each = {}, 0, 0
        self.lock = threading.Lock()
        kinds.register_sending("ping", self.send)

    def send(self, message, clock):
        to = message.recipient
        with self.lock:
            self.told.append((to, message.cause))
            self.now[to] = self.now.get(to, 0) + 1
            self.most, self.most_each = max(self.most, sum(self.now.values())), max(self.most_each, self.now[to])
        time.sleep(self.seconds.get(to, 0))
        with self.lock:
            self.now[to] -= 1
        return self.answers.get(to, Message.Closed.SENT)


@pytest.fixture
def elsewhere():
    return Elsewhere()


def write(count=1, to=1, kind="ping"):
    with transaction.atomic():
        for number in range(count):
            enqueue(kind=kind, cause=f"c-{number}", recipient=f"endpoint:{to}", payload={}, at=NOON)


def send_here(now=NOON):
    """Everything that is due, in this thread."""
    count = 0
    while taken := take_next(at=now, lane=SENDINGS):
        send_one(taken, lambda: now)
        count += 1
    return count


def send(senders=4, seconds=5, now=NOON):
    return send_due(clock=lambda: now, seconds=seconds, senders=senders)


@threads
def test_what_is_due_is_sent_once(elsewhere):
    write(3)
    assert [send(), send()] == [3, 0]
    assert sorted(elsewhere.told) == [("endpoint:1", f"c-{number}") for number in range(3)]
    assert set(Message.objects.values_list("closed_because", "attempts", "last_error")) == {("sent", 1, None)}


@threads
def test_several_receivers_at_once_and_each_by_one_message_at_a_time(elsewhere):
    for to in (1, 2, 3):
        write(3, to=to)
        elsewhere.seconds[f"endpoint:{to}"] = 0.1
    began = time.monotonic()
    assert send() == 9
    assert (elsewhere.most, elsewhere.most_each) == (3, 1)
    assert time.monotonic() - began < 0.85  # 0.9 one after another


@threads
def test_a_slow_receiver_holds_up_no_other(elsewhere):
    write(5, to=1)
    elsewhere.seconds["endpoint:1"] = 0.6
    write(10, to=2)
    send(senders=2, seconds=0.3)
    quick = [place for place, (to, _) in enumerate(elsewhere.told) if to == "endpoint:2"]
    assert len(quick) == 10  # while the first was on its way, and after the end of the turn
    assert elsewhere.told[0] == ("endpoint:1", elsewhere.told[0][1])
    assert len(elsewhere.told) - len(quick) < 5


@threads
def test_mails_and_jobs_do_not_wait_for_it_and_the_other_lane_leaves_it_alone(elsewhere):
    kinds.register_job("work", lambda message: None)
    write(2)
    with transaction.atomic():
        enqueue(kind="work", cause="w", recipient="job", payload={}, at=NOON)
    assert deliver_due(clock=lambda: NOON, seconds=5) == 1
    assert elsewhere.told == []
    assert send() == 2


@threads
def test_one_turn_goes_on_at_a_time(elsewhere):
    write()
    own = connection.copy()
    own.set_autocommit(False)
    with own.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
    assert send() == 0
    own.close()  # as when its process is killed
    assert send() == 1


@threads
def test_what_comes_while_a_slow_one_is_on_its_way_is_sent_in_the_same_turn(elsewhere):
    write(to=1)
    elsewhere.seconds["endpoint:1"] = 1.0
    later = threading.Timer(0.3, lambda: (write(to=2), connection.close()))
    later.start()
    assert send(seconds=0.1) == 2
    later.join()


def test_the_receiver_says_when_to_try_again_and_everything_to_it_rests(elsewhere):
    write(3, to=1)
    write(1, to=2)
    until = NOON + timedelta(minutes=5)
    elsewhere.answers["endpoint:1"] = TryAgain(NOON + timedelta(minutes=9), "status 503", until)
    assert send_here() == 2
    due = sorted(Message.objects.filter(recipient="endpoint:1").values_list("due_at", flat=True))
    assert due == [until, until, NOON + timedelta(minutes=9)]
    assert Message.objects.get(last_error="status 503").attempts == 1
    elsewhere.answers.clear()
    assert hasten(recipient="endpoint:1", at=NOON) == 3
    assert send_here() == 3


def test_what_its_receiver_never_takes_is_no_dead_letter(elsewhere):
    write()
    elsewhere.answers["endpoint:1"] = GiveUp("status 410")
    send_here()
    message = Message.objects.get()
    assert (message.closed_because, message.dead_at, message.last_error) == ("given_up", None, "status 410")


def test_nothing_to_say_any_more_closes_it(elsewhere):
    write()
    elsewhere.answers["endpoint:1"] = Message.Closed.NOT_NEEDED
    send_here()
    assert (Message.objects.get().closed_because, Message.objects.get().sent_at) == ("not_needed", None)


def test_what_fails_on_our_side_comes_again_and_undoes_what_was_written_with_it(elsewhere):
    def fail(message, clock):
        enqueue(kind="ping", cause="written by it", recipient="endpoint:2", payload={}, at=NOON)
        raise ValueError("a secret")

    kinds.register_sending("bad", fail)
    write(kind="bad")
    write(to=3)
    assert send_here() == 2
    message = Message.objects.get(kind="bad")
    assert message.last_error.startswith("ValueError at tests/outbox/test_sending.py:")
    assert message.closed_because is None
    assert not Message.objects.filter(cause="written by it").exists()


def test_a_kind_that_nobody_knows_waits(elsewhere):
    write(kind="from_tomorrow")
    assert send_here() == 1
    assert Message.objects.get().last_error == "unknown kind"


@threads
def test_its_threads_leave_no_connection_behind(elsewhere):
    def count():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return cursor.fetchone()[0]

    before = count()
    for to in range(6):
        write(to=to)
    assert send() == 6
    time.sleep(0.2)  # the server takes a moment to see that they are gone
    assert count() <= before


def test_the_clock_is_that_of_whoever_asks(elsewhere):
    write()
    assert send_here(now=NOON - timedelta(seconds=1)) == 0
    assert send_here(now=datetime(2026, 3, 1, 12, tzinfo=UTC)) == 1
