"""The first exam day, from papers to a permitted answer, and the ways in which it goes wrong."""

import pytest

from courses.models import Award
from tests.courses.awards.world import LEARNER
from tests.courses.exams.world import SignedIn, answers, release, sheet, sit, standing_result

pytestmark = pytest.mark.django_db


def test_both_parts_passed_and_released_make_the_answer_permitted(
    enrolment, written, practical, session, officer, checker, examiners, ask
):
    # given a learner who attended everything, of whom a clinic is told that the examinations are missing
    assert ask(LEARNER)["outcome"] == "refused"
    # when both parts are sat, marked by two examiners who do not see one another's marks, checked and released
    theory = sit(officer, enrolment, written, answers=answers("S1", "G1"))
    hands = sit(officer, enrolment, practical, session=session)
    assert examiners[1].post(f"attempts/{hands['id']}/sheets", sheet(8, 7))["status"] == "waiting"
    assert examiners[0].post(f"attempts/{hands['id']}/sheets", sheet(8, 8))["status"] == "settled"
    assert release(checker, theory)["percent"] == 77.77
    assert not Award.objects.exists()
    release(checker, hands)
    # then the certification stands in the registry, and the clinic's answer follows
    assert Award.objects.get().enrolment == enrolment
    assert ask(LEARNER)["outcome"] in ("permitted", "conditional")


def test_a_failed_critical_item_fails_whatever_else_was_shown(
    enrolment, practical, session, officer, checker, examiners
):
    hands = sit(officer, enrolment, practical, session=session)
    for one in examiners[:2]:
        one.post(f"attempts/{hands['id']}/sheets", sheet(3.5, 10))
    result = release(checker, hands)
    assert (result["passed"], result["percent"]) == (False, 67.5)
    assert result["detail"]["failed_because"] == ["critical:neck/depth"]


def test_a_discrepancy_calls_a_third_examiner_who_is_blind_too(
    enrolment, practical, session, officer, checker, examiners
):
    # given two examiners who lie eleven marks of twenty apart
    hands = sit(officer, enrolment, practical, session=session)
    path = f"attempts/{hands['id']}"
    examiners[0].post(f"{path}/sheets", sheet(4, 5))
    assert examiners[1].post(f"{path}/sheets", sheet(10, 10))["status"] == "third_examiner"
    # when a third comes, who has seen nothing, and whom nobody could have told
    assert examiners[2].get(path)["sheets"] == officer.get(path)["sheets"] == []
    assert standing_result(officer, hands) is None
    assert examiners[2].post(f"{path}/sheets", sheet(9, 9))["status"] == "settled"
    # then the mean of the two nearest stands, and all is open
    assert release(checker, hands)["percent"] == 95
    assert len(officer.get(path)["sheets"]) == 3


def test_a_retake_is_a_new_attempt_and_the_old_result_stays(enrolment, written, officer, checker):
    first = sit(officer, enrolment, written, answers=answers(*["S1", "S2", "S3", "S4"]))
    release(checker, first)
    later = enrolment.enrolled_on.replace(month=6, day=20)
    second = sit(officer, enrolment, written, on=later, answers=answers())
    assert second["number"] == 2
    release(checker, second)
    told = SignedIn(enrolment.practitioner).get("attempts")["items"]
    assert [(one["number"], [r["passed"] for r in one["results"]]) for one in told] == [(1, [False]), (2, [True])]
