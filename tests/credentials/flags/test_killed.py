"""The job in processes of its own: two at once, and killed while it has written all and committed nothing."""

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import psycopg
import pytest
from django.db import connection

from credentials.models import ExpiryFlag, FlagRun
from outbox.models import Message
from tests.credentials.flags.conftest import ONE_OF_EACH, days_before, licence
from tests.outbox.addresses import database_url

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Path(__file__).parent
PEOPLE = [f"FN-B000-000{n}" for n in range(5)]
WAITING = "SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database WHERE NOT granted AND datname = %s"


@pytest.fixture
def people(hold):
    for place, number in enumerate(PEOPLE):
        lists = {**ONE_OF_EACH, "licences": [licence(f"CO {place}")]}
        del lists["privileges"], lists["certifications"]  # their numbers would be one person's
        hold(number, email=f"p{place}@example.org", **lists)


def start(day):
    environment = os.environ | {"DATABASE_URL": database_url(), "PYTHONPATH": str(HERE.parents[2])}
    return subprocess.Popen(
        [sys.executable, str(HERE / "one_run.py"), str(day)], env=environment, stdout=subprocess.PIPE, text=True
    )


class Gate:
    """A table that nobody else may write to, so that the job stands still before its last but one statement."""

    def __init__(self, table):
        self.table = table

    def __enter__(self):
        self.held = psycopg.connect(database_url().replace("postgres://", "postgresql://", 1))
        self.held.execute(f"LOCK TABLE {self.table} IN EXCLUSIVE MODE")
        return self

    def __exit__(self, *_):
        self.held.close()

    def wait_for(self, waiting):
        """Until so many stand before it, or before each other."""
        ends = time.monotonic() + 60
        while self.held.execute(WAITING, [connection.settings_dict["NAME"]]).fetchone()[0] < waiting:
            assert time.monotonic() < ends, "nobody came"
            time.sleep(0.05)


def flagged():
    return Counter(ExpiryFlag.objects.values_list("practitioner__registry_number", "kind"))


ALL_ONCE = {(number, kind): 1 for number in PEOPLE for kind in ("licence", "authorization", "credential")}


@pytest.mark.parametrize("table", ["outbox_message", "credentials_flagrun"], ids=["before the mails", "at its end"])
def test_killed_with_all_written_and_nothing_committed_it_has_not_happened(people, run, table):
    with Gate(table) as gate:
        process = start(days_before(7))
        gate.wait_for(1)
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (flagged(), Message.objects.count(), FlagRun.objects.count()) == ({}, 0, 0)
    raised = run(days_before(7))
    assert (raised.flags, raised.digests) == (15, 5)
    assert flagged() == ALL_ONCE


def test_two_at_once_flag_everything_once(people):
    with Gate("outbox_message") as gate:
        both = [start(days_before(7)) for _ in range(2)]
        gate.wait_for(2)
    told = sorted(process.communicate(timeout=60)[0].split("\n")[1] for process in both)
    assert told == ["0 0 True", "15 5 False"]
    assert flagged() == ALL_ONCE
    assert Message.objects.filter(kind="flags").count() == 5


def test_a_recording_while_the_job_is_at_work_is_found_by_the_next_run(people, hold, run):
    with Gate("outbox_message") as gate:
        process = start(days_before(7))
        gate.wait_for(1)
        hold("FN-C000-0000", licences=[licence("UT 9", place="US-UT")])  # recorded after the job has looked
    assert process.communicate(timeout=60)[0] == "ready\n15 5 False\n"
    assert run(days_before(7)).flags == 1


def test_killed_at_any_instant_nothing_is_missed_and_nothing_told_twice(people, run):
    chance = random.Random(7)
    for before in (95, 85, 50, 10, 0, -3):
        process = start(days_before(before))
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.wait()
        run(days_before(before))
    steps = {}
    for number, step in ExpiryFlag.objects.filter(kind="licence").values_list("practitioner__registry_number", "step"):
        steps.setdefault(number, []).append(step)
    assert {number: sorted(told) for number, told in steps.items()} == {
        number: [-1, 0, 14, 60, 90] for number in PEOPLE
    }
