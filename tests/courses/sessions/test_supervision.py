"""Sessions under supervision: logged without words, signed only where the supervisor's own standing was enough."""

import datetime as dt

import pytest

from accounts.models import User
from courses.models import Award, SupervisedSession
from courses.operations.enrolments import withdraw_enrolment
from courses.operations.supervision import Logged, Signature, log_supervised, refuse_supervised, sign_supervised
from credentials.operations.merges import confirm_merge, propose_merge
from tests.courses.sessions.world import (
    AT,
    BY,
    SUPERVISOR,
    TODAY,
    codes,
    level,
    make_learner,
    make_programme,
    put_person,
)
from tests.journeys.world import suspended

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 5, 20)
SIGNATURE = Signature("user:9")


@pytest.fixture
def supervisor(law):
    return put_person(SUPERVISOR)


@pytest.fixture
def learner(programme):
    return make_learner(1, programme, on=dt.date(2026, 5, 1))


@pytest.fixture
def log(learner, supervisor):
    def logged(enrolment=learner, **changes):
        told = {
            "level_code": "L1",
            "on": DAY,
            "jurisdiction": "XA",
            "cases": 3,
            "hundredths": 400,
            "patient_groups": ("adult",),
            "body_regions": ("neck",),
            "supervisor": supervisor,
        }
        return log_supervised(enrolment_id=enrolment.pk, told=Logged(**{**told, **changes}), today=TODAY, by=BY)

    return logged


def sign(logged, signature=SIGNATURE):
    return sign_supervised(supervised_id=logged.pk, signature=signature, at=AT, today=TODAY)


def test_a_signature_keeps_what_the_registry_answered_about_the_supervisor(log):
    logged = log()
    assert logged.signed is None
    signed = sign(logged)
    assert (signed.signed, signed.decided_by) == (True, "user:9")
    kept = SupervisedSession.objects.get().standing
    assert kept["outcome"] in ("permitted", "conditional")
    (answer,) = kept["answers"]
    assert (answer["patient_group"], answer["body_region"], answer["outcome"]) == ("adult", "neck", kept["outcome"])
    assert answer["law"]["provisions"] == ["xa-pt"]
    assert answer["known_at"]
    assert "number" not in str(kept)
    assert (kept["learners"], kept["on_paper"]) == ("supervised", None)


def test_each_group_and_region_is_asked_about(log, supervisor):
    logged = log(body_regions=("neck", "shoulder"))
    assert len(sign(logged).standing["answers"]) == 2


def test_a_supervisor_who_was_suspended_that_day_signs_nothing(log):
    put_person(SUPERVISOR, licences=[suspended("XA", f"XA {SUPERVISOR}", "2026-05-20")])
    logged = log()
    assert codes(sign(logged)) == [("", "supervisor_standing")]
    assert SupervisedSession.objects.get().signed is None


def test_a_suspension_from_the_day_after_does_not_reach_back(log):
    put_person(SUPERVISOR, licences=[suspended("XA", f"XA {SUPERVISOR}", "2026-05-21")])
    assert sign(log()).signed is True


def test_a_supervisor_without_a_licence_there_signs_nothing(log):
    put_person(SUPERVISOR, licences=[])
    assert codes(sign(log())) == [("", "supervisor_standing")]


def test_the_session_stays_open_and_is_signed_once_the_record_is_mended(log):
    put_person(SUPERVISOR, licences=[])
    logged = log()
    sign(logged)
    put_person(SUPERVISOR)
    assert sign(logged).signed is True
    assert codes(sign(logged)) == [("", "signed_already")]


def test_a_refusal_counts_for_nothing_and_the_session_may_be_logged_again(log):
    logged = log()
    refused = refuse_supervised(supervised_id=logged.pk, because="other_cases", at=AT, by="user:9")
    assert (refused.signed, refused.decided_because, refused.standing) == (False, "other_cases", None)
    assert codes(sign(logged)) == [("", "refused_already")]
    assert log().signed is None


def test_where_learners_never_needle_their_own_standing_must_be_enough(log, learner):
    put_person(learner.practitioner.registry_number, training=[], certifications=[])
    logged = log(jurisdiction="XB")
    assert codes(sign(logged)) == [("", "learners_never_needle")]
    put_person(learner.practitioner.registry_number)
    kept = sign(logged).standing
    assert kept["learners"] == "never"
    assert kept["learner"]["outcome"] in ("permitted", "conditional")


def test_nobody_supervises_themselves(log, learner):
    assert codes(log(supervisor=learner.practitioner)) == [("/supervisor", "own_supervisor")]


def test_two_records_that_turn_out_to_be_one_person_sign_nothing(log, learner, supervisor):
    logged = log()
    first, second = (User.objects.create_user(f"{name}@example.org") for name in ("one", "two"))
    proposal = propose_merge(survivor=supervisor, absorbed=learner.practitioner, reason="one person", by=first)
    confirm_merge(proposal=proposal, by=second)
    assert codes(sign(logged)) == [("/supervisor", "own_supervisor")]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"on": TODAY + dt.timedelta(days=1)}, ("/on", "in_the_future")),
        ({"on": dt.date(2026, 4, 30)}, ("/on", "before_enrolment")),
        ({"level_code": "L9"}, ("/level", "unknown_level")),
        ({"patient_groups": ("adult", "child")}, ("/patient_groups/1", "not_taught")),
        ({"body_regions": ("head",)}, ("/body_regions/0", "not_taught")),
        ({"hundredths": 2401}, ("/hours", "more_than_a_day")),
    ],
    ids=[
        "tomorrow",
        "the day before enrolment",
        "unknown level",
        "a group not taught",
        "a region not taught",
        "24.01 h",
    ],
)
def test_what_is_wrong_with_a_log_is_named(log, changes, fault):
    assert codes(log(**changes)) == [fault]
    assert not SupervisedSession.objects.exists()


def test_a_day_before_birth_is_refused(log):
    put_person(SUPERVISOR, born_on="2026-05-21")
    assert codes(log()) == [("/on", "before_birth")]


def test_the_same_session_is_logged_once_and_a_second_of_the_day_has_hours_of_its_own(log):
    log()
    assert codes(log()) == [("", "logged_already")]
    assert log(cases=2, hundredths=2000).signed is None
    assert codes(log(cases=1, hundredths=1)) == [("/hours", "more_than_a_day")]


def test_whoever_withdrew_logs_nothing(log, learner):
    withdraw_enrolment(enrolment_id=learner.pk, because="ill", at=AT, on=TODAY, by=BY)
    assert codes(log()) == [("", "enrolment_withdrawn")]


def test_the_signature_that_completes_a_level_awards_it(supervisor, log):
    programme = make_programme(level(components=[], supervised={"sessions": 0, "cases": 3}), code="CASES")
    enrolment = make_learner(2, programme, on=dt.date(2026, 5, 1))
    logged = log(enrolment)
    assert not Award.objects.exists()
    sign(logged)
    assert Award.objects.get().enrolment == enrolment
