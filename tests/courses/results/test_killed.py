"""Real Celery workers killed outright at any instant of an import: nothing is lost, and nothing is there twice."""

import os
import random
import signal
import sys
import time
from collections import Counter

import pytest

from config.celery import app
from config.embedded.folders import CLONE
from config.jobs import name_broker
from config.start.parts import end_group, start_program
from courses.models import Attempt, Award, RefusedRow, Result, ResultImport
from courses.operations.import_staging import count_staged
from courses.operations.import_waking import TASK
from courses.operations.result_imports import check_import, confirm_import, receive_file, release_import
from law.queries.compiled import forget_compiled
from tests.courses.awards.world import release_law
from tests.courses.results.world import AT, CHECKER, SENDER, enrol_many, make_programme, rows
from tests.outbox.addresses import database_url

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ["celery", "--app", "config.celery", "--quiet", "worker", "--concurrency", "2", "--loglevel", "WARNING"]
ALONE = ["--without-gossip", "--without-mingle"]
UNKNOWN = 7  # rows of each file that name nobody


class Workers:
    """One worker with two processes at a time, killed as a whole, or one of its processes alone."""

    def __init__(self, home, servers, chunk):
        self.home, self.chance, self.killed = home, random.Random(20260630), Counter()
        self.queue = f"imports-{os.getpid()}"  # another run beside us must not be given our work
        told = {"DATABASE_URL": database_url(), "REDIS_URL": servers["redis_url"], "CHUNK": str(chunk)}
        told |= {"DJANGO_SETTINGS_MODULE": "tests.courses.results.fire_settings", "PYTHONPATH": str(CLONE)}
        self.environment = dict(os.environ) | told
        self.start()

    def start(self):
        name = ["--queues", self.queue, "--hostname", f"{self.queue}-{self.killed.total()}@%h"]
        self.process = start_program([*WORDS, *ALONE, *name], self.environment, self.home / "worker.log")

    def wake(self):
        """What the schedule does every five seconds."""
        app.send_task(TASK, queue=self.queue, expires=5)

    def kill(self):
        members = list(find_members(self.process.pid))
        children = [pid for pid in members if pid != self.process.pid]
        which = self.chance.choice(["worker", "process"]) if children else "worker"
        for pid in members if which == "worker" else [self.chance.choice(children)]:
            os.kill(pid, signal.SIGKILL)
        if which == "worker":
            self.process.wait()
            self.start()
        self.killed[which] += 1


def find_members(leader):
    for entry in os.scandir("/proc"):
        try:
            told = (CLONE / entry.path / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
        except OSError:
            continue  # it has ended meanwhile
        if told and told[2] == str(leader):
            yield int(entry.name)


@pytest.fixture
def workers(tmp_path, servers):
    started = []

    def start(chunk):
        app.conf.update(broker_url=name_broker(servers["redis_url"]))
        started.append(Workers(tmp_path, servers, chunk))
        return started[-1]

    yield start
    for one in started:
        end_group(one.process, patience=3)
    forget_compiled()


def wait_until(job, states, workers, kills=0, seconds=240):
    """Wait, waking workers as the schedule would, and killing so many at any instant while something goes on."""
    until, seen = time.monotonic() + seconds, None
    while True:
        told = ResultImport.objects.values("state", "row_done", "attempt_done").get(pk=job.pk)
        if told["state"] in states:
            return ResultImport.objects.get(pk=job.pk), kills
        assert time.monotonic() < until, told
        if kills and seen is not None and told != seen:
            time.sleep(workers.chance.random() * 0.15)
            workers.kill()
            kills -= 1
        seen = told
        workers.wake()
        time.sleep(0.1)


def go_through_fire(workers, learners, kills):
    """Preview, record, check and release one file, with kills in each part that takes long enough."""
    release_law()
    version = make_programme()
    enrol_many(version, learners)
    forms = ("written", "practical")
    told = [f"C-{n},E-1,{form},2026-03-02,pass,{n % 100}" for n in range(learners) for form in forms]
    told += [f"C-{n},E-1,written,2026-03-02,pass," for n in range(learners, learners + UNKNOWN)]
    job = receive_file(programme=version.programme, content=rows(*told), file_name="fire.csv", by=SENDER)
    workers.wake()
    job, _ = wait_until(job, ("previewed",), workers)
    confirm_import(job=job, by=SENDER, at=AT)
    job, left = wait_until(job, ("done",), workers, kills // 2)
    check_import(job=job, by=CHECKER, at=AT)
    job, left = wait_until(job, ("checked",), workers, left + kills // 4)
    release_import(job=job, by=CHECKER, at=AT)
    job, left = wait_until(job, ("released",), workers, left + kills - kills // 2 - kills // 4)
    return job, left


def check_what_is_there(job, learners):
    """What one import without any killing leaves, and no more."""
    assert (job.row_count, job.row_done) == (2 * learners + UNKNOWN, 2 * learners + UNKNOWN)
    assert (job.taken, job.unchanged, job.refused, job.failures) == (2 * learners, 0, UNKNOWN, 0)
    told = Counter(Attempt.objects.values_list("enrolment__candidate", "form", "number"))
    assert told == {(f"C-{n}", form, 1): 1 for n in range(learners) for form in ("written", "practical")}
    results = Result.objects.filter(superseded_at__isnull=True, checked_by=CHECKER, released_by=CHECKER, released_at=AT)
    assert results.count() == Result.objects.count() == 2 * learners
    assert set(Counter(results.values_list("attempt_id", flat=True)).values()) == {1}
    marks = results.values_list("attempt__enrolment__candidate", "percent")
    assert all(percent == int(candidate[2:]) % 100 * 100 for candidate, percent in marks)
    assert Counter(Award.objects.values_list("enrolment__candidate", flat=True)) == {
        f"C-{n}": 1 for n in range(learners)
    }
    assert RefusedRow.objects.filter(result_import=job).count() == UNKNOWN
    assert count_staged(job.pk) == 0


def test_a_few_kills_lose_and_double_nothing(workers):
    fired = workers(chunk=8)
    job, left = go_through_fire(fired, learners=60, kills=4)
    assert fired.killed.total() >= 3, left
    check_what_is_there(job, 60)


@pytest.mark.slow
def test_fifty_kills_lose_and_double_nothing(workers, capsys):
    kills = int(os.environ.get("PROVE_KILLS", "50"))
    fired = workers(chunk=10)
    job, left = go_through_fire(fired, learners=1_000, kills=kills)
    with capsys.disabled():
        sys.stdout.write(f"\nimports: killed {dict(fired.killed)}; {job.taken} results, each there once\n")
    assert left == 0
    check_what_is_there(job, 1_000)
