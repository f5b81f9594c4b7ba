"""The sender is woken on commit, once, and a broker that is away fails nobody."""

import json
import time

import pytest
import redis
from celery import Celery, current_app
from django.db import transaction

from config.jobs import name_broker
from outbox.models import Message
from outbox.operations import enqueue, waking
from tests.outbox.conftest import NOON


@pytest.fixture(autouse=True)
def fresh_memory():
    waking._away_since.clear()
    yield
    waking._away_since.clear()


def write(cause):
    enqueue(kind="greeting", cause=cause, recipient="user:7", payload={}, at=NOON)


@pytest.fixture
def use_broker():
    """An application of Celery's that differs from ours in its broker alone."""
    ours = current_app._get_current_object()

    def make(broker_url):
        app = Celery("trial", set_as_current=True)
        app.config_from_object("config.jobs")
        app.conf.broker_url = broker_url

    yield make
    ours.set_current()


@pytest.fixture
def queue(servers, use_broker):
    """What waits in Celery's queue in a real broker."""
    broker = redis.Redis.from_url(servers["redis_url"])
    broker.delete("celery")
    use_broker(name_broker(servers["redis_url"]))
    yield lambda: [json.loads(told)["headers"]["task"] for told in broker.lrange("celery", 0, -1)]
    broker.delete("celery")


@pytest.mark.django_db(transaction=True)
def test_one_transaction_wakes_once_and_only_when_it_is_committed(queue):
    with transaction.atomic():
        write("c-1")
        with transaction.atomic():
            write("c-2")
        assert queue() == []
    assert queue() == ["outbox.tasks.deliver_outbox"]


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_wakes_nobody(queue):
    with transaction.atomic():
        write("c-1")
        transaction.set_rollback(True)
    assert queue() == []


@pytest.mark.django_db(transaction=True)
def test_a_part_that_is_rolled_back_does_not_silence_the_rest(queue):
    with transaction.atomic():
        with transaction.atomic():
            write("c-1")
            transaction.set_rollback(True)
        write("c-2")
    assert len(queue()) == 1


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_a_second_once_and_fails_nobody(use_broker):
    use_broker("redis://127.0.0.1:1/0")
    began = time.monotonic()
    for number in range(5):
        with transaction.atomic():
            write(f"c-{number}")
    assert time.monotonic() - began < 4
    assert Message.objects.count() == 5
