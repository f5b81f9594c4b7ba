"""The id of a request goes with the task that it publishes and the message that it causes, into the worker's log."""

import json
import logging
from types import SimpleNamespace

import pytest
import redis
from celery import Celery, current_app
from celery.app.task import Context
from django.db import transaction
from django.test import Client

from config.celery import take_request_id, tell_task
from config.jobs import name_broker
from config.logs import gather
from outbox.causes import request_id
from outbox.operations import waking

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def own_request():
    waking._away_since.clear()
    token = request_id.set("r-77")
    yield
    request_id.reset(token)


def test_a_message_keeps_the_id_and_its_delivery_tells_it(write, sender, greeting, post_office, caplog):
    caplog.set_level(logging.INFO)
    told = []
    handler = logging.Handler()
    handler.emit = lambda record: told.append(gather(record))
    logging.getLogger("outbox.operations.delivering").addHandler(handler)
    message = write()
    request_id.set("r-78")
    sender.deliver()
    assert request_id.get() == "r-78"  # the task that delivers goes on in the name of who woke it
    logging.getLogger("outbox.operations.delivering").removeHandler(handler)
    assert message.request_id == "r-77"
    assert [(line["message"], line["request_id"], line["message_id"]) for line in told] == [
        ("message sent", "r-77", str(message.pk))
    ]


def test_a_task_carries_the_id_and_the_worker_takes_it(servers):
    ours = current_app._get_current_object()
    app = Celery("trial", set_as_current=True, broker=name_broker(servers["redis_url"]))
    broker = redis.Redis.from_url(servers["redis_url"])
    broker.delete("celery")
    with transaction.atomic():
        waking.wake_sender()
    (sent,) = broker.lrange("celery", 0, -1)
    broker.delete("celery")
    app.close()
    ours.set_current()
    headers = json.loads(sent)["headers"]
    assert headers["request_id"] == "r-77"
    request_id.set("another")
    task = SimpleNamespace(name="law.tasks.x", request=Context(headers))
    take_request_id(task=task)
    assert request_id.get() == "r-77"
    tell_task(task=task, state="SUCCESS", retval=None)


def test_a_task_of_the_schedule_has_none():
    take_request_id(task=SimpleNamespace(request=Context({})))
    assert request_id.get() == ""


@pytest.mark.parametrize(
    ("given", "told"), [("r-78", "r-78"), ("two words", None), ("x" * 65, None)], ids=["harmless", "blanks", "too long"]
)
def test_a_request_brings_its_own_id_where_it_is_harmless(given, told):
    answered = Client().get("/healthz", headers={"X-Request-Id": given})["X-Request-Id"]
    assert answered == request_id.get()
    assert answered == told if told else len(answered) == 32
