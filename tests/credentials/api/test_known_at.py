"""What was known when: the same question with the instant told is answered the same for ever."""

import datetime as dt
import random

import orjson
import pytest
from django.contrib.auth import get_user_model

from accounts.models import RegistryClock
from accounts.operations.clock import tick
from credentials.decisions import Decided, decide_many, decide_one
from credentials.models import Licence, Practitioner
from credentials.operations.corrections import supersede_fact, version_of
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from credentials.queries.readers import current_reader
from credentials.questions import read_asked
from credentials.telling import tell_decided
from law.operations.releases import release_pack
from tests.credentials.api.conftest import problem, question_about
from tests.credentials.api.world import (
    ADA,
    CARL,
    CHIRO,
    DORA,
    SKILLED,
    certification,
    law_content,
    licence,
    put,
    training,
)

PLACES = ["XA", "XB", "XB-1", "GB-WLS", "FR"]
REFERENCES = [
    *({"registry_number": number} for number in (ADA, CARL, DORA, CHIRO)),
    {"npi": "1234567893"},
    {"licence": {"jurisdiction": "XA", "profession": "PT", "number": "D-1"}},
]


def later(instant):
    """An instant to ask at, after everything that was recorded."""
    return instant + dt.timedelta(days=1)


def clock():
    return RegistryClock.objects.get().ticked_at


def told(asked, now):
    """The bytes of an answer, but for the day of asking, or why there is none."""
    answer = decide_one(read_asked(asked, now=now), now=now)
    return orjson.dumps(tell_decided(answer)) if isinstance(answer, Decided) else repr(answer).encode()


def test_the_instant_told_is_that_of_the_last_recording(standing):
    instant = dt.datetime.fromisoformat(standing().json()["known_at"])
    assert instant == clock()


def test_what_came_later_is_not_known(standing):
    then = standing().json()
    put({"registry_number": ADA, "licences": [licence("A-1", expires_on="2025-12-31")]})
    now = standing().json()
    assert (then["outcome"], now["outcome"]) == ("conditional", "refused")
    again = standing(known_at=then["known_at"])
    assert again.json() == then
    just_before = dt.datetime.fromisoformat(now["known_at"]) - dt.timedelta(microseconds=1)
    assert standing(known_at=just_before.isoformat().replace("+00:00", "Z")).json()["outcome"] == "conditional"
    assert standing(known_at=now["known_at"]).json() == now


def test_who_was_not_on_file_yet_is_not_found(standing):
    before = standing().json()["known_at"]
    put({"registry_number": "FN-NEW0-0001", "licences": [licence("L-1")]})
    assert standing("FN-NEW0-0001").status_code == 200
    problem(standing("FN-NEW0-0001", known_at=before), 404)
    problem(standing(known_at="1999-12-31T23:59:59Z"), 404)
    problem(standing(known_at="0001-01-01T00:00:00Z"), 404)


def test_an_instant_is_told_in_utc_however_it_was_written(standing):
    shifted = clock().astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30)))
    told = standing(known_at=shifted.isoformat()).json()
    assert told["known_at"] == told["question"]["known_at"] == standing().json()["known_at"]


def test_an_instant_after_the_last_recording_is_told_as_asked(standing):
    instant = clock() + dt.timedelta(microseconds=1)
    told = standing(known_at=instant.isoformat()).json()
    assert dt.datetime.fromisoformat(told["known_at"]) == instant
    assert {**told, "known_at": 0, "question": 0} == {**standing().json(), "known_at": 0, "question": 0}


def test_the_law_of_that_instant_answers(standing):
    then = standing().json()
    release_pack(content=law_content(review_months=1100))
    assert standing().json()["law"]["review_months"] == 1100
    assert standing(known_at=then["known_at"]).json() == then


def test_before_any_law_the_first_answers(people):
    asked = question_about(known_at="1999-01-01T00:00:00Z", attested=["no_such_key"])
    refusal = decide_one(read_asked(asked, now=later(clock())), now=later(clock()))
    assert [fault.code for fault in refusal.faults] == ["unknown_key"]  # there was law to look it up in


