"""Real Celery workers killed outright at any instant: for tests of work that must be done once all the same."""

import os
import random
import signal
import time
from collections import Counter
from contextlib import contextmanager

from config.celery import app
from config.embedded.folders import CLONE
from config.jobs import name_broker
from config.start.parts import end_group, start_program
from tests.outbox.addresses import database_url

WORDS = ["celery", "--app", "config.celery", "--quiet", "worker", "--concurrency", "2", "--loglevel", "WARNING"]
ALONE = ["--without-gossip", "--without-mingle"]


class Workers:
    """One worker with two processes at a time, killed as a whole, or one of its processes alone."""

    def __init__(self, home, servers, settings, task, chunk):
        self.home, self.task, self.chance, self.killed = home, task, random.Random(20260630), Counter()
        self.queue = f"{task.rpartition('.')[2]}-{os.getpid()}"  # another run beside us must not be given our work
        told = {"DATABASE_URL": database_url(), "REDIS_URL": servers["redis_url"], "CHUNK": str(chunk)}
        self.environment = dict(os.environ) | told | {"DJANGO_SETTINGS_MODULE": settings, "PYTHONPATH": str(CLONE)}
        self.start()

    def start(self):
        name = ["--queues", self.queue, "--hostname", f"{self.queue}-{self.killed.total()}@%h"]
        self.process = start_program([*WORDS, *ALONE, *name], self.environment, self.home / "worker.log")

    def wake(self):
        """What the schedule does every five seconds."""
        app.send_task(self.task, queue=self.queue, expires=5)

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


@contextmanager
def working(home, servers, settings, task):
    """A call that starts workers which do so many rows in one transaction; they are ended with the block."""
    started = []

    def start(chunk):
        app.conf.update(broker_url=name_broker(servers["redis_url"]))
        started.append(Workers(home, servers, settings, task, chunk))
        return started[-1]

    yield start
    for one in started:
        end_group(one.process, patience=3)


def wait_through(workers, read, states, kills=0, seconds=240):
    """Wait, waking workers as the schedule would, and killing so many at any instant while something goes on.

    `read` gives the row as a dict with its `state`. Gives how many kills are left.
    """
    until, seen = time.monotonic() + seconds, None
    while True:
        told = read()
        if told["state"] in states:
            return kills
        assert time.monotonic() < until, told
        if kills and seen is not None and told != seen:
            time.sleep(workers.chance.random() * 0.15)
            workers.kill()
            kills -= 1
        seen = told
        workers.wake()
        time.sleep(0.1)
