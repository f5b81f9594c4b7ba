"""A release answers in every process at once: two web workers, a Celery worker and a command that was there before."""

import json
import os
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.contrib.auth import get_user_model
from kombu import Connection

from accounts.models import Membership
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from benchmarks.servers import web_server
from config.jobs import name_broker
from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from law.queries.packs import current_release
from law.tasks import law_review_due
from outbox.models import Message
from tests.credentials.api.world import ADA, PLACES, law_content, licence, record_people, write_law
from tests.house.serving import environment_of_test

pytestmark = pytest.mark.django_db(transaction=True)
CLONE = Path(__file__).parents[2]
QUEUE = f"law-{os.getpid()}"
AMENDED = "What holds of xa-pt-2001", "What holds since the amendment"
NEW_PLACE = PLACES["xb"].replace("XB", "XD").replace("xb-pt", "xd-pt")
COMMAND = """
import time, django
django.setup()
from law.queries.compiled import current_law
while True:
    asked_at = time.time()
    print(asked_at, current_law().digest, flush=True)
    time.sleep(0.02)
"""


@pytest.fixture
def environment(transactional_db, servers):
    """Settings that bring another process to this test's database and broker."""
    return environment_of_test(servers)


@pytest.fixture
def start(environment):
    """Start programs that end with the test."""
    started = []

    def run(*words, **how):
        process = subprocess.Popen([sys.executable, *words], cwd=CLONE, env=environment, text=True, **how)
        started.append(process)
        return process

    yield run
    for process in started:
        process.terminate()
    for process in started:
        process.wait(20)


@pytest.fixture
def world(transactional_db):
    """The law, the people, and a key."""
    forget_compiled()
    release_pack(content=law_content(review_months=12))
    record_people()
    clinic = find_or_make_organisation(name="Aspen Clinic")
    yield create_api_key(organisation=clinic, scopes=("verify:read", "registry:read", "registry:write"))[1]
    forget_compiled()


def make_keeper(name):
    user = get_user_model().objects.create_user(f"{name}@example.org", "long enough for anyone")
    board = find_or_make_organisation(name="Board of Xanadu")
    Membership.objects.create(user=user, organisation=board, role=Membership.Role.LAW_KEEPER)
    return user


def told_of_reviews(user, broker):
    """What a Celery worker finds due, asked for by a keeper of whom it has not heard yet."""
    law_review_due.apply_async(queue=QUEUE, connection=Connection(name_broker(broker)))
    until = time.monotonic() + 30
    while time.monotonic() < until:
        message = Message.objects.filter(recipient=f"user:{user.pk}").first()
        if message:
            return {provision for provision, _ in message.payload["provisions"]}
        time.sleep(0.05)
    raise AssertionError("no worker told anything")


class Asker(threading.Thread):
    """Asks one address again and again over new connections; keeps when it asked and what was told."""

    def __init__(self, address, key):
        super().__init__(daemon=True)
        self.request = urllib.request.Request(address, headers={"Authorization": f"Bearer {key}"})
        self.answers, self.ends = [], threading.Event()
        self.start()

    def run(self):
        while not self.ends.is_set():
            asked_at = time.time()
            with urllib.request.urlopen(self.request, timeout=20) as answer:
                self.answers.append((asked_at, answer.read().decode(), answer.headers["ETag"]))


def put_with_licence_in_new_place(port, key):
    body = json.dumps({"registry_number": ADA, "licences": [licence("A-1"), licence("X-1", "XD")]}).encode()
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    address = f"http://127.0.0.1:{port}/api/v1/practitioners/{ADA}"
    try:
        with urllib.request.urlopen(urllib.request.Request(address, body, headers, method="PUT"), timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as refused:
        return refused.code


def load_amended_law(environment, folder):
    """Another process releases the law; give when it began and when it was done."""
    write_law(folder)
    file = folder / "xa" / "xa.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(*AMENDED), encoding="utf-8")
    (folder / "xd").mkdir()
    (folder / "xd" / "xd.yaml").write_text(NEW_PLACE, encoding="utf-8")
    command = [sys.executable, "manage.py", "load_law", "--yes", "--dir", str(folder)]
    subprocess.run(command, cwd=CLONE, env=environment, check=True, stdout=subprocess.DEVNULL)
    return time.time()


def still_held(asker):
    """Whether an ETag of before the release is told to hold still."""
    request = urllib.request.Request(asker.request.full_url, headers=dict(asker.request.headers))
    request.add_header("If-None-Match", asker.answers[0][2])
    try:
        return urllib.request.urlopen(request, timeout=20).status == 304
    except urllib.error.HTTPError as answer:
        return answer.code == 304


def changed_at(answers, is_new, done_at):
    """Check that the answers turned once, from old to new, and none asked after the release was old."""
    told = [is_new(answer) for _, answer in answers]
    assert told == sorted(told), "an old answer after a new one"
    assert not told[0]
    assert told[-1]
    return max((asked_at for (asked_at, _), new in zip(answers, told, strict=True) if not new), default=0) - done_at


def addresses_of(port, old):
    """What is asked of the web workers, and how an answer by the new law is known."""
    here = f"http://127.0.0.1:{port}"
    return {
        f"{here}/api/v1/practitioners/{ADA}/standing?jurisdiction=XA&age=40": lambda told: old not in told,
        f"{here}/api/v1/jurisdictions/XA/provisions": lambda told: AMENDED[1] in told,
        f"{here}/api/v1/law/changes": lambda told: '"xd-pt"' in told,
        f"{here}/law/XA/": lambda told: AMENDED[1] in told,
        f"{here}/law/changes.atom": lambda told: told.count("<entry>") == 2,
    }


@pytest.fixture
def command(start, tmp_path, world):
    """A command that was there before; gives what it told until now."""
    told = tmp_path / "told"
    with told.open("w") as out:
        start("-u", "-c", COMMAND, stdout=out)
    return lambda: [(float(at), digest) for at, digest in map(str.split, told.read_text().splitlines()[:-1])]


@pytest.fixture
def web(environment, world):
    """Two web workers; gives their port."""
    with web_server(environment, workers=2) as port:
        yield port


def test_web_workers_and_a_command_answer_by_the_new_law_as_soon_as_it_is_released(
    world, environment, web, command, tmp_path
):
    old = current_release().pack.digest
    assert put_with_licence_in_new_place(web, world) == 422
    addresses = addresses_of(web, old)
    askers = [Asker(address, world) for address in addresses]
    while not (command() and all(asker.answers for asker in askers)):
        time.sleep(0.1)
    done_at = load_amended_law(environment, tmp_path / "law")
    time.sleep(2)
    for asker in askers:
        asker.ends.set()
        asker.join()
    late = {
        asker.request.full_url: changed_at([one[:2] for one in asker.answers], is_new, done_at)
        for asker, is_new in zip(askers, addresses.values(), strict=True)
    }
    late["the command"] = changed_at(command(), lambda told: told != old, done_at)
    assert max(late.values()) < 0, late  # nothing asked once the release was done is answered by the old law
    assert [still_held(asker) for asker in askers if asker.answers[0][2]] == [False] * 4
    assert put_with_licence_in_new_place(web, world) == 200


def test_a_celery_worker_works_by_the_new_law_too(world, environment, start, tmp_path):
    start("-m", "celery", "--app", "config.celery", "--quiet", "worker", "--pool", "solo", "-Q", QUEUE)
    assert "xd-pt" not in told_of_reviews(make_keeper("first"), environment["REDIS_URL"])
    load_amended_law(environment, tmp_path / "law")
    assert "xd-pt" in told_of_reviews(make_keeper("second"), environment["REDIS_URL"])
