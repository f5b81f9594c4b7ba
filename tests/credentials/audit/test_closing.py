"""Closing days: when, once, by several at once, and after being killed."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import OperationalError, connection, connections

from credentials.models import AuditBlock, AuditHead
from credentials.operations.audit import close_days
from credentials.queries.audit import check_chain
from credentials.queries.audit_blocks import Tally
from credentials.signing.published import keys_by_kid
from credentials.tasks import audit_head
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import record_people, release_law
from tests.credentials.audit.world import correct_everything, pass_day, record_everything
from tests.outbox.addresses import database_url

CLONE = Path(__file__).resolve().parents[3]


def test_nothing_is_closed_before_its_day_is_over(law):
    record_people()
    assert close_days() == []
    assert not AuditHead.objects.exists()


def test_an_empty_registry_has_no_days(db, audit):
    assert close_days() == []
    code, lines = audit()
    assert (code, lines[0]) == (0, "0 heads; 0 rows, 0 of them not yet under a head.")


@pytest.fixture
def committed(transactional_db):
    """A registry that other connections and processes see."""
    forget_compiled()
    release_law()
    record_everything()
    pass_day()
    yield
    forget_compiled()


def alarms():
    return list(check_chain(keys=keys_by_kid(), kept=[], tally=Tally()))


def run_at_once(count, work):
    """The same work in so many threads, each with a connection of its own; gives what each returned."""
    told = []

    def run():
        try:
            told.append(work())
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def test_several_at_once_close_each_day_once(committed):
    closed = run_at_once(4, close_days)
    assert sorted(map(len, closed)) == [0, 0, 0, 1]
    assert AuditHead.objects.count() == 1
    assert alarms() == []
    assert audit_head() == []


def test_one_that_is_killed_leaves_whole_days(committed):
    """Killed while it writes, again and again, until one comes through."""
    for _ in range(3):
        correct_everything()
        pass_day()
    code = (
        "import django, time; django.setup()\n"
        "from credentials.operations import audit\n"
        "close = audit._close_section\n"
        "def slowly(*told):\n    time.sleep(0.02); return close(*told)\n"
        "audit._close_section = slowly\n"
        "print('ready', flush=True); audit.close_days()"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL or "redis://127.0.0.1:1",
        "PATH": "/usr/bin:/bin",
    }
    for attempt in range(20):
        process = subprocess.Popen(
            [sys.executable, "-c", code], cwd=CLONE, env=environment, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.3 + attempt * 0.15)
        process.kill()
        process.wait()
        assert alarms() == []
        if AuditHead.objects.count() == 4:
            break
    assert AuditHead.objects.count() == 4
    assert set(AuditBlock.objects.values_list("day")) == set(AuditHead.objects.values_list("day"))


def test_answers_on_their_way_are_waited_for_or_left_to_the_next_day(committed):
    """A lower number may be committed after a higher one: the head waits, or is not made; it never leaves one out."""
    begun, may_end = threading.Event(), threading.Event()

    def hold():
        with connection.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute("LOCK TABLE credentials_verification IN ROW EXCLUSIVE MODE")  # as a writer of answers does
            begun.set()
            may_end.wait(30)
            cursor.execute("COMMIT")
        connections.close_all()

    thread = threading.Thread(target=hold)
    thread.start()
    begun.wait(10)
    with pytest.raises(OperationalError, match="lock timeout"):
        close_days()
    assert not AuditHead.objects.exists()
    may_end.set()
    thread.join()
    assert len(close_days()) == 1
    assert alarms() == []
