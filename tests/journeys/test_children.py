"""Children: what a training standard advises is told apart from what the law says, and who must consent."""

import pytest

from tests.journeys.steps import (
    by_registry_number,
    given_a_clinic_with_a_fresh_key,
    given_a_therapist_on_file,
    make_question,
    then_the_answer_is,
    when_it_verifies,
)
from tests.journeys.world import MARA

pytestmark = pytest.mark.django_db


@pytest.fixture
def mara(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    return by_registry_number(MARA)


def about_a_child(mara, age, *attested, **more):
    return make_question(mara, patient={"age": age}, attested=list(attested), **more)


def test_at_nine_the_standard_advises_against_it_and_says_that_it_is_guidance(mara):
    clinic = given_a_clinic_with_a_fresh_key()

    answer = when_it_verifies(clinic, about_a_child(mara, 9, "parental_consent", "child_assent"))

    then_the_answer_is(answer, "refused", "patient_age")
    assert answer["layers"]["law"] == "permitted"
    assert answer["layers"]["standard"] == "refused"
    assert answer["standard"]["name"] == "filiform-2026"
    advice = [one for one in answer["findings"] if one["code"] == "patient_age"]
    assert [(one["layer"], one["status"], one["required"]) for one in advice] == [("standard", "unmet", 12)]
    assert all(
        one["layer"] != "law" or one["citation"]["text"] != advice[0]["citation"]["text"]
        for one in answer["findings"]
        if one["citation"]
    )


def test_the_law_alone_is_told_to_those_who_may_leave_the_standard_out(mara):
    question = about_a_child(mara, 9, "parental_consent", standard="none")

    refused = given_a_clinic_with_a_fresh_key().post("/verifications", question)
    answer = when_it_verifies(given_a_clinic_with_a_fresh_key("verify:law-only"), question)

    assert refused.status_code == 403
    then_the_answer_is(answer, "permitted")
    assert (answer["standard"], answer["layers"]["standard"]) == (None, None)
    assert answer["question"]["standard"] == "none"


BANDS = {
    "at nine a parent": ({"age": 9}, ["parental_consent"]),
    "the day before fourteen a parent": ({"age": 13}, ["parental_consent"]),
    "from fourteen the child": ({"age": 14}, ["minor_own_consent"]),
    "at seventeen the child": ({"age": 17}, ["minor_own_consent"]),
    "at eighteen nobody else": ({"age": 18}, []),
    "a child of unknown age: both": ({"group": "child"}, ["parental_consent", "minor_own_consent"]),
}


@pytest.mark.parametrize(("patient", "needed"), BANDS.values(), ids=BANDS.keys())
def test_who_must_consent(mara, patient, needed):
    clinic = given_a_clinic_with_a_fresh_key("verify:law-only")

    answer = when_it_verifies(clinic, make_question(mara, patient=patient, standard="none"))

    then_the_answer_is(answer, "conditional" if needed else "permitted", *needed)
    assert answer["conditions_about"] == [{"code": code, "about": "treatment"} for code in needed]
    if needed:
        ticked = when_it_verifies(clinic, make_question(mara, patient=patient, standard="none", attested=needed))
        then_the_answer_is(ticked, "permitted")


def test_a_child_who_consents_alone_needs_no_parent_under_the_standard_either(mara):
    clinic = given_a_clinic_with_a_fresh_key()

    answer = when_it_verifies(clinic, about_a_child(mara, 15, "minor_own_consent", "child_assent"))

    then_the_answer_is(answer, "permitted")
