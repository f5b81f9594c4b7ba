"""Workers beside one another, beside whoever records, and killed at any instant: nothing lost, nothing twice."""

import datetime as dt
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.db import connection, connections, transaction

from accounts.operations.clock import recording_at
from clinics.models import Alert, RosterCheck, Watch
from clinics.operations.monitoring.alerting import raise_alerts
from clinics.operations.monitoring.deciding import decide_watches
from clinics.operations.monitoring.redeciding import redecide_due, redecide_entries
from clinics.operations.monitoring.writing import record_found
from clinics.queries.due import claim_due
from credentials.models import Verification
from law.queries.compiled import forget_compiled
from outbox.models import Message
from tests.clinics.monitoring.watching import SOON, alerts_of, noon, put_licensed, redecide_all, told, watch_of
from tests.clinics.world import CONSENT, make_clinic, make_entry, make_site, release_law
from tests.outbox.addresses import database_url

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Path(__file__).parent
PEOPLE = 12
OVER = noon("2026-02-11")
AGAIN = SOON + dt.timedelta(minutes=1)


@pytest.fixture
def roster(transactional_db):
    """A dozen people whose licences end on one day, for adults and children, decided while they held."""
    forget_compiled()
    release_law()
    site = make_site(make_clinic(), declares=[CONSENT])
    entries = [
        make_entry(site, put_licensed(f"FN-FAY0-00{n:02}", until="2026-02-10"), groups=["adult", "child"])
        for n in range(PEOPLE)
    ]
    redecide_all(SOON)
    yield entries
    forget_compiled()


def start(at=OVER):
    environment = os.environ | {"DATABASE_URL": database_url(), "PYTHONPATH": str(HERE.parents[2])}
    command = [sys.executable, str(HERE / "one_turn.py"), at.isoformat()]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def finish(process):
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return int(told)


def check_once():
    """Every watch was looked at twice, at first and on the day; and each change was told once, to be carried once."""
    assert set(Watch.objects.values_list("outcome", "decided_at")) == {("refused", OVER)}
    assert RosterCheck.objects.count() == Verification.objects.count() == 4 * PEOPLE
    groups = {alert.entry_key: alert.groups for alert in Alert.objects.all()}
    assert list(groups.values()) == PEOPLE * [["adult", "child"]]  # decided by one worker, however many there were
    assert Alert.objects.count() == Message.objects.filter(kind="alert_raised").count() == PEOPLE


def test_two_workers_share_what_is_due(roster):
    both = [start(), start()]
    assert sum(finish(one) for one in both) == 2 * PEOPLE
    check_once()


def test_killed_at_any_instant_nothing_is_lost_and_nothing_is_told_twice(roster):
    chance = random.Random(5)
    for _ in range(3):
        process = start()
        time.sleep(chance.uniform(0, 0.3))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    finish(start())
    check_once()


def in_thread(run):
    """Run it in a thread with a connection of its own; join to hear how it ended."""

    def work():
        try:
            with recording_at(AGAIN):
                run()
        finally:
            connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def suspend(number="FN-FAY0-0000"):
    put_licensed(number, until="2026-02-10", statuses=[{"status": "suspended", "from": "2026-02-02", "until": None}])


def wait_until_blocked():
    """Until some backend waits for a lock that this one holds. Locks are read live, unlike what backends are doing."""
    waiting = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
    with connection.cursor() as cursor:
        for _ in range(400):
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
            time.sleep(0.01)
    raise AssertionError("nobody waits")


def test_what_is_recorded_while_it_is_being_decided_makes_it_due_again(roster):
    """The evidence was read before, and the answer is written after: without the mark it would stay as it was."""
    entry = roster[0]
    Watch.objects.filter(entry_key=entry.key).update(due_at=AGAIN)
    with transaction.atomic():
        watches = claim_due(at=AGAIN, limit=10)
        found = decide_watches(watches, at=AGAIN)
        recorder = in_thread(suspend)
        wait_until_blocked()
        raise_alerts(found, record_found(found, at=AGAIN), at=AGAIN)
    recorder.join(timeout=30)
    watch = watch_of(entry)
    assert (watch.outcome, watch.cause) == ("permitted", "record")
    assert redecide_all(AGAIN + dt.timedelta(seconds=1)) == 2
    assert told(alerts_of(entry)[0])[3] == "refused"


def test_what_is_due_already_is_marked_all_the_same(roster):
    """A mark that left alone what is due would hold no lock on it; a decision in between would miss the change."""
    entry = roster[0]
    Watch.objects.filter(entry_key=entry.key).update(due_at=AGAIN)
    with recording_at(AGAIN), transaction.atomic():
        suspend()
        seen = []
        worker = in_thread(lambda: seen.append(redecide_due(at=AGAIN)))
        worker.join(timeout=30)
        assert seen == [0]
    assert redecide_due(at=AGAIN) == 2
    assert watch_of(entry).outcome == "refused"


def test_asked_for_while_it_is_being_decided_it_waits_its_turn(roster):
    Watch.objects.update(due_at=AGAIN)
    with transaction.atomic():
        assert redecide_due(at=AGAIN) == 2 * PEOPLE
        asker = in_thread(lambda: redecide_entries(entry_keys=[roster[0].key], at=AGAIN + dt.timedelta(seconds=1)))
        wait_until_blocked()
    asker.join(timeout=30)
    causes = RosterCheck.objects.filter(entry_key=roster[0].key, group="adult").order_by("pk")
    assert list(causes.values_list("cause", flat=True)) == ["entry", "time", "asked"]
