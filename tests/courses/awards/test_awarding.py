"""The last requirement met, the award stands in the registry, and the legal question is answered by it."""

import datetime as dt
import re

import pytest

from courses.models import Award, AwardTerm, Enrolment
from courses.operations.awarding import preview
from credentials.models import Certification, ExamPass, Training
from tests.courses.awards.world import AT, EXAMINED_ON, LEARNER, TODAY, attend, complete, enrol, release, settle, sit

pytestmark = pytest.mark.django_db


def current(model):
    return model.objects.filter(superseded_at=None, assurance="awarded")


def test_a_refusal_turns_into_permitted_with_the_release_of_the_last_result(version, learner, ask):
    enrolment = enrol(version, learner)
    attend(enrolment)
    release(sit(enrolment, "written"))
    settle(enrolment)
    refused = ask(LEARNER)
    assert refused["outcome"] == "refused"
    assert {"training_hours", "exam_passed", "certification"} <= {gap["code"] for gap in refused["gaps"]}
    release(sit(enrolment, "practical"))
    settle(enrolment)
    assert ask(LEARNER)["outcome"] == "permitted"
    assert ask(LEARNER, on=EXAMINED_ON - dt.timedelta(days=1))["outcome"] == "refused"


def test_what_is_told_to_the_registry(version, learner):
    _, award = complete(version, learner)
    training, certification = current(Training).get(), current(Certification).get()
    assert (training.provider, training.course, training.completed_on) == ("Needle School", "DN/L1", EXAMINED_ON)
    assert training.hours == [
        {"hundredths": 2700, "part": "practical", "delivery": "in_person", "subject": "dry_needling"}
    ]
    assert (training.approved_by, training.patient_groups) == (["XA"], ["adult"])
    exams = current(ExamPass).values_list("form", "of", "passed_on", "source__name")
    assert set(exams) == {(form, "DN/L1", EXAMINED_ON, "Needle School") for form in ("written", "practical")}
    assert certification.held_number.text == award.number
    assert (certification.issued_on, certification.expires_on) == (EXAMINED_ON, dt.date(2028, 5, 9))
    assert (certification.issuer, certification.title, certification.level) == ("Needle School", "Certified L1", "L1")


def test_a_number_has_eighty_random_bits(version, law):
    from courses.operations.award_items import make_number

    drawn = {make_number() for _ in range(1000)}
    assert len(drawn) == 1000
    assert all(re.fullmatch(r"FC(-[0-9A-HJKMNP-TV-Z]{4}){4}", number) for number in drawn)
    for place in range(3, 22):  # no place keeps its letter: all of it is drawn
        assert len({number[place] for number in drawn}) == (1 if place in (7, 12, 17) else 32)


def test_asking_again_awards_nothing_twice(version, learner):
    enrolment, award = complete(version, learner)
    again = settle(enrolment)
    assert (again.awarded, again.withdrawn) == ((), ())
    assert list(Award.objects.all()) == [award]
    assert AwardTerm.objects.count() == 1


def test_partial_hours_do_not_complete(version, learner):
    enrolment = enrol(version, learner)
    attend(enrolment, hours=26)
    for form in ("written", "practical"):
        release(sit(enrolment, form))
    assert settle(enrolment).awarded == ()


def test_a_correction_and_its_reversal_leave_the_decision_as_it_was(version, learner, ask):
    enrolment, award = complete(version, learner)
    before = ask(LEARNER)
    attempt = enrolment.attempts.get(form="practical")
    release(attempt, passed=False)
    changed = settle(enrolment)
    assert changed.withdrawn == (award,)
    after = ask(LEARNER)
    assert after["outcome"] == "refused"
    assert {gap["code"] for gap in after["gaps"]} >= {"training_hours", "exam_passed", "certification"}
    release(attempt, passed=True)
    assert settle(enrolment).awarded == (award,)
    assert comparable(ask(LEARNER)) == comparable(before)
    assert Award.objects.count() == 1


def comparable(decision):
    """A decision without what tells when it was asked; findings' evidence names the rows of today."""
    told = {name: value for name, value in decision.items() if name not in ("known_at", "question", "findings")}
    findings = [{**one, "evidence": len(one["evidence"])} for one in decision["findings"]]
    return {**told, "findings": findings}


def test_a_withdrawn_award_says_why(version, learner):
    enrolment, award = complete(version, learner)
    release(enrolment.attempts.get(form="practical"), passed=False)
    settle(enrolment)
    status = award.statuses.get()
    assert (status.status, status.starts_on, status.recorded_by) == ("withdrawn", TODAY, "user:2")
    assert "L1:practical" in status.reason
    assert current(Certification).get().statuses == [
        {"status": "revoked", "from": EXAMINED_ON.isoformat(), "until": None}
    ]
    assert current(ExamPass).count() == 0


def test_a_retake_after_a_correction_moves_the_award_under_its_number(version, learner, ask):
    enrolment, award = complete(version, learner)
    release(enrolment.attempts.get(form="practical"), passed=False)
    settle(enrolment)
    later = dt.date(2026, 6, 20)
    release(sit(enrolment, "practical", on=later))
    settle(enrolment)
    certification = current(Certification).get()
    assert (certification.held_number.text, certification.issued_on) == (award.number, later)
    assert certification.statuses == []
    assert ask(LEARNER, on=later - dt.timedelta(days=1))["outcome"] == "refused"
    assert ask(LEARNER, on=later)["outcome"] == "permitted"


def test_a_preview_changes_nothing_and_names_the_certification(version, learner):
    enrolment, award = complete(version, learner)
    attempt = enrolment.attempts.get(form="practical")
    effect = preview(
        change=lambda: release(attempt, passed=False), enrolment_ids=[enrolment.pk], on=TODAY, at=AT, by="user:2"
    )
    assert (effect.awards_given, effect.awards_withdrawn) == ((), (award.number,))
    assert not award.statuses.exists()
    assert current(Certification).get().statuses == []


def test_a_preview_tells_of_an_award_to_come(version, learner):
    enrolment = enrol(version, learner)
    attend(enrolment)
    release(sit(enrolment, "written"))
    attempt = sit(enrolment, "practical")
    effect = preview(change=lambda: release(attempt), enrolment_ids=[enrolment.pk], on=TODAY, at=AT, by="user:2")
    assert effect.awards_given == ("new DN/L1",)
    assert Award.objects.count() == 0
    assert Enrolment.objects.get().awards.count() == 0
