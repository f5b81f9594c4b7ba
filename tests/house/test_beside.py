"""Second processes of real web workers: the same answers with and without, and none that outlives its worker."""

import http.client
import json
import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from benchmarks.measure_batch import find_workers, peak_of
from benchmarks.servers import web_process
from credentials.api.beside import PROGRAM
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import ADA, CARL, DAY, record_people, release_law
from tests.house.serving import environment_of_test

pytestmark = pytest.mark.django_db(transaction=True)
QUESTIONS = [
    {"practitioner": {"registry_number": number}, "jurisdiction": place, "patient": {"age": age}, "on": DAY}
    for age in range(20, 70)
    for number in (ADA, CARL, "FN-0000-0000")
    for place in ("XA", "XB-1")
] * 30


@pytest.fixture
def key(transactional_db):
    forget_compiled()
    release_law()
    record_people()
    clinic = find_or_make_organisation(name="Aspen Clinic")
    yield create_api_key(organisation=clinic, scopes=("verify:read",))[1]
    forget_compiled()


def post(port, key):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    body = json.dumps({"questions": QUESTIONS, "detail": "full"})
    connection.request("POST", "/api/v1/verifications/batch", body, headers)
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    assert answer.status == 200
    return told


def seconds_of(pid):
    """Processor time that a process has used."""
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:13]
    return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")


def second_of(worker):
    """The worker's second process; None where there is none."""
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parent = (place / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == worker and PROGRAM.encode() in (place / "cmdline").read_bytes():
                return int(place.name)
        except OSError:
            continue
    return None


def wait_for(condition, seconds=30):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.1)


def warm(port, key, worker):
    """Large batches until the second process has taken part in one; gives its id."""
    post(port, key)
    wait_for(lambda: second_of(worker))
    second = second_of(worker)

    def takes_part():
        before = seconds_of(second)
        time.sleep(0.5)
        if seconds_of(second) > before:
            return False  # still getting ready
        post(port, key)
        return seconds_of(second) > before

    wait_for(takes_part)
    return second


def test_the_same_bytes_with_and_without_even_where_it_is_killed_meanwhile(key, servers):
    environment = environment_of_test(servers, BATCH_IN_TWO="0")
    with web_process(environment, workers=1) as (port, parent):
        expected = post(port, key)
        assert second_of(find_workers(parent)[0]) is None
    with web_process(environment | {"BATCH_IN_TWO": "1"}, workers=1) as (port, parent):
        (worker,) = find_workers(parent)
        second = warm(port, key, worker)
        assert post(port, key) == expected
        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(post, port, key)
            began = seconds_of(second)
            wait_for(lambda: seconds_of(second) > began)
            os.kill(second, signal.SIGKILL)
            assert told.result() == expected
        assert post(port, key) == expected
        wait_for(lambda: second_of(worker) is None)


def test_none_outlives_a_worker_that_is_killed_while_both_are_at_work(key, servers):
    with web_process(environment_of_test(servers, BATCH_IN_TWO="1"), workers=1) as (port, parent):
        (worker,) = find_workers(parent)
        second = warm(port, key, worker)
        with ThreadPoolExecutor(1) as pool:
            told = pool.submit(post, port, key)
            began = seconds_of(second)
            wait_for(lambda: seconds_of(second) > began)
            os.kill(worker, signal.SIGKILL)
            assert isinstance(told.exception(), ConnectionError | http.client.HTTPException)
        wait_for(lambda: not Path(f"/proc/{second}/cmdline").exists() or not cmdline(second))


def cmdline(pid):
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.parametrize("in_two", ["0", "1"], ids=["alone", "with a second one"])
def test_a_worker_does_not_grow_by_large_batches(key, servers, in_two):
    with web_process(environment_of_test(servers, BATCH_IN_TWO=in_two), workers=1) as (port, parent):
        (worker,) = find_workers(parent)
        warm(port, key, worker) if in_two == "1" else post(port, key)
        post(port, key)
        before = peak_of(worker)
        for _ in range(4):
            told = post(port, key)
        assert peak_of(worker) - before < 2 * len(told) / 1e6  # megabytes: less than one more answer, twice in memory
