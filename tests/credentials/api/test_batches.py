"""`POST /verifications/batch`: order, mixed questions, recording, streams, limits."""

import json

import pytest

from accounts.models import PersonalDetail
from credentials.models import Verification
from tests.credentials.api.conftest import BASE, faults, problem, question_about
from tests.credentials.api.world import ADA, CARL, DORA

LEFT_OUT = {"findings", "gaps", "duties"}
MIXED = [
    (question_about(), "conditional"),
    ({"colour": "red"}, 422),
    (question_about(CARL, jurisdiction="XB-1"), "permitted"),
    (question_about("FN-0000-0000"), 404),
    ("a question?", 422),
    (question_about(standard="none"), 403),
    (question_about(DORA, patient={"age": 40}), "refused"),
    (question_about(site="harbour"), 422),
    (None, 422),
    (question_about(known_at="1999-01-01T00:00:00Z"), 404),
    ([], 422),
    (question_about(practitioner={"npi": "1234567893"}, attested=["town_permit"]), "permitted"),
    (question_about(practitioner={"licence": {"jurisdiction": "XA", "profession": "PT", "number": "a-1"}}),
     "conditional"),
]  # fmt: skip


@pytest.fixture
def questions():
    return [question for question, _ in MIXED]


def outcome(result):
    return result["problem"]["status"] if "problem" in result else result["outcome"]


def test_one_bad_question_spoils_no_other(batch, questions):
    response = batch(questions)
    assert response.status_code == 200
    assert set(response.json()) == {"results"}
    assert [outcome(result) for result in response.json()["results"]] == [expected for _, expected in MIXED]


def test_each_problem_is_what_the_question_alone_would_be_told(batch, verify, questions):
    asked = [question for question in questions if isinstance(question, dict)]
    results = batch(asked, detail="full").json()["results"]
    for question, result in zip(asked, results, strict=True):
        alone = verify(**(dict.fromkeys(question_about(), ...) | question)).json()
        if "problem" in result:
            assert result == {"problem": alone}
        else:
            assert {**alone, "known_at": None} == {
                **result, "id": alone["id"], "decided_at": alone["decided_at"], "receipt": alone["receipt"],
                "known_at": None,
            }  # fmt: skip


def test_an_outcome_leaves_out_the_reasons(batch, verify):
    (short,) = batch([question_about()]).json()["results"]
    (full,) = batch([question_about()], detail="full").json()["results"]
    assert full.keys() - short.keys() == LEFT_OUT
    assert {name: full[name] for name in short} == short
    assert not Verification.objects.exists()


@pytest.mark.parametrize("detail", ["outcome", "full"])
def test_what_is_recorded_has_an_id_and_can_be_read_whole(batch, asker, questions, detail):
    results = batch(questions, detail=detail, record=True).json()["results"]
    kept = [result for result in results if "problem" not in result]
    assert len({result["id"] for result in kept}) == Verification.objects.count() == 5
    for result in kept:
        whole = asker.get(f"{BASE}/verifications/{result['id']}").json()
        assert {name: whole[name] for name in result} == result
        assert (whole.keys() - result.keys()) == (LEFT_OUT if detail == "outcome" else set())
    assert all(result.keys() == {"problem"} for result in results if "problem" in result)


@pytest.mark.parametrize("record", [False, True])
def test_a_stream_has_a_line_for_each(batch, questions, record):
    whole = batch(questions).json()["results"]
    response = batch(questions, headers={"Accept": "application/x-ndjson"}, record=record)
    assert response["Content-Type"] == "application/x-ndjson"
    body = b"".join(response.streaming_content)
    assert body.endswith(b"\n")
    lines = [json.loads(line) for line in body.splitlines()]
    if record:
        lines = [{n: one[n] for n in one if n not in ("id", "decided_at", "receipt")} for one in lines]
    assert lines == whole
    assert Verification.objects.count() == (5 if record else 0)


def test_no_question_is_no_answer(batch):
    assert batch([]).json() == {"results": []}
    assert b"".join(batch([], headers={"Accept": "application/x-ndjson"}).streaming_content) == b""


def test_equal_batches_have_equal_bytes(batch, questions):
    assert batch(questions, detail="full").content == batch(questions, detail="full").content


WRONG = {
    "no questions": ({}, [("/questions", "wrong_type")]),
    "questions in an object": ({"questions": {"0": {}}}, [("/questions", "wrong_type")]),
    "an unknown field": ({"questions": [], "a/b": 1}, [("/a~1b", "unknown_field")]),
    "every fault": (
        {"questions": None, "detail": "some", "record": "yes", "x": 1},
        [("/detail", "unknown_value"), ("/questions", "wrong_type"), ("/record", "wrong_type"),
         ("/x", "unknown_field")],
    ),
    "a record that is one": ({"questions": [], "record": 1}, [("/record", "wrong_type")]),
    "a detail that is a list": ({"questions": [], "detail": []}, [("/detail", "unknown_value")]),
}  # fmt: skip


@pytest.mark.parametrize(("body", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_with_a_batch_is_named(people, asker, body, expected):
    assert faults(asker.post(f"{BASE}/verifications/batch", body, content_type="application/json")) == expected


def test_ten_thousand_are_answered_and_one_more_is_not(batch):
    asked = [question_about(ADA if n % 2 else "FN-0000-0000", patient={"age": n % 130}) for n in range(10_000)]
    response = batch(asked)
    results = response.json()["results"]
    assert len(results) == 10_000
    for n in (0, 1, 2, 131, 9_998, 9_999):
        if n % 2:
            assert results[n]["question"]["patient"] == {"age": n % 130}
        else:
            assert outcome(results[n]) == 404
    assert faults(batch([*asked, asked[0]])) == [("/questions", "too_many")]


def test_a_batch_counts_one_request_for_each_hundred_questions(batch, settings):
    settings.RATE_LIMIT_PER_MINUTE = 10
    assert batch([{}] * 100)["RateLimit-Remaining"] == "9"
    assert batch([{}] * 101)["RateLimit-Remaining"] == "7"
    assert batch([])["RateLimit-Remaining"] == "6"
    for _ in range(6):
        problem(batch("what cannot be read counts too"), 422)
    refused = batch([{}])
    problem(refused, 429)
    assert int(refused["Retry-After"]) >= 1


def test_a_batch_bigger_than_the_limit_is_answered_once(batch, settings):
    settings.RATE_LIMIT_PER_MINUTE = 10
    assert batch([{}] * 2000).status_code == 200
    problem(batch([{}]), 429)


def test_a_key_and_a_scope_go_before_the_body(batch, make_client, client):
    problem(batch("x", client=client), 401)
    problem(batch("x", client=make_client("registry:read")), 403)


def test_names_stay_out_of_answers(batch):
    response = batch([question_about(name="Eve Adamczyk"), question_about(name="Ada Okafor")], detail="full")
    assert [one["question"]["name"] for one in response.json()["results"]] == [False, True]
    values = PersonalDetail.objects.filter(kind__in=["name", "npi"]).values_list("value", flat=True)
    assert not any(value.encode() in response.content for value in (*values, "Eve"))
