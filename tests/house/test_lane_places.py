"""The places of the long lane, without a web server: each comes back, whatever happens at once."""

import sys
import threading

import pytest
from django.http import HttpResponse

from config.lane_sizes import LONG_AT_ONCE
from config.lanes import LONG_PATHS, NO_ROOM, Lanes

(BATCH,) = LONG_PATHS


def no_straight_way(environ):
    del environ


def ask(lanes):
    environ = {"PATH_INFO": BATCH}
    answer = lanes(environ, None)
    if NO_ROOM in environ:
        return False
    assert b"".join(answer) == b"told"
    answer.close()
    return True


def places_free(lanes):
    taken = []
    while lanes._long.acquire(blocking=False):
        taken.append(1)
    for _ in taken:
        lanes._long.release()
    return len(taken)


@pytest.fixture
def hurry():
    """Threads that take turns as often as Python lets them."""
    interval = sys.getswitchinterval()
    yield lambda: sys.setswitchinterval(1e-7)
    sys.setswitchinterval(interval)


def test_many_at_once_leave_every_place_and_no_more_connections_than_places(hurry):
    lanes = Lanes(lambda *_: HttpResponse(b"told"), no_straight_way)
    hurry()
    failures, let_in = [], []

    def hammer():
        try:
            for _ in range(400):
                let_in.append(ask(lanes))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=hammer) for _ in range(LONG_AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert any(let_in)
    assert places_free(lanes) == LONG_AT_ONCE
    assert len(lanes._spare) <= LONG_AT_ONCE


def test_an_answer_that_nobody_closes_gives_its_place_back():
    lanes = Lanes(lambda *_: HttpResponse(b"told"), no_straight_way)
    answer = lanes({"PATH_INFO": BATCH}, None)
    assert places_free(lanes) == LONG_AT_ONCE - 1
    del answer
    assert places_free(lanes) == LONG_AT_ONCE


def test_a_failure_gives_the_place_back():
    def fail(*_):
        raise RuntimeError("on purpose")

    lanes = Lanes(fail, no_straight_way)
    for _ in range(LONG_AT_ONCE + 1):
        with pytest.raises(RuntimeError):
            lanes({"PATH_INFO": BATCH}, None)
    assert places_free(lanes) == LONG_AT_ONCE
