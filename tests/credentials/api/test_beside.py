"""The second process beside a web worker: the same bytes, from the same snapshot, whatever becomes of it."""

import datetime as dt
import json
import os
import signal
import threading
import time

import orjson
import pytest
from django.db import connection

from accounts.models import Organisation
from credentials.api.batches import Pieces, Terms, tell_questions
from credentials.api.beside import Beside, beside
from credentials.api.large_batches import LARGE, tell_batch
from credentials.counting import answers_given
from credentials.queries.snapshots import one_snapshot
from law.queries.compiled import forget_compiled
from tests.credentials.api.conftest import question_about
from tests.credentials.api.world import ADA, CARL, DORA, licence, put, record_people, release_law
from tests.credentials.sites.world import SESSIONS, open_site, rule
from tests.house.serving import environment_of_test

CLINIC, SITE = 4711, "ST-0000-0001"
pytestmark = pytest.mark.django_db(transaction=True)
ASKED = [
    question_about(),
    {"colour": "red"},
    question_about(CARL, jurisdiction="XB-1"),
    question_about("FN-0000-0000"),
    "a question?",
    question_about(standard="none"),
    question_about(DORA, patient={"age": 40}),
    question_about(on=None, name="Ada Ärmel", attested=["town_permit"]),
    question_about(patient={"age": 123456789012345678901234567890}),
    None,
    question_about(site=SITE),
    question_about(site="ST-0000-0002"),
]
QUESTIONS = orjson.loads(json.dumps(ASKED)) * 110  # as a body is read: what has no room in 64 bits is a float
NOW = dt.datetime(2026, 11, 22, 9, 30, 0, 123456, dt.UTC)
TERMS = Terms(NOW, is_full=True, may_leave_out_standard=False, organisation_id=CLINIC)


@pytest.fixture
def world(transactional_db, servers, settings, monkeypatch):
    forget_compiled()
    release_law()
    record_people()
    site = open_site(Organisation.objects.create(pk=CLINIC, name="Aspen Clinic"), code=SITE)
    rule(site, SESSIONS)
    settings.BATCH_IN_TWO = True
    for name, value in environment_of_test(servers).items():
        monkeypatch.setenv(name, value)
    answers_given.clear()
    yield
    forget_compiled()


@pytest.fixture
def second(world):
    """A second process at rest."""
    second = Beside()
    until = time.monotonic() + 60
    while second._ready_wire() is None:
        assert time.monotonic() < until
        time.sleep(0.05)
    yield second
    if second._process is not None:
        second._end()


def alone():
    told = tell_questions(QUESTIONS, TERMS)
    counted = dict(answers_given)
    answers_given.clear()
    return told, counted


def tell(second):
    pieces = Pieces(QUESTIONS, TERMS)
    with one_snapshot(), second.at_work(pieces) as wait:
        pieces.tell()
        wait()
        pieces.tell()
    return pieces.joined()


def test_it_tells_all_of_a_batch_as_the_worker_would_and_counts_it(second):
    expected, counted = alone()
    assert orjson.loads(b"[%b]" % expected)[0]["outcome"] == "conditional"
    for _ in range(2):
        pieces = Pieces(QUESTIONS, TERMS)
        with one_snapshot(), second.at_work(pieces) as wait:
            wait()
        assert pieces.take_last() is None  # it left nothing to the worker
        assert pieces.joined() == expected
        assert answers_given == counted
        answers_given.clear()


def test_both_together_tell_the_same(second):
    expected, counted = alone()
    assert tell(second) == expected
    assert answers_given == counted


def test_it_sees_what_the_worker_sees_though_more_was_recorded_since(second):
    expected, _ = alone()
    os.kill(second._process.pid, signal.SIGSTOP)
    pieces = Pieces(QUESTIONS, TERMS)
    with one_snapshot(), second.at_work(pieces) as wait:
        record_aside()
        os.kill(second._process.pid, signal.SIGCONT)
        wait()
    assert pieces.joined() == expected
    assert alone()[0] != expected


def record_aside():
    """Correct Ada's licence over another connection, which commits."""

    def record():
        put({"registry_number": ADA, "licences": [licence("A-1", expires_on="2025-12-31")]})
        connection.close()

    thread = threading.Thread(target=record)
    thread.start()
    thread.join()


@pytest.mark.parametrize("at_work", [False, True], ids=["at rest", "with a piece in hand"])
def test_killed_it_is_done_without_and_let_go(second, at_work):
    expected, counted = alone()
    process = second._process
    if at_work:
        os.kill(process.pid, signal.SIGSTOP)
        threading.Timer(0.3, process.kill).start()
    else:
        process.kill()
    assert tell(second) == expected
    assert answers_given == counted
    process.wait(5)
    assert tell(second) == expected
    assert second._process is None  # not started again at once


def test_stuck_it_is_ended(second):
    expected, _ = alone()
    process = second._process
    second._wire.settimeout(0.5)
    os.kill(process.pid, signal.SIGSTOP)
    assert tell(second) == expected
    assert process.wait(5) == -signal.SIGKILL


def test_it_is_started_anew_after_a_rest(second, monkeypatch):
    monkeypatch.setattr("credentials.api.beside.PAUSE_SECONDS", 0.0)
    first = second._process
    first.kill()
    first.wait(5)
    tell(second)
    tell(second)
    assert second._process is not None
    assert second._process.pid != first.pid


def test_it_helps_with_one_batch_at_a_time(second):
    one, other = Pieces(QUESTIONS, TERMS), Pieces(QUESTIONS, TERMS)
    with one_snapshot(), second.at_work(one) as wait:
        with second.at_work(other) as nothing:
            nothing()
        wait()
    assert other.take_last() is not None
    assert one.take_last() is None


def test_switched_off_there_is_none(world, settings):
    settings.BATCH_IN_TWO = False
    second = Beside()
    assert tell(second) == alone()[0]
    assert second._process is None


def test_only_large_batches_of_the_present_are_parted(world):
    past = [*QUESTIONS, question_about(known_at="1999-01-01T00:00:00Z")]
    for questions in (QUESTIONS[: LARGE - 1], past):
        assert tell_batch(questions, TERMS) == tell_questions(questions, TERMS)
    assert beside._process is None
    try:
        assert tell_batch(QUESTIONS, TERMS) == alone()[0]
        assert beside._process is not None  # being started, for the next one
    finally:
        beside._end()
