"""Two records turn out to be one person, and then not."""

import json

import pytest

from accounts.models import User
from credentials.models import MergeProposal, Practitioner
from credentials.operations.merges import close_merge, confirm_merge, propose_merge
from tests.journeys.steps import (
    by_registry_number,
    given_a_clinic_with_a_fresh_key,
    given_the_register_tells,
    make_question,
    then_it_reads_as_it_was,
    then_the_answer_is,
    then_the_decision_is_the_same,
    when_it_verifies,
)
from tests.journeys.world import MARA, NOOR, make_record

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(the_law):
    """The licence stands under one number, the training and the certification under the other."""
    whole = make_record(NOOR, "M. Thistledown", "AB-1007")
    licensed = {"registry_number": MARA, "name": "Mara Thistledown", "licences": whole.pop("licences")}
    register = given_the_register_tells(licensed, whole)
    return register, given_a_clinic_with_a_fresh_key()


def when_two_readers_merge() -> MergeProposal:
    """One reader proposes, a second confirms; Mara's record survives."""
    first, second = (User.objects.create_user(f"reader{n}@example.org") for n in (1, 2))
    mara, noor = (Practitioner.objects.get(registry_number=number) for number in (MARA, NOOR))
    proposal = propose_merge(survivor=mara, absorbed=noor, reason="same diploma, same birth day", by=first)
    return confirm_merge(proposal=proposal, by=second)


def when_it_is_undone(proposal: MergeProposal) -> None:
    """A reader found them to be two after all."""
    close_merge(proposal=proposal, reason="twins", by=proposal.proposed_by)


def ask_about_both(clinic):
    return [when_it_verifies(clinic, make_question(by_registry_number(number))) for number in (MARA, NOOR)]


def test_alone_neither_record_is_enough(story):
    _, clinic = story

    mara, noor = ask_about_both(clinic)

    then_the_answer_is(mara, "refused", "training_hours", "instructor_found_skill", "certification")
    then_the_answer_is(noor, "refused", "no_licence_here")


def test_merged_both_numbers_answer_and_the_survivor_is_told(story):
    register, clinic = story

    when_two_readers_merge()

    mara, noor = ask_about_both(clinic)
    then_the_answer_is(mara, "permitted")
    then_the_decision_is_the_same(mara, noor)
    assert noor["question"]["practitioner"] == {"registry_number": MARA}
    told = [json.loads(register.get(f"/practitioners/{number}").content) for number in (MARA, NOOR)]
    assert told[0] == told[1]
    assert told[0]["registry_number"] == MARA
    assert (len(told[0]["licences"]), len(told[0]["training"])) == (2, 1)


def test_what_was_answered_before_and_what_was_known_then_stay(story):
    _, clinic = story
    before = ask_about_both(clinic)

    when_two_readers_merge()

    for number, answer in zip((MARA, NOOR), before, strict=True):
        then_it_reads_as_it_was(clinic, answer)
        question = make_question(by_registry_number(number), known_at=answer["known_at"])
        then_the_decision_is_the_same(when_it_verifies(clinic, question), answer)


def test_undone_each_record_answers_for_itself_again(story):
    _, clinic = story
    before = ask_about_both(clinic)
    merged = when_two_readers_merge()
    while_merged = ask_about_both(clinic)[0]

    when_it_is_undone(merged)

    for answer, then in zip(ask_about_both(clinic), before, strict=True):
        assert (answer["outcome"], answer["findings"]) == (then["outcome"], then["findings"])
        assert answer["question"]["practitioner"] == then["question"]["practitioner"]
    question = make_question(by_registry_number(NOOR), known_at=while_merged["known_at"])
    then_the_decision_is_the_same(when_it_verifies(clinic, question), while_merged)
