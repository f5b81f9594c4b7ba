"""How often the hot path asks the database: real protocol messages, since its statement goes past Django's cursor."""

import re

import pytest
from django.db import connection

from accounts.api.callers import forget_keys
from tests.credentials.api.conftest import BASE, question_about


@pytest.fixture
def count(tmp_path):
    """Round trips of some work: how often the server said that it is ready for the next."""
    counted = []

    def of(work):
        connection.ensure_connection()
        wire = connection.connection.pgconn
        path = tmp_path / f"trace-{len(counted)}"
        with path.open("w+b") as trace:
            wire.trace(trace.fileno())
            try:
                answer = work()
            finally:
                wire.untrace()
            trace.seek(0)
            counted.append(len(re.findall(rb"\tReadyForQuery\b", trace.read())))
        assert answer.status_code in (200, 201, 304), answer.content
        return counted[-1]

    return of


@pytest.fixture
def warm(standing):
    """The statement planned, the law compiled, the key known."""
    for _ in range(3):
        standing()


def test_standing_takes_two_round_trips_the_key_included(count, warm, standing):
    forget_keys()
    assert count(standing) == 2


def test_with_the_key_known_it_takes_one(count, warm, standing):
    standing()
    assert count(standing) == 1


def test_to_be_told_nothing_new_takes_no_more(count, warm, standing):
    tag = standing()["ETag"]
    assert count(lambda: standing(headers={"If-None-Match": tag})) == 1


def test_a_batch_of_a_hundred_takes_one(count, warm, batch):
    asked = [question_about() for _ in range(100)]
    batch(asked)
    assert count(lambda: batch(asked)) == 1


def test_the_count_counts(count, people, asker):
    """A page of the public list takes two statements, and is seen to."""
    assert count(lambda: asker.get(f"{BASE}/practitioners")) == 2
