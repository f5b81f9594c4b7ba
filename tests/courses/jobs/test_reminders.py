"""Reminders are written once for each thing, late rather than never, and say only what is still so when they go out."""

import datetime as dt

import pytest

from accounts.models import Membership, User
from config.jobs import beat_schedule
from courses.models import Enrolment, Session
from courses.operations import reminders
from courses.operations.award_statuses import set_award_status
from courses.operations.award_sweep import award_waiting
from courses.operations.renewing import renew_award
from courses.tasks import reminders as tasks
from credentials.operations.erasure import erase_person
from outbox.kinds import letters
from outbox.models import Message
from tests.courses.awards.test_renewing import HOURS, LAST, OPENS
from tests.courses.awards.test_together import run_together
from tests.courses.awards.world import (
    AT,
    TODAY,
    attend,
    complete,
    enrol,
    level,
    make_programme,
    put_person,
    release,
    settle,
    sit,
)

pytestmark = pytest.mark.django_db
ONE = dt.timedelta(days=1)
MAIL = {"email": "lea@example.org"}


def messages(kind):
    return Message.objects.filter(kind=kind).order_by("created_at", "cause")


def letter_of(message):
    return letters[message.kind](message)


@pytest.fixture
def held(version):
    """An award of a learner who has a mail address and the education that renewal asks."""
    return complete(version, put_person(continuing_education=[HOURS], **MAIL))[1]


@pytest.fixture
def provider_admin(version):
    user = User.objects.create_user(email="head@example.org", password="a long enough passphrase")
    Membership.objects.create(user=user, organisation=version.programme.provider, role="provider_admin")
    return user


def test_an_award_is_told_with_its_number(held):
    (message,) = messages(reminders.AWARD_GIVEN)
    assert message.recipient == f"person:{held.enrolment.practitioner.person_id}"
    assert message.payload == {"award": held.pk}
    letter = letter_of(message)
    assert held.number in letter.text
    assert "10 May 2026" in letter.html
    assert "9 May 2028" in letter.text


def test_an_award_withdrawn_before_the_mail_went_out_is_told_as_withdrawn_alone(held):
    release(held.enrolment.attempts.get(form="written"), passed=False)
    settle(held.enrolment)
    (given,), (changed,) = messages(reminders.AWARD_GIVEN), messages(reminders.AWARD_CHANGED)
    assert letter_of(given) is None
    assert "L1:written" in letter_of(changed).text


def test_a_suspension_is_told_with_its_reason_until_something_newer_is_said(held):
    told = {"award": held, "on": TODAY, "at": AT, "by": "user:2", "starts_on": TODAY}
    set_award_status(status="suspended", reason="an inquiry", **told)
    (suspended,) = messages(reminders.AWARD_CHANGED)
    letter = letter_of(suspended)
    assert "an inquiry" in letter.text
    assert "suspended from 30 June 2026" in letter.text
    set_award_status(status="reinstated", reason="cleared", **told)
    assert letter_of(suspended) is None
    assert messages(reminders.AWARD_CHANGED).count() == 2


RENEWALS = {
    "the day before the window": (OPENS - ONE, 0),
    "its first day": (OPENS, 1),
    "its last": (LAST, 1),
    "the day after": (LAST + ONE, 0),
}


@pytest.mark.parametrize(("day", "written"), RENEWALS.values(), ids=RENEWALS.keys())
def test_the_window_of_a_renewal(held, day, written):
    assert reminders.remind_of_renewals(day=day, at=AT) == written


def test_a_renewal_is_told_once_with_what_it_asks(held):
    for later in (0, 1, 30):
        reminders.remind_of_renewals(day=OPENS + later * ONE, at=AT)
    (message,) = messages(reminders.RENEWAL_OPEN)
    letter = letter_of(message)
    assert "until 9 May 2028" in letter.text
    assert "Done: 10 hours of continuing education" in letter.text
    renew_award(award=held, on=LAST, at=AT, by="user:2")
    assert letter_of(message) is None


def test_who_has_no_address_is_written_to_once_there_is_one(version):
    person = put_person()
    complete(version, person)
    assert reminders.remind_of_renewals(day=OPENS, at=AT) == 0
    put_person(person.registry_number, **MAIL)
    assert reminders.remind_of_renewals(day=LAST, at=AT) == 1


def test_of_an_erased_learner_nothing_is_written(held):
    erase_person(practitioner=held.enrolment.practitioner)
    assert reminders.remind_of_renewals(day=OPENS, at=AT) == 0


FINISH = dt.date(2027, 4, 1)  # 365 days after the enrolment of 1 April 2026
LEFT = {
    "61 days before": ([61], []),
    "60 days before": ([60], ["60"]),
    "every day": (range(61, -2, -1), ["14", "60"]),
    "after a downtime the nearest alone": ([3], ["14"]),
    "the last day": ([0], ["14"]),
    "a day too late": ([-1], []),
}


