"""The sweep in processes of its own: two at once, and killed at any instant; each award is given once."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from courses.models import Award
from credentials.models import Certification, ExamPass, Training
from law.queries.compiled import forget_compiled
from outbox.models import Message
from tests.courses.awards.world import attend, enrol, make_programme, put_person, release, release_law, sit
from tests.outbox.addresses import database_url

pytestmark = pytest.mark.django_db(transaction=True)
HERE = Path(__file__).parent
LEARNERS = 6


@pytest.fixture
def waiting(transactional_db):
    """Learners who have completed a level for which nobody has asked yet."""
    forget_compiled()
    release_law()
    version = make_programme()
    for number in range(LEARNERS):
        enrolment = enrol(version, put_person(f"FN-1EAR-000{number}", email=f"l{number}@example.org"))
        attend(enrolment)
        for form in ("written", "practical"):
            release(sit(enrolment, form))
    yield
    forget_compiled()


def start():
    environment = os.environ | {"DATABASE_URL": database_url(), "PYTHONPATH": str(HERE.parents[2])}
    command = [sys.executable, str(HERE / "one_sweep.py")]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    return process


def finish(process):
    told, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    return int(told)


def check():
    assert Award.objects.count() == Certification.objects.count() == Training.objects.count() == LEARNERS
    assert ExamPass.objects.count() == 2 * LEARNERS
    assert Message.objects.filter(kind="award_given").count() == LEARNERS


def test_two_sweeps_at_once_give_each_award_once(waiting):
    both = [start(), start()]
    assert sum(finish(one) for one in both) == LEARNERS
    check()


def test_killed_at_any_instant_nothing_is_lost_and_nothing_is_given_twice(waiting):
    chance = random.Random(4)
    for _ in range(5):
        process = start()
        time.sleep(chance.uniform(0, 0.25))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    finish(start())
    check()
