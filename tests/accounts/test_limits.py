"""Requests a minute: shared through Redis, kept here when it is missing, never a reason to refuse by itself."""

import threading

import pytest
import redis

from accounts.api import limits
from accounts.api.callers import Caller
from accounts.api.limits import spend
from accounts.api.problems import Problem

ASKER = Caller(1, "Aspen Clinic", frozenset(), key_id=1)
OTHER = Caller(1, "Aspen Clinic", frozenset(), key_id=2)
DEAD_REDIS = "redis://127.0.0.1:1/0"


@pytest.fixture(params=["in this process", "in Redis", "Redis does not answer"])
def place(request, settings):
    settings.RATE_LIMIT_PER_MINUTE = 5
    if request.param == "in Redis":
        settings.REDIS_URL = request.getfixturevalue("servers")["redis_url"]
        client = redis.Redis.from_url(settings.REDIS_URL)
        for key in client.scan_iter("filiform:rate:*"):
            client.delete(key)
    if request.param == "Redis does not answer":
        settings.REDIS_URL = DEAD_REDIS
    return request.param


def test_the_request_after_the_last_is_refused(place):
    for left in (4, 3, 2, 1, 0):
        assert spend(ASKER)["RateLimit-Remaining"] == str(left)
    with pytest.raises(Problem) as refused:
        spend(ASKER)
    assert refused.value.status == 429
    assert 0 < int(refused.value.headers["Retry-After"]) <= 60
    assert refused.value.headers["RateLimit-Remaining"] == "0"


def test_each_key_has_its_own_count(place):
    spend(ASKER, 5)
    assert spend(OTHER)["RateLimit-Remaining"] == "4"


def test_what_is_refused_is_not_counted(place):
    spend(ASKER, 3)
    with pytest.raises(Problem):
        spend(ASKER, 3)
    assert spend(ASKER, 2)["RateLimit-Remaining"] == "0"


def test_a_batch_above_the_limit_passes_in_an_empty_window(place):
    assert spend(ASKER, 100)["RateLimit-Remaining"] == "0"
    with pytest.raises(Problem):
        spend(ASKER)


def test_many_at_once_never_get_more_than_the_limit(place):
    passed = []

    def ask():
        try:
            passed.append(spend(ASKER))
        except Problem:
            return

    threads = [threading.Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(passed) == 5


def test_a_large_limit_is_exact_in_one_process_and_shared_by_two(settings, servers):
    settings.RATE_LIMIT_PER_MINUTE, settings.REDIS_URL = 1000, servers["redis_url"]
    redis.Redis.from_url(settings.REDIS_URL).delete("filiform:rate:key-1")
    assert [spend(ASKER)["RateLimit-Remaining"] for _ in range(600)][-1] == "400"
    limits.forget_counts()  # as another process, which knows of no lease
    assert [spend(ASKER)["RateLimit-Remaining"] for _ in range(400)][-1] == "0"
    with pytest.raises(Problem):
        spend(ASKER)


def test_zero_means_no_limit(settings):
    settings.RATE_LIMIT_PER_MINUTE = 0
    assert spend(ASKER, 10**9) == {}


def test_a_window_closes_after_a_minute(settings, monkeypatch):
    settings.RATE_LIMIT_PER_MINUTE = 1
    spend(ASKER)
    later = limits.monotonic() + 61
    monkeypatch.setattr(limits, "monotonic", lambda: later)
    assert spend(ASKER)["RateLimit-Remaining"] == "0"


def test_a_dead_redis_is_left_alone_for_a_while(settings, caplog):
    settings.REDIS_URL = DEAD_REDIS
    spend(ASKER)
    spend(ASKER)
    assert len([record for record in caplog.records if "Redis" in record.message]) == 1


@pytest.mark.django_db
@pytest.mark.urls("tests.accounts.probe")
def test_answers_tell_what_is_left_and_when_to_come_back(make_client, settings):
    settings.RATE_LIMIT_PER_MINUTE = 1
    client = make_client("verify:read")
    assert client.get("/api/v1/echo").headers["RateLimit-Remaining"] == "0"
    refused = client.get("/api/v1/echo")
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert "Retry-After" in refused.headers
