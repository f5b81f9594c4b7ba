"""A clinic hires somebody, and learns later what it could not know."""

import pytest

from tests.journeys.steps import (
    by_licence,
    by_registry_number,
    given_a_clinic_with_a_fresh_key,
    given_a_therapist_on_file,
    make_question,
    then_it_reads_as_it_was,
    then_the_answer_is,
    then_the_decision_is_the_same,
    when_it_tells,
    when_it_verifies,
)
from tests.journeys.world import MARA, licence, make_caller, suspended

pytestmark = pytest.mark.django_db


def test_a_new_hire_is_verified_by_licence_number_and_the_answer_is_kept(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    clinic = given_a_clinic_with_a_fresh_key()

    answer = when_it_verifies(clinic, make_question(by_licence("XA", "ab 1007"), name="Mara Thistledown"))

    then_the_answer_is(answer, "permitted")
    assert answer["question"]["practitioner"] == {"registry_number": MARA}
    assert answer["question"]["name"] is True
    assert answer["basis"]["number"] == "AB-1007"
    assert answer["law"]["provisions"] == ["xa-pt-2020"]
    assert answer["holds_until"] == "2028-12-31"
    then_it_reads_as_it_was(clinic, answer)


def test_a_suspension_told_late_changes_what_is_answered_now_and_nothing_else(the_law):
    register = given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    clinic = given_a_clinic_with_a_fresh_key()
    question = make_question(by_licence("XA", "AB-1007"))
    hired = when_it_verifies(clinic, question)
    then_the_answer_is(hired, "permitted")

    when_it_tells(
        register,
        {
            "registry_number": MARA,
            "licences": [suspended("XA", "AB-1007", since="2026-01-15"), licence("XB-1", "Y AB-1007")],
        },
    )

    then_it_reads_as_it_was(clinic, hired)
    as_known_then = when_it_verifies(clinic, {**question, "known_at": hired["known_at"]})
    then_the_decision_is_the_same(as_known_then, hired)
    now = when_it_verifies(clinic, question)
    then_the_answer_is(now, "refused", "licence_suspended")
    assert now["layers"]["law"] == "permitted"
    before = when_it_verifies(clinic, {**question, "on": "2026-01-14"})
    then_the_answer_is(before, "permitted")
    assert before["next_change"] == {
        "on": "2026-01-15",
        "outcome": "refused",
        "because": ["licence_active", "licence_suspended"],
    }


def test_somebody_with_twelve_hours_too_few_is_told_how_many(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007", hours=38)
    clinic = given_a_clinic_with_a_fresh_key()

    answer = when_it_verifies(clinic, make_question(by_registry_number(MARA)))

    then_the_answer_is(answer, "refused", "training_hours")
    (gap,) = answer["gaps"]
    assert (gap["held"], gap["required"], gap["shortfall"], gap["unit"]) == (38, 50, 12, "hours")
    assert gap["citation"]["text"] == "Needling Act § 1"


def test_one_clinic_does_not_see_what_another_was_told(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    clinic = given_a_clinic_with_a_fresh_key()
    answer = when_it_verifies(clinic, make_question(by_registry_number(MARA)))

    stranger = make_caller("Another Clinic", "clinic", "verify:read")
    assert stranger.get(f"/verifications/{answer['id']}").status_code == 404
    assert stranger.get(f"/practitioners/{MARA}").status_code == 403
