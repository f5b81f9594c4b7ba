"""Awards follow the person: through a merge and its undoing, and into erasure, after which nothing leads back."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import PersonLink, User
from courses.models import Appeal, Award
from courses.operations.award_statuses import set_award_status
from credentials.models import Certification
from credentials.operations.erasure import erase_person
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from tests.courses.awards.test_together import run_together
from tests.courses.awards.world import (
    AT,
    LEARNER,
    OTHER,
    TODAY,
    attend,
    complete,
    enrol,
    put_person,
    release,
    settle,
    sit,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def survivor(law):
    return put_person(OTHER)


@pytest.fixture
def merge(learner, survivor):
    """The learner's record into the survivor's."""
    readers = [User.objects.create_user(f"reader{n}@example.org") for n in range(2)]

    def run():
        proposal = propose_merge(survivor=survivor, absorbed=learner, reason="same diploma", by=readers[0])
        confirmed = confirm_merge(proposal=proposal, by=readers[1])
        learner.refresh_from_db()
        return confirmed, readers[0]

    return run


def suspend(award):
    told = {"status": "suspended", "starts_on": TODAY, "reason": "an inquiry"}
    return set_award_status(award=award, **told, on=TODAY, at=AT, by="user:2")


def test_an_award_answers_for_the_surviving_record(version, learner, merge, ask):
    _, award = complete(version, learner)
    merge()
    assert ask(OTHER)["outcome"] == ask(LEARNER)["outcome"] == "permitted"
    suspend(award)
    assert ask(OTHER)["outcome"] == "refused"
    assert Certification.objects.filter(superseded_at=None).count() == 1


def test_what_is_earned_while_merged_answers_for_the_survivor(version, learner, merge, ask):
    enrolment = enrol(version, learner)
    attend(enrolment)
    release(sit(enrolment, "written"))
    merge()
    release(sit(enrolment, "practical"))
    settle(enrolment)
    assert ask(OTHER)["outcome"] == "permitted"
    release(enrolment.attempts.get(form="written"), passed=False)
    settle(enrolment)
    assert ask(OTHER)["outcome"] == "refused"


def test_after_the_merge_is_undone_a_correction_still_finds_what_was_told(version, learner, merge, ask):
    _, award = complete(version, learner)
    proposal, reader = merge()
    suspend(award)
    close_merge(proposal=proposal, reason="twins", by=reader)
    assert ask(LEARNER)["outcome"] == "refused"
    told = {"status": "reinstated", "starts_on": TODAY, "reason": "cleared"}
    set_award_status(award=award, **told, on=TODAY, at=AT, by="user:2")
    assert ask(LEARNER)["outcome"] == "permitted"


def test_what_was_earned_while_merged_goes_back_when_the_merge_is_undone(version, learner, merge, ask):
    enrolment = enrol(version, learner)
    attend(enrolment)
    proposal, reader = merge()
    for form in ("written", "practical"):
        release(sit(enrolment, form))
    settle(enrolment)
    assert ask(OTHER)["outcome"] == "permitted"
    close_merge(proposal=proposal, reason="twins", by=reader)
    assert (ask(LEARNER)["outcome"], ask(OTHER)["outcome"]) == ("permitted", "refused")


def test_the_person_sees_the_awards_of_both_records(version, learner, survivor, merge):
    _, award = complete(version, learner)
    merge()
    user = User.objects.create_user("lea@example.org")
    PersonLink.objects.create(user=user, person=survivor.person, linked_by=user)
    client = Client()
    client.force_login(user)
    (told,) = client.get("/api/v1/awards").json()["items"]
    assert (told["number"], told["holder"]["registry_number"]) == (award.number, OTHER)


def test_nothing_leads_from_an_erased_learner_to_a_person(version, learner):
    enrolment = enrol(version, learner, candidate="C-4711")
    attend(enrolment)
    for form in ("written", "practical"):
        result = release(sit(enrolment, form))
    (award,) = settle(enrolment).awarded
    suspend(award)
    Appeal.objects.create(result=result, grounds="I, Lea, was ill", lodged_by="user:5")
    erase_person(practitioner=learner)
    kept = dump_courses()
    for text in ("C-4711", "Lea", award.number, "an inquiry"):
        assert text not in kept
    assert Award.objects.count() == 1
    again = settle(enrolment)
    assert (again.awarded, again.withdrawn) == ((), ())


def dump_courses():
    """Every text in every table of the courses room."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE tablename LIKE 'courses\\_%'")
        tables = [row[0] for row in cursor.fetchall()]
        told = []
        for table in tables:
            cursor.execute(f"SELECT to_jsonb(one)::text FROM {table} one")
            told += [row[0] for row in cursor.fetchall()]
    return "\n".join(told)


REWRITTEN = {
    "a number": "UPDATE courses_award SET number = 'FC-0000-0000-0000-0000'",
    "a reason": "UPDATE courses_awardstatus SET reason = 'another'",
    "an award's level": "UPDATE courses_award SET issuer = 'Another'",
    "a term": "UPDATE courses_awardterm SET expires_on = NULL",
    "nothing left": "DELETE FROM courses_award",
}


@pytest.mark.parametrize("statement", REWRITTEN.values(), ids=REWRITTEN.keys())
def test_an_award_is_never_rewritten(version, learner, statement):
    _, award = complete(version, learner)
    suspend(award)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_of_an_erased_learner_only_words_are_rewritten(version, learner):
    complete(version, learner)
    erase_person(practitioner=learner)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE courses_award SET issuer = 'Another'")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("again", range(3))
def test_an_erasure_beside_an_award_leaves_no_number(version, learner, again):
    enrolment = enrol(version, learner, candidate="C-4711")
    attend(enrolment)
    for form in ("written", "practical"):
        release(sit(enrolment, form))
    outcomes = run_together(lambda: settle(enrolment).awarded, lambda: erase_person(practitioner=learner))
    assert not [one for one in outcomes if isinstance(one, Exception)]
    assert Certification.objects.filter(held_number__text__isnull=False).count() == 0
    assert "C-4711" not in dump_courses()
