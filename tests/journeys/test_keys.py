"""A key is lost, and revoked: whoever found it is out within two seconds, the clinic goes on with another."""

import json
import time

import pytest
from django.core.management import call_command

from tests.journeys.steps import (
    by_registry_number,
    given_a_clinic_with_a_fresh_key,
    given_a_therapist_on_file,
    make_question,
    then_it_reads_as_it_was,
    then_the_answer_is,
    when_it_verifies,
)
from tests.journeys.world import MARA

pytestmark = pytest.mark.django_db
QUESTION = make_question(by_registry_number(MARA))


def then_it_is_refused_within(seconds, clinic):
    until = time.monotonic() + seconds
    while (response := clinic.post("/verifications", QUESTION)).status_code != 401:
        assert time.monotonic() < until, "the revoked key still opens"
        time.sleep(0.05)
    problem = json.loads(response.content)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (problem["status"], problem["type"]) == (401, "/problems/no-valid-key")


def test_a_revoked_key_is_refused_within_two_seconds(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    clinic = given_a_clinic_with_a_fresh_key()
    then_the_answer_is(when_it_verifies(clinic, QUESTION), "permitted")

    call_command("revoke_api_key", clinic.prefix)

    then_it_is_refused_within(2, clinic)


def test_the_clinic_goes_on_with_another_key_and_reads_its_old_answers(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    lost = given_a_clinic_with_a_fresh_key()
    answer = when_it_verifies(lost, QUESTION)

    call_command("revoke_api_key", lost.prefix)

    then_it_reads_as_it_was(given_a_clinic_with_a_fresh_key(), answer)


def test_a_key_opens_no_more_than_it_was_made_for(the_law):
    given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007")
    clinic = given_a_clinic_with_a_fresh_key()

    assert clinic.get(f"/practitioners/{MARA}").status_code == 403
    assert clinic.put(f"/practitioners/{MARA}", {"registry_number": MARA, "licences": []}).status_code == 403
    then_the_answer_is(when_it_verifies(clinic, QUESTION), "permitted")