@pytest.mark.parametrize(("days", "steps"), LEFT.values(), ids=LEFT.keys())
def test_time_running_out(law, days, steps):
    enrol(make_programme(level(finish={"within_days": 365})), put_person(**MAIL))
    for left in days:
        reminders.remind_of_time(day=FINISH - left * ONE, at=AT)
    assert sorted(one.cause.rpartition(":")[2] for one in messages(reminders.TIME_RUNNING_OUT)) == steps


def test_who_runs_out_of_time_hears_what_is_missing(law):
    enrolment = enrol(make_programme(level(finish={"within_days": 365})), put_person(**MAIL))
    attend(enrolment)
    reminders.remind_of_time(day=FINISH - 14 * ONE, at=AT)
    (message,) = messages(reminders.TIME_RUNNING_OUT)
    letter = letter_of(message)
    assert "by 1 April 2027" in letter.text
    assert "L1:written" in letter.text
    assert "hands-on" not in letter.text
    Enrolment.objects.update(state="withdrawn", ended_on=TODAY)
    assert letter_of(message) is None


def test_who_finished_is_left_in_peace(law):
    complete(make_programme(level(finish={"within_days": 365})), put_person(**MAIL))
    assert reminders.remind_of_time(day=FINISH, at=AT) == 0


def test_results_that_wait_are_told_to_the_provider_once(version, provider_admin):
    attempt = sit(enrol(version, put_person()), "written")
    result = attempt.results.create(passed=True, drafted_by="user:1")
    drafted = result.drafted_at.date()
    for later, written in {6: 0, 7: 1, 8: 0, 30: 0}.items():
        assert reminders.remind_of_results(day=drafted + later * ONE, at=AT, after_days=7) == written
    (message,) = messages(reminders.RESULTS_UNRELEASED)
    assert message.recipient == f"user:{provider_admin.pk}"
    assert "1 of them were not checked" in letter_of(message).text
    release(attempt)
    assert letter_of(message) is None


EXAMINERS = {
    "a month and a day before": (31, 0),
    "a month before": (30, 1),
    "a week before": (7, 1),
    "on the day": (0, 1),
    "the day after": (-1, 0),
}


@pytest.mark.parametrize(("left", "written"), EXAMINERS.values(), ids=EXAMINERS.keys())
def test_a_session_short_of_examiners(version, provider_admin, left, written):
    make_session(version)
    assert reminders.remind_of_examiners(day=TODAY - left * ONE, at=AT) == written


def make_session(version):
    return Session.objects.create(
        programme=version.programme,
        level_code="L1",
        jurisdiction="XA",
        place="Hall",
        starts_on=TODAY,
        ends_on=TODAY,
        capacity=20,
        examiners_needed=2,
    )


def test_examiners_found_meanwhile_are_not_asked_for(version, provider_admin):
    session = make_session(version)
    session.staff.create(user=provider_admin, role="examiner")
    reminders.remind_of_examiners(day=TODAY - 7 * ONE, at=AT)
    (message,) = messages(reminders.SHORT_OF_EXAMINERS)
    assert "one examiner missing of 2" in letter_of(message).text
    session.staff.create(
        user=User.objects.create_user(email="second@example.org", password="a long enough passphrase"), role="examiner"
    )
    assert letter_of(message) is None
    assert reminders.remind_of_examiners(day=TODAY, at=AT) == 0


def test_a_licence_that_comes_on_file_completes_what_waited_for_it(law):
    version = make_programme(level(prerequisites={"licensed_years": 2}))
    person = put_person(licences=[])
    enrolment = enrol(version, person)
    attend(enrolment)
    for form in ("written", "practical"):
        release(sit(enrolment, form))
    assert settle(enrolment).awarded == ()
    put_person()
    assert award_waiting(on=TODAY, at=AT, by="job:award_waiting", batch=1) == 1
    assert award_waiting(on=TODAY, at=AT, by="job:award_waiting", batch=1) == 0


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_one_message(version):
    complete(version, put_person(**MAIL))
    outcomes = run_together(*[lambda: reminders.remind_of_renewals(day=OPENS, at=AT)] * 4)
    assert sorted(outcomes) == [0, 0, 0, 1]


JOBS = [name for name in beat_schedule if "courses.tasks.remind" in beat_schedule[name]["task"]]


@pytest.mark.parametrize("name", JOBS)
def test_what_beat_names_runs(db, name):
    job = getattr(tasks, beat_schedule[name]["task"].rpartition(".")[2])
    assert job.name == beat_schedule[name]["task"]
    assert job() == 0


def test_the_sweep_runs(db):
    assert tasks.award_waiting_levels.name == "courses.tasks.award_waiting"
    assert tasks.award_waiting_levels() == 0
    assert len(JOBS) == 4
