"""Real threads over real connections: no interleaving of examiners loses or doubles a mark or a result."""

import random
import time
from threading import Barrier, Event

import pytest
from django.db import transaction

from courses.models import Attempt, Award, Correction, MarkSheet, Result
from courses.operations.exam_attempts import record_answers
from courses.operations.exam_corrections import Acting, confirm_correction
from courses.operations.exam_marking import Marking, hand_in_sheet
from courses.operations.exam_results import check_result, release_result
from credentials.records.faults import Refusal
from tests.courses.awards.world import AT, TODAY
from tests.courses.exams.world import answers, sheet, sit
from tests.courses.sessions.world import in_threads

pytestmark = pytest.mark.django_db(transaction=True)


def hand_in(attempt_id, examiner, depth, at_once, found):
    def work():
        attempt = Attempt.objects.get(pk=attempt_id)
        at_once.wait()
        marking = Marking("neck", sheet(depth)["marks"])
        found.append(hand_in_sheet(attempt=attempt, marking=marking, examiner_id=examiner.user.pk))

    return work


@pytest.mark.parametrize("round_", range(3))
def test_two_who_hand_in_together_are_both_kept_and_one_result_is_drafted(
    round_, enrolment, practical, session, officer, examiners
):
    hands, at_once, found = sit(officer, enrolment, practical, session=session), Barrier(2), []
    in_threads(*(hand_in(hands["id"], examiners[n], 8 + n, at_once, found) for n in (0, 1)))
    assert not any(isinstance(one, Refusal) for one in found)
    rows = MarkSheet.objects.order_by("place")
    assert [row.place for row in rows] == [1, 2]
    assert {(row.examiner_id, row.marks["depth"]) for row in rows} == {
        (examiners[0].user.pk, 800),
        (examiners[1].user.pk, 900),
    }
    assert Result.objects.get().percent == 8250


def test_of_three_who_come_together_one_is_not_called_for(enrolment, practical, session, officer, examiners):
    hands, at_once, found = sit(officer, enrolment, practical, session=session), Barrier(3), []
    in_threads(*(hand_in(hands["id"], one, 8, at_once, found) for one in examiners))
    refused = [one for one in found if isinstance(one, Refusal)]
    assert [one.faults[0].code for one in refused] == ["not_called_for"]
    assert MarkSheet.objects.count() == 2
    assert Result.objects.count() == 1


def test_the_same_examiner_twice_at_once_is_taken_once(enrolment, practical, session, officer, examiners):
    hands, at_once, found = sit(officer, enrolment, practical, session=session), Barrier(4), []
    in_threads(*(hand_in(hands["id"], examiners[0], depth, at_once, found) for depth in (5, 6, 7, 8)))
    assert sum(isinstance(one, Refusal) for one in found) == 3
    assert MarkSheet.objects.count() == 1


def test_results_released_together_make_one_award(
    enrolment, written, practical, session, officer, examiners, checker, director
):
    theory = sit(officer, enrolment, written, answers=answers())
    hands = sit(officer, enrolment, practical, session=session)
    for one in examiners[:2]:
        one.post(f"attempts/{hands['id']}/sheets", sheet())
    results = list(Result.objects.all())
    for one in results:
        check_result(result=one, by=checker.by, at=AT)
    at_once = Barrier(4)

    def let_go(result):
        at_once.wait()
        time.sleep(random.random() / 100)
        assert not isinstance(release_result(result=result, by=director.by, at=AT, on=TODAY), Refusal)

    in_threads(*(lambda one=one: let_go(one) for one in (*results, *results)))
    assert Award.objects.count() == 1
    assert {one.attempt_id for one in Result.objects.filter(released_at=AT)} == {theory["id"], hands["id"]}


def test_answers_that_come_while_an_item_is_voided_are_scored_without_it(enrolment, written, officer, admin, director):
    theory = sit(officer, enrolment, written)
    proposal = admin.post(f"papers/{written['id']}/void", {"item": "S1", "because": "unclear"})
    correction, attempt, drafted = Correction.objects.get(pk=proposal["id"]), theory["id"], Event()

    def enter():
        with transaction.atomic():
            told = record_answers(attempt=Attempt.objects.get(pk=attempt), answers=answers("S1"), by=officer.by)
            assert not isinstance(told, Refusal)
            drafted.set()
            time.sleep(0.7)  # drafted with the item, and not committed yet

    def confirm():
        drafted.wait()
        told = confirm_correction(correction=correction, acting=Acting(director.by, AT, TODAY))
        assert not isinstance(told, Refusal)

    in_threads(enter, confirm)
    standing = Result.objects.get(superseded_at=None)
    assert [part["maximum"] for part in standing.detail["parts"]] == [3, 5]
    assert standing.percent == 10_000
