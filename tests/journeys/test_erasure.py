"""Somebody asks to be forgotten: the names and numbers go, what was decided stays."""

import json

import pytest
from django.core.management import call_command

from tests.journeys.steps import (
    by_licence,
    by_registry_number,
    given_a_clinic_with_a_fresh_key,
    given_a_therapist_on_file,
    make_question,
    then_the_answer_is,
    when_it_reads_back,
    when_it_verifies,
)
from tests.journeys.world import MARA, make_record

pytestmark = pytest.mark.django_db
NAME, NUMBER = "Mara Thistledown", "AB-1007"


@pytest.fixture
def story(the_law):
    """A clinic verified Mara by her name and licence; then she was erased."""
    register = given_a_therapist_on_file(MARA, NAME, NUMBER)
    clinic = given_a_clinic_with_a_fresh_key()
    answer = when_it_verifies(clinic, make_question(by_licence("XA", NUMBER), name=NAME))
    call_command("erase_person", MARA, yes=True)
    return register, clinic, answer


def test_the_record_has_no_name_and_no_number_any_more(story):
    register, _, _ = story

    told = json.loads(register.get(f"/practitioners/{MARA}").content)

    assert [told[one] for one in ("name", "former_names", "npi", "email", "born_on", "listed")] == [
        None,
        [],
        *[None] * 4,
    ]
    assert {one["number"] for one in (*told["licences"], *told["certifications"])} == {None}
    assert [one["jurisdiction"] for one in told["licences"]] == ["XA", "XB-1"]
    assert len(told["training"]) == len(told["statements"]) == 1


def test_the_stored_answer_stays_but_for_the_number(story):
    _, clinic, answer = story

    read = when_it_reads_back(clinic, answer)

    assert answer["basis"]["number"] == NUMBER
    assert read == {**answer, "basis": {**answer["basis"], "number": None}}
    for text in (NAME, "Thistledown", NUMBER, "AB1007"):
        assert text not in json.dumps(read)


def test_the_registry_number_still_answers_with_the_same_decision(story):
    _, clinic, answer = story

    now = when_it_verifies(clinic, make_question(by_registry_number(MARA)))

    then_the_answer_is(now, "permitted")
    assert now["findings"] == [one for one in answer["findings"] if one["layer"] != "identity"]
    assert (now["basis"]["profession"], now["basis"]["number"]) == ("PT", None)


def test_nobody_is_found_by_the_licence_or_known_by_the_name_any_more(story):
    _, clinic, _ = story

    by_number = clinic.post("/verifications", make_question(by_licence("XA", NUMBER)))
    named = when_it_verifies(clinic, make_question(by_registry_number(MARA), name=NAME))

    assert by_number.status_code == 404
    then_the_answer_is(named, "undetermined", "name_does_not_match")


def test_nothing_new_can_be_told_about_her(story):
    register, _, _ = story

    refused = register.put(f"/practitioners/{MARA}", make_record(MARA, NAME, NUMBER))

    assert refused.status_code == 422
    assert [one["code"] for one in json.loads(refused.content)["errors"]] == ["erased"]
