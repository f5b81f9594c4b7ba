from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction

from outbox import kinds
from outbox.kinds import Letter
from outbox.models import Message
from outbox.operations import enqueue
from outbox.operations.delivering import deliver_due
from tests.outbox.smtp import Server

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Sender:
    """A sender whose clock the test sets."""

    def __init__(self):
        self.now = NOON

    def deliver(self, **later):
        self.now += timedelta(**later)
        return deliver_due(clock=lambda: self.now, seconds=30)


@pytest.fixture
def sender():
    return Sender()


@pytest.fixture(autouse=True)
def own_kinds(monkeypatch):
    """What a test registers is forgotten after it."""
    monkeypatch.setattr(kinds, "letters", kinds.letters.copy())
    monkeypatch.setattr(kinds, "jobs", kinds.jobs.copy())
    monkeypatch.setattr("outbox.operations.delivering.letters", kinds.letters)
    monkeypatch.setattr("outbox.operations.delivering.jobs", kinds.jobs)
    monkeypatch.setattr(kinds, "_readers", [lambda recipient: [f"{recipient.replace(':', '-')}@example.org"]])


@pytest.fixture
def greeting(own_kinds):
    kinds.register_letter("greeting", lambda message: Letter("A greeting", "Good day – to you", "<p>Good day</p>"))


@pytest.fixture
def post_office(settings):
    server = Server()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 2
    settings.DEFAULT_FROM_EMAIL = "Filiform <filiform@example.org>"
    yield server.received
    server.shutdown()
    server.server_close()


@pytest.fixture
def write(db):
    def make(kind="greeting", cause="c-1", recipient="user:7", payload=None):
        with transaction.atomic():
            told = enqueue(kind=kind, cause=cause, recipient=recipient, payload=payload or {}, at=NOON)
        return Message.objects.get(pk=told)

    return make