def test_merged_numbers_answer_as_the_survivor_and_then_as_they_did(standing):
    users = [get_user_model().objects.create_user(f"{n}@board.example", "x" * 20, name=str(n)) for n in range(2)]
    ada, dora = (Practitioner.objects.get(registry_number=number) for number in (ADA, DORA))
    before = standing(DORA).json()
    proposal = propose_merge(survivor=ada, absorbed=dora, reason="one person", by=users[0])
    proposed = standing(DORA).json()
    assert {**proposed, "known_at": 0, "question": 0} == {**before, "known_at": 0, "question": 0}
    confirm_merge(proposal=proposal, by=users[1])
    merged = standing(DORA)
    assert merged.json()["question"]["practitioner"] == {"registry_number": ADA}
    assert merged.content == standing(ADA).content
    assert len(merged.json()["other_bases"]) == 1
    assert standing(DORA, known_at=before["known_at"]).json() == before
    close_merge(proposal=proposal, reason="two after all", by=users[0])
    assert standing(DORA).json()["question"]["practitioner"] == {"registry_number": DORA}
    assert standing(DORA, known_at=merged.json()["known_at"]).content == merged.content


def change_something(chance, reader):
    """One random change to the registry, as sources and correctors make them."""
    number = chance.choice([ADA, CARL, DORA, CHIRO])
    source = chance.choice(["registry", "board", "school"])
    kind = chance.randrange(6)
    if kind == 0:
        taken = training(chance.randrange(30, 80), course=f"C{chance.randrange(3)}")
        put({"registry_number": number, "training": [taken]}, source)
    elif kind == 1:
        groups = chance.sample(["adult", "child"], chance.randrange(1, 3))
        put({"registry_number": number, "certifications": [certification(f"X-{chance.randrange(3)}", groups)]}, source)
    elif kind == 2:
        put({"registry_number": number, "statements": chance.choice([[], [SKILLED]])}, source)
    elif kind == 3:
        put({"registry_number": number, "name": chance.choice(["Ada Okafor", "Eve Adam"])}, source)
    elif kind == 4:
        release_pack(content=law_content(chance.choice([1200, 1100])))
    else:
        correct(chance, reader)


def correct(chance, reader):
    standing = list(Licence.objects.filter(superseded_at=None).select_related("held_number").order_by("id"))
    fact = chance.choice(standing)
    ends = f"20{chance.randrange(20, 40)}-12-31"
    replacement = licence(fact.held_number.text, fact.jurisdiction, fact.profession, expires_on=ends)
    supersede_fact(
        fact=fact,
        replacement=chance.choice([replacement, replacement, None]) if len(standing) > 4 else replacement,
        shapes=reader.shapes,
        reason="seen at the source",
        by="user:1",
        expected_version=version_of(fact),
    )


@pytest.mark.parametrize("seed", range(3))
def test_an_answer_stays_as_it_was_whatever_is_corrected(people, seed):
    chance, reader, kept = random.Random(seed), current_reader(), []
    now = later(clock())
    for _ in range(25):
        change_something(chance, reader)
        asked = {
            "practitioner": chance.choice(REFERENCES),
            "jurisdiction": chance.choice(PLACES),
            "patient": chance.choice([{"group": "child"}, {"group": "adult"}, {"age": chance.randrange(20)}]),
            "on": f"20{chance.randrange(20, 35)}-0{chance.randrange(1, 10)}-15",
            "name": chance.choice([None, "Ada"]),
        }
        first = told(asked, now)
        kept.append(({**asked, "known_at": clock().isoformat()}, first))
    assert sum(answer.startswith(b"{") for _, answer in kept) > 12
    for asked, answer in kept:
        assert told(asked, now) == answer
    batch = decide_many([read_asked(asked, now=now) for asked, _ in kept], now=now)
    for (_, answer), again in zip(kept, batch, strict=True):
        assert (orjson.dumps(tell_decided(again)) if isinstance(again, Decided) else repr(again).encode()) == answer


def test_the_same_content_recorded_twice_has_two_instants_and_one_tag(standing):
    first = standing()
    tick()
    second = standing()
    assert first.json()["known_at"] < second.json()["known_at"]
    assert first["ETag"] == second["ETag"] == standing(known_at=first.json()["known_at"])["ETag"]
