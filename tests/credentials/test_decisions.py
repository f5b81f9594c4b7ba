"""The one call that decides, handed the instant of asking."""

import datetime as dt
import random
from dataclasses import replace

import orjson
import pytest

from accounts.models import RegistryClock
from credentials.decisions import FORBIDDEN, NO_LAW, NOT_FOUND, Decided, Unanswered, decide_many, decide_one
from credentials.facts import facts_of
from credentials.queries import evidence
from credentials.questions import Reference, read_asked
from credentials.records.faults import Refusal
from credentials.telling import tell_decided
from law.queries.compiled import forget_compiled, law_of_pack
from rulebook.decision import decide
from tests.credentials.api.world import ADA, CARL, CHIRO, DORA, certification, licence, put, record_people, release_law


@pytest.fixture
def people(db):
    forget_compiled()
    release_law()
    record_people()
    yield
    forget_compiled()


def asked(number=ADA, now=None, **told):
    question = {"practitioner": {"registry_number": number}, "jurisdiction": "XA", "patient": {"group": "adult"}}
    return read_asked(question | told, now=now or at(0))


def at(hours):
    """Noon of a day a year hence, and so many hours later."""
    return dt.datetime(2040, 1, 15, 12, tzinfo=dt.UTC) + dt.timedelta(hours=hours)


TODAY = {
    "noon in Greenwich is the next day in Kiritimati": ("XA", 0, "2040-01-16"),
    "just before its midnight": ("XA", -2.001, "2040-01-15"),
    "a subdivision has its own": ("XB-1", 0, "2040-01-15"),
    "just before midnight in Wales": ("GB-WLS", 11.999, "2040-01-15"),
    "midnight in Wales": ("GB-WLS", 12, "2040-01-16"),
    "a place without law is told in UTC": ("FR", 11.999, "2040-01-15"),
}


@pytest.mark.parametrize(("place", "hours", "day"), TODAY.values(), ids=TODAY.keys())
def test_the_day_is_today_where_the_patient_is(people, place, hours, day):
    answer = decide_one(asked(jurisdiction=place), now=at(hours))
    told = tell_decided(answer)
    assert told["question"]["on"] == day
    assert told["asked_on"] == at(hours).date().isoformat()


def test_summer_time_is_minded(people):
    now = dt.datetime(2040, 7, 15, 23, 30, tzinfo=dt.UTC)
    told = tell_decided(decide_one(asked(jurisdiction="GB-WLS", now=now), now=now))
    assert (told["question"]["on"], told["asked_on"]) == ("2040-07-16", "2040-07-15")


def test_a_review_is_overdue_by_the_day_of_asking(people):
    now = dt.datetime(2125, 1, 1, 12, tzinfo=dt.UTC)
    told = [
        tell_decided(decide_one(asked(jurisdiction="GB-WLS", on="2026-03-02", now=day), now=day))["outcome"]
        for day in (now, now + dt.timedelta(days=1))
    ]
    assert told == ["permitted", "undetermined"]


def test_a_question_asked_before_is_judged_by_its_own_day_of_asking(people):
    long_after = dt.datetime(2125, 6, 1, 12, tzinfo=dt.UTC)
    question = asked(jurisdiction="GB-WLS", on="2026-03-02", now=long_after)
    of_then = replace(question, asked_on=dt.date(2125, 1, 1))
    told = [tell_decided(one) for one in decide_many([question, of_then], now=long_after)]
    assert [(one["outcome"], one["asked_on"]) for one in told] == [
        ("undetermined", "2125-06-01"),
        ("permitted", "2125-01-01"),
    ]


def test_what_cannot_be_answered_says_why(people):
    assert decide_one(asked("FN-0000-0000"), now=at(0)) == Unanswered(NOT_FOUND)
    assert decide_one(asked(standard="none"), now=at(0)) == Unanswered(FORBIDDEN)
    assert isinstance(decide_one(asked(standard="none"), now=at(0), may_leave_out_standard=True), Decided)


def test_without_law_there_is_no_answer(db):
    forget_compiled()
    assert decide_one(asked(), now=at(0)) == Unanswered(NO_LAW)
    bad = asked(patient={"age": 900})
    assert decide_one(bad, now=at(0)) == bad


def test_many_are_answered_as_each_alone(people):
    chance, last = random.Random(7), RegistryClock.objects.get().ticked_at.isoformat()
    questions = [
        asked(
            chance.choice([ADA, CARL, DORA, CHIRO, "FN-0000-0000"]),
            jurisdiction=chance.choice(["XA", "XB-1", "QQ", "gb-crf", "PR"]),
            known_at=chance.choice([None, None, "1999-01-01T00:00:00Z", last]),
            patient=chance.choice([{"age": 14}, {"age": 900}, {"group": "adult"}]),
            standard=chance.choice([None, "none"]),
        )
        for _ in range(80)
    ]  # fmt: skip
    together = list(decide_many(questions, now=at(0)))
    assert {type(answer) for answer in together} == {Decided, Refusal, Unanswered}
    for question, answer in zip(questions, together, strict=True):
        alone = decide_one(question, now=at(0))
        if isinstance(answer, Decided):
            assert orjson.dumps(tell_decided(alone)) == orjson.dumps(tell_decided(answer))
        else:
            assert alone == answer


def test_the_order_in_which_rows_come_changes_no_byte(people):
    """A planner that reads otherwise tomorrow must not change what was answered today."""
    for n in range(4):
        put({"registry_number": ADA, "certifications": [certification(f"Z-{n}")],
             "licences": [licence("A-1"), licence(f"B-{n}", "XB")]}, source=f"source {n}")  # fmt: skip
    read = evidence.read_evidence([Reference("registry_number", ADA)], known_at=None)
    (record,) = read.records[0]
    decided = decide_one(asked(jurisdiction="XA"), now=at(0))
    law, question = law_of_pack(decided.pack_id), decided.decision.question
    standard = law.standards["filiform-2026"]

    def bytes_of(rows):
        content = orjson.dumps([row for told in rows.values() for row in told])
        shuffled = evidence.RecordRows(record.record, record.registry_number, content)
        decision = decide(question, facts_of(shuffled), law, standard, None, at(0).date())
        return orjson.dumps(tell_decided(Decided(decision, shuffled, decided.known_at, decided.pack_id)))

    expected = bytes_of(record.rows)
    for seed in range(20):
        chance = random.Random(seed)
        rows = {kind: chance.sample(rows, len(rows)) for kind, rows in record.rows.items()}
        assert bytes_of(rows) == expected, seed
