"""Guessing a password takes longer with each failure, and keeps nobody out of their own account for long."""

import os
import re
import threading

import pytest
import redis
from django.test import Client

from accounts.models import User
from accounts.web import attempts
from accounts.web.attempts import begin_attempt, forgive_attempts
from outbox.broker import open_broker

pytestmark = pytest.mark.urls("tests.accounts.probe")
PASSWORD = "correct horse battery"
DEAD_REDIS = "redis://127.0.0.1:1/0"
ADA, HERE, THERE = "ada@example.org", "192.0.2.1", "192.0.2.2"


def own_database(url):
    """Another process that runs these tests beside us must not count our attempts, nor forget them."""
    worker = int("0" + re.sub(r"[^0-9]", "", os.environ.get("PYTEST_XDIST_WORKER", "")))
    address, _, _ = url.partition("?")
    return f"{address}?db={8 + worker % 8}"


@pytest.fixture(params=["in this process", "in Redis", "Redis does not answer"])
def place(request, settings):
    attempts.forget_attempts()
    settings.REDIS_URL = ""
    if request.param == "in Redis":
        settings.REDIS_URL = own_database(request.getfixturevalue("servers")["redis_url"])
        client = redis.Redis.from_url(settings.REDIS_URL)
        for key in client.scan_iter("filiform:sign-in:*"):
            client.delete(key)
    if request.param == "Redis does not answer":
        settings.REDIS_URL = DEAD_REDIS
    yield request.param
    attempts.forget_attempts()


@pytest.fixture
def pass_time(place, settings, monkeypatch):
    """Let seconds pass: here by the clock, in Redis by taking them off what is left of each wait."""
    passed = [0.0]
    real = attempts.monotonic
    monkeypatch.setattr(attempts, "monotonic", lambda: real() + passed[0])

    def run(seconds):
        passed[0] += seconds
        if place == "in Redis":
            client = open_broker(settings.REDIS_URL)
            for key in client.scan_iter("filiform:sign-in:*"):
                left = client.pttl(key) - int(seconds * 1000)
                client.pexpire(key, left) if left > 0 else client.delete(key)

    return run


def fail_freely(times, name=ADA, address=HERE):
    for _ in range(times):
        assert begin_attempt(name=name, address=address) == 0


def test_after_five_failures_each_wait_is_twice_the_last_up_to_a_quarter_of_an_hour(pass_time):
    fail_freely(5)
    waits = []
    for _ in range(11):
        waits.append(round(begin_attempt(name=ADA, address=HERE)))
        pass_time(waits[-1] + 0.5)
        fail_freely(1)
    assert waits == [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]


def test_waiting_makes_no_attempt_of_its_own(place):
    fail_freely(5)
    assert {round(begin_attempt(name=ADA, address=HERE)) for _ in range(10)} == {2}


def test_another_address_is_not_kept_out_by_a_few(place):
    fail_freely(5)
    assert begin_attempt(name=ADA, address=HERE) > 0
    assert begin_attempt(name=ADA, address=THERE) == 0


def test_a_name_tried_from_everywhere_waits_a_minute_at_most(pass_time):
    for n in range(60):
        pass_time(61)
        assert begin_attempt(name=ADA, address=f"192.0.2.{n}") == 0
    assert 50 < begin_attempt(name=ADA, address="198.51.100.1") <= 60


def test_many_names_from_one_address_wait_too(place):
    for n in range(20):
        fail_freely(1, name=f"user-{n}@example.org")
    assert begin_attempt(name="another@example.org", address=HERE) > 0
    assert begin_attempt(name="another@example.org", address=THERE) == 0


def test_who_gets_in_is_forgiven_and_a_house_full_of_them_never_waits(place):
    fail_freely(4)
    forgive_attempts(name=ADA, address=HERE)
    fail_freely(5)
    for n in range(50):
        name = f"colleague-{n}@example.org"
        fail_freely(1, name=name)
        forgive_attempts(name=name, address=HERE)


def test_after_an_hour_it_is_forgotten(pass_time):
    fail_freely(4)
    pass_time(3601)
    fail_freely(5)


def test_a_name_is_one_in_any_case_and_is_kept_nowhere(place, settings):
    fail_freely(3, name=" ADA@example.org")
    fail_freely(2)
    assert begin_attempt(name="Ada@Example.org ", address=HERE) > 0
    if place == "in Redis":
        kept = b" ".join(open_broker(settings.REDIS_URL).scan_iter("filiform:sign-in:*"))
        assert kept
        assert b"ada" not in kept.lower()
        assert HERE.encode() not in kept


def test_of_many_at_once_no_more_pass_than_one_after_another(place):
    passed = []
    threads = [threading.Thread(target=lambda: passed.append(begin_attempt(name=ADA, address=HERE))) for _ in range(30)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), passed.count(0)) == (30, 5)


def sign_in(client, password):
    return client.post("/sign-in/", {"username": ADA, "password": password})


def test_the_page_says_how_long_and_takes_not_even_the_right_password(place, db, pass_time):
    User.objects.create_user(ADA, PASSWORD)
    client = Client()
    for _ in range(5):
        assert "No account has" in sign_in(client, "wrong").content.decode()
    refused = sign_in(client, PASSWORD)
    assert refused.status_code == 200
    assert "Too many attempts. Try again in 2 seconds." in refused.content.decode()
    pass_time(2.5)
    assert sign_in(client, PASSWORD).status_code == 302
    assert sign_in(Client(), "wrong").status_code == 200


def test_the_admin_has_no_door_of_its_own(db):
    client = Client()
    assert client.get("/admin/", follow=False)["Location"].startswith("/admin/login/")
    answer = client.get("/admin/login/?next=/admin/accounts/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/admin/accounts/")
    assert client.get("/admin/login/?next=https://evil.example/")["Location"] == "/sign-in/?next=/admin/"
    assert Client().post("/admin/login/", {"username": ADA, "password": PASSWORD}).status_code == 405
    client.force_login(User.objects.create_user(ADA, PASSWORD))
    assert client.get("/admin/", follow=True).status_code == 403
