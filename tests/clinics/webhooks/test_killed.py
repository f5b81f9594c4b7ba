"""Real workers killed at any instant and the broker emptied in flight: every cause arrives, and once unless a kill
fell between the sending and its note."""

import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict

import pytest
import redis
from django.db import transaction
from django.utils import timezone

from clinics.models import WebhookDelivery
from clinics.operations.webhooks.endpoints import add_endpoint
from clinics.operations.webhooks.queueing import queue_event
from config.celery import app
from config.embedded.folders import CLONE
from config.jobs import name_broker
from config.start.parts import end_group, start_program
from outbox.models import OPEN, Message
from outbox.operations.waking import SEND
from tests.clinics.webhooks.receiver import Receiver, answer_with
from tests.clinics.world import make_clinic
from tests.outbox.addresses import database_url

pytestmark = pytest.mark.django_db(transaction=True)
WORDS = ["celery", "--app", "config.celery", "--quiet", "worker", "--concurrency", "2", "--loglevel", "WARNING"]
ALONE = ["--without-gossip", "--without-mingle"]


class Field:
    """Receivers that count what arrives, and one worker with two processes, killed as a whole or in part."""

    def __init__(self, home, servers, endpoints):
        self.home, self.chance, self.killed = home, random.Random(20260501), Counter()
        self.queue = f"webhooks-{os.getpid()}"  # another run beside us must not be given our work
        self.broker = redis.Redis.from_url(servers["redis_url"])
        told = {"DATABASE_URL": database_url(), "REDIS_URL": servers["redis_url"], "PYTHONPATH": str(CLONE)}
        told |= {"DJANGO_SETTINGS_MODULE": "tests.clinics.webhooks.fire_settings"}
        self.environment, self.causes = dict(os.environ) | told, 0
        self.receivers = [Receiver() for _ in range(endpoints)]
        clinic = make_clinic()
        for one in self.receivers:
            one.answer = self.answer
            add_endpoint(
                organisation_id=clinic.pk, url=one.url(), description="", types=["*"], by="user:1", at=timezone.now()
            )
        self.clinic = clinic.pk
        self.start()

    def answer(self, handler, request):
        """Mostly yes, after a moment in which a kill may fall; sometimes no, so that it comes again."""
        time.sleep(self.chance.random() / 30)
        status = 200 if self.chance.random() < 0.9 else 404
        request.is_taken = status == 200
        answer_with(status)(handler, request)

    def cause(self, count=1):
        for _ in range(count):
            with transaction.atomic():
                told = {"organisation_id": self.clinic, "type": "answers.differ", "data": {"n": self.causes}}
                queue_event(cause=f"c-{self.causes}", at=timezone.now(), **told)
            self.causes += 1

    def start(self):
        name = ["--queues", self.queue, "--hostname", f"{self.queue}-{self.killed.total()}@%h"]
        self.process = start_program([*WORDS, *ALONE, *name], self.environment, self.home / "worker.log")

    def wake(self):
        """What the schedule does every five seconds."""
        app.send_task(SEND, queue=self.queue, expires=5)

    def kill(self):
        members = list(find_members(self.process.pid))
        children = [pid for pid in members if pid != self.process.pid]
        which = "process" if children and self.killed["process"] <= self.killed["worker"] else "worker"
        for pid in members if which == "worker" else [self.chance.choice(children)]:
            os.kill(pid, signal.SIGKILL)
        if which == "worker":
            self.process.wait()
            self.start()
        self.killed[which] += 1

    def empty_broker(self, is_alone):
        """All of it; beside other tests what waits in our queue, and what workers hold unacknowledged."""
        if is_alone:
            self.broker.flushdb()
        else:
            self.broker.delete(self.queue, "unacked", "unacked_index")
        self.killed["emptied"] += 1

    def arrived(self):
        return sum(len(one.requests) for one in self.receivers)

    def close(self):
        end_group(self.process, patience=3)
        for one in self.receivers:
            one.close()


def find_members(leader):
    for entry in os.scandir("/proc"):
        try:
            told = (CLONE / entry.path / "stat").read_text().rpartition(")")[2].split() if entry.name.isdigit() else []
        except OSError:
            continue  # it has ended meanwhile
        if told and told[2] == str(leader):
            yield int(entry.name)


@pytest.fixture
def start_field(tmp_path, servers):
    started = []

    def start(endpoints):
        app.conf.update(broker_url=name_broker(servers["redis_url"]))
        started.append(Field(tmp_path, servers, endpoints))
        return started[-1]

    yield start
    for one in started:
        one.close()


def go_through_fire(field, kills, burst, seconds, is_alone=False):
    """Cause things, kill while they are on their way, then wait until nothing waits any more."""
    until, seen = time.monotonic() + seconds, 0
    while Message.objects.filter(OPEN).exists() or kills:
        left = Message.objects.filter(OPEN).values_list("last_error", "attempts")
        assert time.monotonic() < until, (field.killed, list(left[:5]))
        # What waits for its next try is due now: three days are not at hand.
        now = timezone.now()
        Message.objects.filter(OPEN, due_at__gt=now, last_error__isnull=False).update(due_at=now)
        if kills and field.arrived() > seen:
            time.sleep(field.chance.random() * 0.2)
            field.kill()
            kills -= 1
            if field.chance.random() < 0.5:
                field.empty_broker(is_alone)
            field.cause(burst)
            seen = field.arrived()
        field.wake()
        time.sleep(0.1)


def look(field):
    """Every cause at every endpoint; what came twice, and how often."""
    twice = 0
    for receiver in field.receivers:
        taken = defaultdict(list)
        for request in receiver.requests:
            if request.is_taken:
                taken[request.headers["webhook-id"]].append(request.body)
        bodies = {body[0] for body in taken.values()}
        assert len(taken) == len(bodies) == field.causes, "missed"
        assert all(len(set(body)) == 1 for body in taken.values())
        twice += sum(len(body) - 1 for body in taken.values())
    told = Counter(WebhookDelivery.objects.values_list("state", flat=True))
    assert told == {"delivered": field.causes * len(field.receivers)}
    return twice


def test_a_few_kills_lose_nothing(start_field):
    field = start_field(endpoints=2)
    field.cause(10)
    go_through_fire(field, kills=2, burst=5, seconds=120)
    # At most one of each endpoint's messages was on its way when a kill fell.
    assert look(field) <= 2 * 2


@pytest.mark.slow
def test_fifty_kills_lose_nothing(start_field, capsys):
    kills = int(os.environ.get("PROVE_KILLS", "50"))
    field = start_field(endpoints=4)
    field.cause(40)
    go_through_fire(field, kills=kills, burst=20, seconds=1200, is_alone=True)
    twice = look(field)
    with capsys.disabled():
        sys.stdout.write(
            f"\nwebhooks: killed {dict(field.killed)}; {field.causes} causes to {len(field.receivers)} endpoints,"
            f" {field.arrived()} requests, none missed, {twice} taken twice under the same id\n"
        )
    assert twice <= kills * len(field.receivers)
