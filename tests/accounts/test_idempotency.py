"""A write sent again under its key is done once and told again."""

from datetime import UTC, datetime, timedelta
from threading import Thread

import pytest
from django.db import connection

from accounts.models import KeptAnswer, Person
from accounts.operations.answers import claim_answer, keep_answer
from accounts.operations.clock import tick
from accounts.operations.personal import erase_personal_data
from tests.accounts.probe import CountingView

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.probe")]


@pytest.fixture(autouse=True)
def done():
    CountingView.done.clear()
    return CountingView.done


@pytest.fixture
def client(make_client):
    return make_client("verify:read")


def post(client, body, key="one", **extra):
    headers = {"Idempotency-Key": key} if key is not None else {}
    return client.post("/api/v1/counting", body, content_type="application/json", headers=headers, **extra)


def test_the_second_is_told_what_the_first_was_told(client, done):
    first, second = post(client, {"a": 1}), post(client, {"a": 1})
    assert len(done) == 1
    assert (first.status_code, first.content) == (second.status_code, second.content) == (201, b'{"done":1}')
    assert second.headers["Location"] == "/here"
    assert second.headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first.headers


def test_without_a_key_each_is_done(client, done):
    post(client, {}, key=None)
    post(client, {}, key=None)
    assert len(done) == 2
    assert not KeptAnswer.objects.exists()


def test_another_request_under_the_same_key_is_refused(client, done):
    post(client, {"a": 1})
    response = post(client, {"a": 2})
    assert (response.status_code, response.json()["type"]) == (422, "/problems/idempotency-key-reused")
    assert len(done) == 1


def test_each_caller_has_its_own_keys(client, make_client, done):
    post(client, {})
    post(make_client("verify:read"), {})
    assert len(done) == 2


@pytest.mark.parametrize(("told", "status"), [({"refuse": True}, 422), ({"break": True}, 500)])
def test_a_refusal_is_not_kept(client, told, status):
    assert post(client, told).status_code == post(client, told).status_code == status
    assert not KeptAnswer.objects.exists()


def test_a_stream_is_told_again_whole(client, done):
    first, second = post(client, {"stream": True}), post(client, {"stream": True})
    assert first.content == second.content == b"0\n1\n2\n"
    assert second.headers["Content-Type"] == "application/x-ndjson"
    assert len(done) == 1


@pytest.mark.parametrize("key", ["", "x" * 256, "with blank", "ü"], ids=["empty", "too long", "a blank", "not ASCII"])
def test_what_is_no_key_is_malformed(client, key):
    assert post(client, {}, key=None, HTTP_IDEMPOTENCY_KEY=key).status_code == 400


def test_a_body_too_big_is_refused_as_ever(client):
    assert post(client, {"a": "x" * 20_000}).status_code == 413


AGES = {
    "an answer of yesterday": ({"status": 201, "body": b"x"}, timedelta(hours=24), 2),
    "an answer of today": ({}, timedelta(hours=23), 1),
    "a claim of a process that died": ({"status": None, "body": None}, timedelta(minutes=11), 2),
}


@pytest.mark.parametrize(("becomes", "age", "times"), AGES.values(), ids=AGES.keys())
def test_answers_are_kept_for_a_day_and_dead_claims_given_up(client, done, becomes, age, times):
    post(client, {})
    row = KeptAnswer.objects.get()
    KeptAnswer.objects.update(claimed_at=row.claimed_at - age, **becomes)
    post(client, {})
    assert len(done) == times


def test_a_claim_at_work_asks_for_patience(client, done):
    post(client, {})
    KeptAnswer.objects.update(status=None, body=None)
    response = post(client, {})
    assert (response.status_code, response.headers["Retry-After"]) == (409, "1")
    assert len(done) == 1


@pytest.mark.django_db(transaction=True)
def test_of_many_at_once_one_is_done(client, done):
    statuses = []

    def send():
        statuses.append(post(client, {"wait": 0.2}).status_code)
        connection.close()

    threads = [Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 1
    assert 201 in statuses
    assert set(statuses) <= {201, 409}


def test_old_answers_are_swept_by_and_by(client):
    post(client, {}, key="old")
    KeptAnswer.objects.update(claimed_at=KeptAnswer.objects.get().claimed_at - timedelta(days=2))
    post(client, {}, key="new")
    assert list(KeptAnswer.objects.values_list("key", flat=True)) == ["new"]


def erase():
    erase_personal_data(people=[Person.objects.create()], at=tick())


def test_after_an_erasure_nothing_is_done_again_and_nothing_told(client, done):
    post(client, {"name": "Ada Okafor"})
    erase()
    for body in ({"name": "Ada Okafor"}, {"another": "request"}):
        response = post(client, body)
        assert (response.status_code, response.json()["type"]) == (410, "/problems/answer-erased")
        assert response.headers["Location"] == "/here"
    assert len(done) == 1
    row = KeptAnswer.objects.get()
    assert (bytes(row.request_digest), bytes(row.body), row.headers) == (b"", b"", {"Location": "/here"})


def test_an_erasure_while_the_first_is_at_work_keeps_its_answer_out(client, done):
    row, _ = claim_answer(caller=f"key-{client.key_row.pk}", key="one", request_digest=b"x" * 32, at=datetime.now(UTC))
    erase()
    assert post(client, {}).status_code == 409
    told = {"Location": "/here", "Content-Type": "application/json"}
    keep_answer(row=row, status=201, headers=told, body=b'{"name": "Ada Okafor"}')
    assert post(client, {}).status_code == 410
    row.refresh_from_db()
    assert (row.status, bytes(row.body), row.headers, done) == (201, b"", {"Location": "/here"}, [])


def test_what_was_erased_is_swept_after_a_day_like_any_other(client, done):
    post(client, {})
    erase()
    KeptAnswer.objects.update(claimed_at=KeptAnswer.objects.get().claimed_at - timedelta(hours=24))
    assert post(client, {}).status_code == 201
    assert len(done) == 2
