"""What the point of care refuses: every fault named, nothing about the patient repeated."""

import pytest
from django.test import Client

from accounts.models import KeptAnswer
from credentials.models import Verification
from tests.clinics.screening.world import PATH, faults
from tests.clinics.world import BEN, client_of


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        pytest.param({"screening": []}, ("/screening", "wrong_type"), id="no object"),
        pytest.param({"screening": {"maybe": []}}, ("/screening/maybe", "unknown_field"), id="a field unknown"),
        pytest.param({"screening": {"absent": "all"}}, ("/screening/absent", "wrong_type"), id="no list"),
        pytest.param(
            {"screening": {"present": ["gout"]}}, ("/screening/present/0", "unknown_precaution"), id="a word unknown"
        ),
        pytest.param({"screening": {"absent": ["child"]}}, ("/screening/absent/0", "not_asked"), id="the age tells it"),
        pytest.param(
            {"screening": {"present": ["diabetes"], "absent": ["diabetes"]}},
            ("/screening/absent/0", "answered_twice"),
            id="yes and no",
        ),
        pytest.param(
            {"screening": {"present": [{"precaution": "diabetes", "regions": ["toe"]}]}},
            ("/screening/present/0/regions/0", "unknown_value"),
            id="no region",
        ),
        pytest.param(
            {"screening": {"absent": [{"precaution": "diabetes"}]}},
            ("/screening/absent/0", "wrong_type"),
            id="where it is not",
        ),
        pytest.param(
            {"screening": {"present": [{"precaution": "diabetes", "since": 2}]}},
            ("/screening/present/0/since", "unknown_field"),
            id="more than is asked",
        ),
        pytest.param(
            {"screening": {"deep_muscles": "yes"}}, ("/screening/deep_muscles", "wrong_type"), id="no yes or no"
        ),
        pytest.param(
            {"screening": {"left_out": [7]}}, ("/screening/left_out/0", "unknown_precaution"), id="nothing to leave out"
        ),
        pytest.param({"regions": "thigh"}, ("/regions", "wrong_type"), id="regions in no list"),
        pytest.param({"regions": ["toe"]}, ("/regions/0", "unknown_value"), id="regions unknown"),
        pytest.param({"body_region": "toe"}, ("/body_region", "unknown_value"), id="a region unknown"),
        pytest.param({"patient": ...}, ("/patient", "missing"), id="no patient"),
        pytest.param({"known_at": "2026-01-01T00:00:00Z"}, ("/known_at", "unknown_field"), id="now and no other time"),
        pytest.param({"record": True}, ("/record", "unknown_field"), id="nothing is recorded"),
        pytest.param({"jurisdiction": ...}, ("/jurisdiction", "missing"), id="neither place nor site"),
        pytest.param({"attested": ["a_promise"]}, ("/attested/0", "unknown_key"), id="a key unknown"),
    ],
)
def test_what_is_wrong_is_named(ask, given, fault):
    response = ask(**given)
    assert response.status_code == 422
    assert faults(response) == {fault}
    assert response["Cache-Control"] == "no-store"


def test_every_fault_is_named_at_once(ask):
    response = ask(patient={"age": -1}, screening={"present": ["gout"]}, regions=["toe"], jurisdiction="QQ")
    assert faults(response) == {
        ("/patient/age", "not_an_age"),
        ("/screening/present/0", "unknown_precaution"),
        ("/regions/0", "unknown_value"),
        ("/jurisdiction", "unknown_place"),
    }


def test_no_fault_of_the_screening_repeats_what_was_said(ask):
    body = {"present": ["zqplanted"], "zqplanted": 1, "deep_muscles": "zqplanted"}
    details = [one["detail"] for one in ask(screening=body).json()["errors"]]
    assert len(details) == 3
    assert "zqplanted" not in "".join(details)


def test_it_takes_no_idempotency_key_and_keeps_nothing(ask):
    response = ask(headers={"Idempotency-Key": "once"})
    assert response.status_code == 400
    assert response.json()["type"] == "/problems/idempotency-key-refused"
    assert response["Cache-Control"] == "no-store"
    assert ask().status_code == 200
    assert not KeptAnswer.objects.exists()
    assert not Verification.objects.exists()


def test_an_unknown_practitioner_is_not_found(ask):
    assert ask(practitioner={"registry_number": "FN-0000-0000"}).status_code == 404
    assert ask(practitioner={"registry_number": BEN}).status_code == 200


def test_it_needs_its_scope_and_no_parameters(clinic, caller):
    poor = client_of(clinic, "roster:read")
    assert poor.post(PATH, {}, content_type="application/json").status_code == 403
    assert Client().post(PATH, {}, content_type="application/json").status_code == 401
    assert caller.post(f"{PATH}?age=97", {}, content_type="application/json").status_code == 422
    assert caller.get(PATH).status_code == 405


def test_a_question_without_a_standard_needs_its_own_scope(ask, clinic):
    assert ask(standard="none").status_code == 403
