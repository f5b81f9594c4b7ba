"""A suspension comes late to the register: the clinic that was told yes finds out, and can show what it was told."""

import datetime as dt
import json
from typing import Any

import pytest
from django.core import mail

from accounts.models import Membership, Organisation, User
from outbox.operations.delivering import deliver_due
from tests.journeys.steps import (
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
from tests.journeys.world import MARA, Caller, licence, make_caller, make_record, release_law, suspended, write_law

pytestmark = pytest.mark.django_db
HERS = by_registry_number(MARA)


@pytest.fixture
def story(the_law):
    """Mara is on file, and the clinic has somebody who reads its mail."""
    clinic = given_a_clinic_with_a_fresh_key()
    user = User.objects.create_user("desk@harbour.example")
    Membership.objects.create(
        user=user, organisation=Organisation.objects.get(name=clinic.name), role=Membership.Role.CLINIC_ADMIN
    )
    return given_a_therapist_on_file(MARA, "Mara Thistledown", "AB-1007"), clinic


def when_the_mail_goes_out() -> None:
    """What is due is done."""
    deliver_due(clock=lambda: dt.datetime.now(dt.UTC), seconds=60)


def when_the_suspension_comes_to_light(register: Caller) -> None:
    """The register tells that her licence had been suspended since February."""
    record = make_record(MARA, "Mara Thistledown", "AB-1007")
    when_it_tells(register, {**record, "licences": [suspended("XA", "AB-1007", "2026-02-01"), record["licences"][1]]})


def when_it_lists_what_differs(clinic: Caller) -> list[dict[str, Any]]:
    """The clinic looks at its own answers that would come out otherwise now."""
    response = clinic.get("/verifications", differs="true")
    assert response.status_code == 200, response.content
    items: list[dict[str, Any]] = json.loads(response.content)["items"]
    return items


def when_it_replays(clinic: Caller, answer: dict[str, Any]) -> dict[str, Any]:
    """The clinic has an answer decided again."""
    response = clinic.post(f"/verifications/{answer['id']}/replay", {})
    assert response.status_code == 200, response.content
    told: dict[str, Any] = json.loads(response.content)
    return told


def then_one_mail_says(*words: str) -> None:
    """One mail went out, with these words and without her name or number."""
    (one,) = mail.outbox
    assert all(word in one.body for word in words), one.body
    assert not any(word in one.body for word in ("Mara", "Thistledown", "AB-1007", MARA))


def test_a_late_suspension_finds_the_clinic_that_was_told_yes(story):
    register, clinic = story
    before = when_it_verifies(clinic, make_question(HERS, on="2026-01-15"))
    during = when_it_verifies(clinic, make_question(HERS))
    then_the_answer_is(during, "permitted")

    when_the_suspension_comes_to_light(register)
    when_the_mail_goes_out()

    then_one_mail_says("1 answer recorded for your organisation", "/api/v1/verifications?differs=true")
    (one,) = when_it_lists_what_differs(clinic)
    assert (one["id"], one["outcome"], one["now"]["outcome"]) == (during["id"], "permitted", "refused")
    replayed = when_it_replays(clinic, during)
    then_the_decision_is_the_same(replayed["as_known_then"] | _envelope(during), during)
    then_the_answer_is(replayed["as_known_now"], "refused", "licence_suspended")
    assert {"path": "/outcome", "then": "permitted", "now": "refused"} in replayed["differences"]
    assert when_it_replays(clinic, before)["as_known_now"]["outcome"] == "permitted"
    then_it_reads_as_it_was(clinic, during)


def test_a_renewal_in_its_time_troubles_nobody(story):
    register, clinic = story
    when_it_verifies(clinic, make_question(HERS))
    record = make_record(MARA, "Mara Thistledown", "AB-1007")
    renewed = [licence("XA", "AB-1007", expires_on="2030-12-31"), record["licences"][1]]

    when_it_tells(register, {**record, "licences": renewed})
    when_the_mail_goes_out()

    assert mail.outbox == []
    assert when_it_lists_what_differs(clinic) == []


def test_a_law_that_turns_finds_those_who_asked_there(story, law_folder):
    _, clinic = story
    when_it_verifies(clinic, make_question(HERS))
    there = when_it_verifies(clinic, make_question(HERS, "XB-1"))

    release_law(write_law(law_folder, ys_north="prohibited", citation="Act of Ys § 7 as amended"))
    when_the_mail_goes_out()

    then_one_mail_says("the change of the law")
    assert [one["id"] for one in when_it_lists_what_differs(clinic)] == [there["id"]]
    assert when_it_replays(clinic, there)["as_known_then"]["outcome"] == "permitted"


def test_another_organisation_sees_nothing_of_it(story):
    register, clinic = story
    answer = when_it_verifies(clinic, make_question(HERS))
    stranger = make_caller("Inland Clinic", "clinic", "verify:read")

    when_the_suspension_comes_to_light(register)

    assert when_it_lists_what_differs(stranger) == []
    assert stranger.post(f"/verifications/{answer['id']}/replay", {}).status_code == 404


def _envelope(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: answer[name] for name in ("id", "decided_at", "receipt")}
