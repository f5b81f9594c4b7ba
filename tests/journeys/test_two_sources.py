"""A register and a board tell one licence differently: the worse of the two counts until they agree."""

import pytest

from tests.journeys.steps import (
    by_registry_number,
    given_a_clinic_with_a_fresh_key,
    given_a_therapist_on_file,
    make_question,
    then_the_answer_is,
    then_the_decision_is_the_same,
    when_it_tells,
    when_it_verifies,
)
from tests.journeys.world import MARA, licence, make_caller, suspended

pytestmark = pytest.mark.django_db
SINCE = "2026-02-01"


@pytest.fixture
def story(the_law):
    """Mara on file by the register, a board that can tell too, a clinic that verified her before the board spoke."""
    register = given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    board = make_caller("Board of Xanadu", "board", "registry:write")
    clinic = given_a_clinic_with_a_fresh_key()
    question = make_question(by_registry_number(MARA))
    before = when_it_verifies(clinic, question)
    then_the_answer_is(before, "permitted")
    when_it_tells(board, {"registry_number": MARA, "licences": [suspended("XA", "AB 1007", SINCE)]})
    return register, board, clinic, question, before


def standing_of(answer):
    return sorted(one["code"] for one in answer["findings"] if one["layer"] == "licence")


def test_a_suspension_that_the_board_alone_tells_counts_from_its_day(story):
    _, _, clinic, question, _ = story

    then_the_answer_is(now := when_it_verifies(clinic, question), "refused", "licence_suspended")
    assert standing_of(now) == ["licence_active", "licence_suspended"]
    then_the_answer_is(when_it_verifies(clinic, {**question, "on": "2026-01-31"}), "permitted")


def test_what_was_known_before_the_board_spoke_stays_what_it_was(story):
    _, _, clinic, question, before = story

    then_the_decision_is_the_same(when_it_verifies(clinic, {**question, "known_at": before["known_at"]}), before)


def test_the_register_cannot_talk_the_suspension_away(story):
    register, _, clinic, question, _ = story

    when_it_tells(register, {"registry_number": MARA, "licences": [licence("XA", "AB-1007", checked_on="2026-03-01")]})

    then_the_answer_is(when_it_verifies(clinic, question), "refused", "licence_suspended")


def test_when_the_board_lifts_it_both_agree_again(story):
    _, board, clinic, question, _ = story
    lifted = licence("XA", "AB-1007", statuses=[{"status": "suspended", "from": SINCE, "until": "2026-02-20"}])

    when_it_tells(board, {"registry_number": MARA, "licences": [lifted]})

    then_the_answer_is(when_it_verifies(clinic, question), "permitted")
    then_the_answer_is(when_it_verifies(clinic, {**question, "on": "2026-02-19"}), "refused", "licence_suspended")


def test_when_the_board_takes_back_its_word_the_registers_counts(story):
    _, board, clinic, question, before = story

    when_it_tells(board, {"registry_number": MARA, "licences": []})

    answer = when_it_verifies(clinic, question)
    then_the_answer_is(answer, "permitted")
    assert answer["findings"] == before["findings"]
