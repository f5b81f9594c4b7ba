"""Whoever writes at the same time, a level is awarded once, and no last result is overlooked."""

from threading import Barrier, Thread

import pytest
from django.db import connection, transaction

from courses.models import Award
from courses.operations.awarding import hold_enrolments
from courses.operations.renewing import renew_award
from credentials.models import Certification, ExamPass
from tests.courses.awards.test_renewing import HOURS, LAST
from tests.courses.awards.world import AT, attend, complete, enrol, put_person, release, settle, sit

pytestmark = pytest.mark.django_db(transaction=True)


def run_together(*works):
    """Run each in a thread with a connection of its own, begun at one moment; what they gave, exceptions too."""
    start, outcomes = Barrier(len(works)), []

    def run(work):
        try:
            start.wait()
            outcomes.append(work())
        except Exception as failed:
            outcomes.append(failed)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_eight_that_ask_at_once_give_one_award(version, learner):
    enrolment = enrol(version, learner)
    attend(enrolment)
    for form in ("written", "practical"):
        release(sit(enrolment, form))
    outcomes = run_together(*[lambda: len(settle(enrolment).awarded)] * 8)
    assert sorted(outcomes) == [0] * 7 + [1]
    assert Award.objects.count() == Certification.objects.count() == 1
    assert ExamPass.objects.count() == 2


@pytest.mark.parametrize("again", range(5))
def test_two_last_results_released_at_once_lead_to_one_award(version, learner, again):
    enrolment = enrol(version, learner)
    attend(enrolment)
    attempts = [sit(enrolment, form) for form in ("written", "practical")]

    def release_one(attempt):
        with transaction.atomic():
            hold_enrolments([enrolment.pk])
            release(attempt)
            return len(settle(enrolment).awarded)

    outcomes = run_together(*[lambda attempt=attempt: release_one(attempt) for attempt in attempts])
    assert sorted(outcomes) == [0, 1]
    assert Certification.objects.filter(superseded_at=None).count() == 1


def test_a_correction_beside_an_award_leaves_what_the_last_of_them_says(version, learner):
    enrolment, award = complete(version, learner)
    attempt = enrolment.attempts.get(form="written")

    def correct(passed):
        with transaction.atomic():
            hold_enrolments([enrolment.pk])
            release(attempt, passed=passed)
            settle(enrolment)

    outcomes = run_together(*[lambda passed=n % 2 == 0: correct(passed) for n in range(6)])
    assert outcomes == [None] * 6
    stands = attempt.results.get(superseded_at=None).passed
    assert (Certification.objects.get(superseded_at=None).statuses == []) is stands
    assert ExamPass.objects.filter(superseded_at=None).count() == (2 if stands else 0)
    assert award.terms.filter(superseded_at=None).count() == 1


def test_four_that_renew_at_once_make_one_successor(version, law):
    _, award = complete(version, put_person(continuing_education=[HOURS]))
    outcomes = run_together(*[lambda: renew_award(award=award, on=LAST, at=AT, by="user:2")] * 4)
    assert [isinstance(one, Award) for one in outcomes].count(True) == 1
    assert Award.objects.filter(renews=award).count() == 1
