"""A correction supersedes, with a reason and its author; of two at once one wins and one is told."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from credentials.models import ExamPass, Licence, Training
from credentials.operations.copying import UnableToSupersede
from credentials.operations.corrections import supersede_fact, version_of
from credentials.operations.erasure import erase_person
from credentials.records.faults import Refusal

RIGHT = {"form": "written", "of": "DN-1", "passed_on": "2016-05-09"}


@pytest.fixture
def correct(reader):
    def run(fact, replacement, reason="typed wrong", **more):
        version = more.pop("expected_version", version_of(fact))
        return supersede_fact(
            fact=fact,
            replacement=replacement,
            shapes=reader.shapes,
            reason=reason,
            by="user:7",
            expected_version=version,
        )

    return run


@pytest.mark.django_db
def test_a_correction_says_why_and_by_whom(put, ada, correct):
    put(ada)
    new = correct(ExamPass.objects.get(), RIGHT)
    old = ExamPass.objects.exclude(pk=new.pk).get()
    assert (old.superseded_because, old.superseded_by, old.superseded_at) == ("typed wrong", "user:7", new.recorded_at)
    assert (new.passed_on.isoformat(), new.source, new.superseded_at) == ("2016-05-09", old.source, None)


@pytest.mark.django_db
def test_a_fact_can_be_retracted(put, ada, correct):
    put(ada)
    assert correct(Training.objects.get(), None) is None
    assert Training.objects.filter(superseded_at=None).count() == 0


REFUSED = {
    "no reason": ({"reason": " "}, RIGHT, "/reason", "blank"),
    "a fault in it": ({}, {**RIGHT, "form": "oral"}, "/form", "unknown_value"),
    "the key of another": ({}, {**RIGHT, "of": "DN-2", "passed_on": "2017-05-08"}, "", "same_key"),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("more", "replacement", "pointer", "code"), REFUSED.values(), ids=REFUSED.keys())
def test_a_correction_is_refused(put, ada, correct, more, replacement, pointer, code):
    ada["exams"].append({"form": "written", "of": "DN-2", "passed_on": "2017-05-08"})
    put(ada)
    fact = ExamPass.objects.get(of="DN-1")
    refusal = correct(fact, replacement, **more)
    assert isinstance(refusal, Refusal)
    assert [(fault.pointer, fault.code) for fault in refusal.faults] == [(pointer, code)]
    fact.refresh_from_db()
    assert fact.superseded_at is None


@pytest.mark.django_db
def test_a_licence_is_not_corrected_into_that_of_another(put, ada, bo, correct):
    put(ada)
    put(bo)
    fact = Licence.objects.get(jurisdiction="US-UT")
    refusal = correct(fact, {**bo["licences"][0], "number": "co.77"})
    assert [(fault.pointer, fault.code) for fault in refusal.faults] == [("/number", "contradicts_licence")]
    assert correct(fact, {**bo["licences"][0], "number": "co.78"}).held_number.text == "co.78"


@pytest.mark.django_db
def test_a_correction_of_something_older_is_told(put, ada, correct):
    put(ada)
    fact = ExamPass.objects.get()
    with pytest.raises(UnableToSupersede):
        correct(fact, RIGHT, expected_version="00")
    correct(fact, RIGHT)
    with pytest.raises(UnableToSupersede, match="user:7: typed wrong"):
        correct(fact, RIGHT)


@pytest.mark.django_db
def test_nothing_is_told_about_who_was_erased(put, ada, correct):
    put(ada)
    fact = ExamPass.objects.get()
    erase_person(practitioner=fact.practitioner)
    assert [fault.code for fault in correct(fact, RIGHT).faults] == ["erased"]


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_wins_and_one_is_told(put, ada, correct):
    put(ada)
    fact = ExamPass.objects.get()
    start, outcomes = Barrier(2), []

    def run(day):
        start.wait()
        try:
            outcomes.append(correct(fact, {**RIGHT, "passed_on": day}).passed_on.isoformat())
        except UnableToSupersede:
            outcomes.append("told")
        finally:
            connection.close()

    threads = [Thread(target=run, args=(day,)) for day in ("2016-05-10", "2016-05-11")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "told" in outcomes
    assert ExamPass.objects.get(superseded_at=None).passed_on.isoformat() in outcomes
