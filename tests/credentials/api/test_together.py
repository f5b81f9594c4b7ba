"""Callers at the same time: writers in flight, batches beside corrections, two records put at once."""

import datetime as dt
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from accounts.models import RegistryClock
from credentials.models import Licence
from law.queries.compiled import forget_compiled
from tests.credentials.api.conftest import BASE, question_about
from tests.credentials.api.world import ADA, licence, put, record_people, release_law

pytestmark = pytest.mark.django_db(transaction=True)
EXPIRED = {"registry_number": ADA, "licences": [licence("A-1", expires_on="2025-12-31")]}
VALID = {"registry_number": ADA, "licences": [licence("A-1")]}


@pytest.fixture
def people(transactional_db):
    forget_compiled()
    release_law()
    record_people()
    yield
    forget_compiled()


@pytest.fixture
def aside():
    """Run work in threads with connections of their own."""
    pool = ThreadPoolExecutor(8)

    def start(work, *arguments):
        def run():
            try:
                return work(*arguments)
            finally:
                connection.close()

        return pool.submit(run)

    yield start
    pool.shutdown()


class Writer:
    """Records something and commits when it is told to."""

    def __init__(self, aside):
        self.has_written, self.may_commit = threading.Event(), threading.Event()
        self.done = aside(self.write)
        assert self.has_written.wait(10)

    def write(self):
        with transaction.atomic():
            put(EXPIRED)
            self.has_written.set()
            assert self.may_commit.wait(10)

    def commit(self):
        self.may_commit.set()
        self.done.result(10)


def now():
    return dt.datetime.now(dt.UTC).isoformat()


def test_an_instant_waits_for_the_writer_in_flight(standing, aside):
    writer = Writer(aside)
    instant = now()
    asked = aside(lambda: standing(known_at=instant))
    time.sleep(0.4)
    assert not asked.done()
    writer.commit()
    assert asked.result(10).json()["outcome"] == "refused"
    assert standing(known_at=instant).json()["outcome"] == "refused"


def test_a_batch_waits_too(batch, aside):
    writer = Writer(aside)
    asked = aside(batch, [question_about(known_at=now()), question_about()])
    time.sleep(0.4)
    assert not asked.done()
    writer.commit()
    assert {one["outcome"] for one in asked.result(10).json()["results"]} == {"refused"}


def test_the_present_and_the_past_wait_for_nobody(standing, aside):
    past = RegistryClock.objects.get().ticked_at
    writer = Writer(aside)
    present = standing()
    assert standing(known_at=past.isoformat()).json() == present.json()
    assert present.json()["outcome"] == "conditional"
    writer.commit()
    assert standing(known_at=present.json()["known_at"]).content == present.content
    assert standing().json()["outcome"] == "refused"


def test_answers_beside_corrections_can_be_asked_again(batch, standing, aside):
    stop, told = threading.Event(), []

    def correct():
        while not stop.is_set():
            put(EXPIRED)
            put(VALID)

    writing = aside(correct)
    try:
        for _ in range(12):
            instants = [None, now(), None, past(0.01), past(0.05), None]
            results = batch([question_about(known_at=at) for at in instants], detail="full").json()["results"]
            assert len({one["known_at"] for one, at in zip(results, instants, strict=True) if at is None}) == 1
            told += results
    finally:
        stop.set()
        writing.result(20)
    assert {one["outcome"] for one in told} == {"conditional", "refused"}
    for one in told:
        assert standing(known_at=one["known_at"]).json() == one


def past(seconds):
    return (dt.datetime.now(dt.UTC) - dt.timedelta(seconds=seconds)).isoformat()


def test_recorded_answers_beside_corrections_are_read_as_they_were(verify, asker, aside):
    puts = [aside(put, one) for one in (EXPIRED, VALID, EXPIRED)]
    answers = [aside(verify) for _ in range(8)]
    for one in puts:
        one.result(20)
    for answer in answers:
        response = answer.result(20)
        assert response.status_code == 201
        assert asker.get(response["Location"]).json() == response.json()


def test_two_that_put_one_record_at_once(people, make_client, aside):
    client = make_client("registry:read", "registry:write", organisation="Board")
    number = "FN-TW0C-0001"

    def send(expires_on):
        record = {"licences": [licence("T-1", expires_on=expires_on)], "name": "Two Ce"}
        return client.put(f"{BASE}/practitioners/{number}", record, content_type="application/json")

    days = [f"20{n}-12-31" for n in range(31, 37)]
    answers = [one.result(20) for one in [aside(send, day) for day in days]]
    assert sorted(one.status_code for one in answers) == [200] * 5 + [201]
    for day, answer in zip(days, answers, strict=True):
        assert [one["expires_on"] for one in answer.json()["licences"]] == [day]
    (standing,) = client.get(f"{BASE}/practitioners/{number}").json()["licences"]
    facts = Licence.objects.filter(practitioner__registry_number=number)
    assert (facts.count(), facts.get(superseded_at=None).expires_on.isoformat()) == (6, standing["expires_on"])
    assert len(set(facts.values_list("recorded_at", flat=True))) == 6
