"""Senders in processes of their own: several at once, and killed at the worst instant."""

import os
import signal
import subprocess
import sys
import threading
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.db import transaction

from outbox import kinds
from outbox.models import Message
from outbox.operations import enqueue
from outbox.operations.delivering import deliver_due
from tests.outbox.addresses import database_url
from tests.outbox.conftest import NOON

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Path(__file__).parent


def start_sender(settings, **given):
    environment = os.environ | {"DATABASE_URL": database_url(), "PYTHONPATH": str(HERE.parents[1])} | given
    command = [sys.executable, str(HERE / "one_sender.py"), str(settings.EMAIL_PORT)]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def deliver_later():
    Message.objects.filter(closed_because__isnull=True).update(due_at=NOON)  # its delay is over
    return deliver_due(clock=lambda: datetime.now(UTC), seconds=30)


def test_killed_between_the_receivers_answer_and_our_note_it_goes_out_again_under_the_same_id(
    write, greeting, post_office, settings
):
    received, let_go = threading.Event(), threading.Event()

    def wait_with_the_answer():
        received.set()
        let_go.wait(30)

    message = write()
    post_office.after_data = wait_with_the_answer
    process = start_sender(settings)
    assert received.wait(30)
    process.send_signal(signal.SIGKILL)
    process.wait()
    let_go.set()
    message.refresh_from_db()
    assert (message.closed_because, message.attempts) == (None, 1)
    post_office.after_data = lambda: None
    assert deliver_later() == 1
    assert post_office.ids() == [str(message.pk)] * 2
    message.refresh_from_db()
    assert (message.closed_because, message.attempts) == ("sent", 2)


def test_a_job_that_is_killed_half_way_has_done_nothing_and_is_done_once_later(write, post_office, settings):
    message = write("work", recipient="job")
    process = start_sender(settings, SLOW="1")
    assert process.stdout.readline() == "inside\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert not Message.objects.filter(kind="effect").exists()
    kinds.register_job("work", lambda told: write("effect", told.cause, "job"))
    kinds.register_job("effect", lambda told: None)
    deliver_later()
    assert Message.objects.filter(kind="effect").count() == 1
    message.refresh_from_db()
    assert message.closed_because == "done"


def test_several_senders_at_once_share_the_work_and_send_nothing_twice(write, greeting, post_office, settings):
    with transaction.atomic():
        ids = [
            str(enqueue(kind="greeting", cause=f"c-{number}", recipient="user:7", payload={}, at=NOON))
            for number in range(60)
        ]
    processes = [start_sender(settings) for _ in range(3)]
    assert [process.wait(60) for process in processes] == [0, 0, 0]
    assert len(post_office.ids()) >= 50  # by these three; a connection that failed on a busy machine is tried later
    deliver_later()
    assert Counter(post_office.ids()) == Counter(ids)
    assert post_office.connections > 1
