"""`/healthz` and `/readyz` in each state, over real servers."""

import os
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import override_settings

from law.queries.compiled import forget_compiled
from outbox.broker import WORKER_SEEN, connect_broker
from outbox.models import Message
from outbox.operations import enqueue, record_worker_seen
from tests.credentials.api.world import release_law

PARTS = {"database", "law", "broker", "worker", "outbox"}


@pytest.fixture(autouse=True)
def fresh_memory():
    forget_compiled()
    yield
    forget_compiled()


@pytest.fixture
def broker(servers):
    """A broker in which no worker was ever seen, on a database of its own beside other processes' tests."""
    parts = urlsplit(servers["redis_url"])
    database = 8 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 8
    unix = f"unix://{parts.path}?db={database}"
    with override_settings(REDIS_URL=unix if parts.scheme == "unix" else parts._replace(path=f"/{database}").geturl()):
        connect_broker().delete(WORKER_SEEN)
        yield
        connect_broker().delete(WORKER_SEEN)


def ready():
    response = Client(raise_request_exception=False).get("/readyz")
    told = response.json()
    assert set(told) == {"status", "parts", "outbox"}
    assert set(told["parts"]) == PARTS
    return response.status_code, told["status"], {part for part, state in told["parts"].items() if state != "up"}


def outbox():
    return Client().get("/readyz").json()["outbox"]


def test_alive_takes_nothing():
    """Without a database: pytest would refuse one here."""
    response = Client().get("/healthz")
    assert (response.status_code, response.json()) == (200, {"status": "alive"})
    assert Client().head("/healthz").status_code == 200
    assert Client().post("/healthz").status_code == Client().post("/readyz").status_code == 405


def test_with_everything_it_is_ready(db, broker):
    release_law()
    record_worker_seen(seen_at=datetime.now(UTC))
    assert ready() == (200, "ready", set())


def test_without_a_worker_it_is_degraded(db, broker):
    release_law()
    assert ready() == (200, "degraded", {"worker"})


@pytest.mark.parametrize("url", ["", "redis://127.0.0.1:1/0"])
def test_without_a_broker_it_is_degraded(db, settings, url):
    settings.REDIS_URL = url
    release_law()
    assert ready() == (200, "degraded", {"broker", "worker"})


def test_without_law_it_is_not_ready(db, broker):
    record_worker_seen(seen_at=datetime.now(UTC))
    assert ready() == (503, "not ready", {"law"})


def test_a_message_that_is_overdue_is_told(db, broker):
    release_law()
    now = datetime.now(UTC)
    record_worker_seen(seen_at=now)
    enqueue(kind="greeting", cause="c-1", recipient="user:7", payload={}, at=now - timedelta(seconds=90))
    assert ready() == (200, "ready", set())
    enqueue(kind="greeting", cause="c-2", recipient="user:7", payload={}, at=now - timedelta(seconds=150))
    assert ready() == (200, "degraded", {"outbox"})
    assert 150 <= outbox()["overdue_seconds"] < 200


def test_dead_letters_are_counted(db, broker):
    now = datetime.now(UTC)
    enqueue(kind="greeting", cause="c-1", recipient="user:7", payload={}, at=now)
    Message.objects.update(dead_at=now)
    assert (outbox()["dead_letters"], outbox()["overdue_seconds"]) == (1, 0)


def test_a_deployment_without_a_mail_server_says_so(db, broker, settings):
    release_law()
    record_worker_seen(seen_at=datetime.now(UTC))
    settings.EMAIL_BACKEND = "outbox.mail.NoServer"
    assert ready() == (200, "degraded", {"outbox"})
    assert outbox()["mail"] == "down"


@pytest.mark.django_db(transaction=True)
def test_without_a_database_it_is_not_ready(broker):
    record_worker_seen(seen_at=datetime.now(UTC))
    connection.close()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    try:
        told = ready()
    finally:
        connection.settings_dict["PORT"] = port
        connection.close()
    assert told == (503, "not ready", {"database", "law", "outbox"})


@pytest.mark.django_db(transaction=True)
def test_a_question_without_a_database_is_a_problem_that_says_to_come_again():
    connection.close()
    port = connection.settings_dict["PORT"]
    connection.settings_dict["PORT"] = "1"
    try:
        key = "Bearer fil_aaaaaaaa_" + "a" * 43
        response = Client(raise_request_exception=False).get(
            "/api/v1/practitioners/FN-7K3M-2Q9D/standing", headers={"Authorization": key}
        )
    finally:
        connection.settings_dict["PORT"] = port
        connection.close()
    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert response["Retry-After"]
