"""The steps that the stories share, each one sentence."""

import json
from typing import Any

from tests.journeys.world import DAY, Caller, make_caller, make_record, without

ABOUT_THE_ASKING = ("id", "decided_at", "receipt", "asked_on")


def given_the_register_tells(*records: dict[str, Any], name: str = "Register of Xanadu") -> Caller:
    """A register puts records on file with its own key."""
    register = make_caller(name, "register", "registry:write", "registry:read")
    for record in records:
        when_it_tells(register, record)
    return register


def given_a_therapist_on_file(registry_number: str, name: str, number: str, hours: float = 54) -> Caller:
    """The register tells of one therapist."""
    return given_the_register_tells(make_record(registry_number, name, number, hours))


def given_a_clinic_with_a_fresh_key(*scopes: str) -> Caller:
    """A clinic that may ask."""
    return make_caller("Harbour Clinic", "clinic", "verify:read", *scopes)


def when_it_tells(teller: Caller, record: dict[str, Any]) -> None:
    """A source tells a record, or corrects what it told before."""
    response = teller.put(f"/practitioners/{record['registry_number']}", record)
    assert response.status_code in (200, 201), response.content


def by_licence(place: str, number: str) -> dict[str, Any]:
    """Somebody named by the number on the licence."""
    return {"licence": {"jurisdiction": place, "profession": "PT", "number": number}}


def by_registry_number(number: str) -> dict[str, Any]:
    """Somebody named by the registry's number."""
    return {"registry_number": number}


def make_question(who: dict[str, Any], place: str = "XA", **more: Any) -> dict[str, Any]:
    """May they needle a patient of 40 in this place on the day of the stories?"""
    return {"practitioner": who, "jurisdiction": place, "patient": {"age": 40}, "on": DAY, **more}


def when_it_verifies(clinic: Caller, question: dict[str, Any]) -> dict[str, Any]:
    """The clinic asks, and the answer is recorded for it."""
    response = clinic.post("/verifications", question)
    assert response.status_code == 201, response.content
    answer: dict[str, Any] = json.loads(response.content)
    assert response.headers["Location"] == f"/api/v1/verifications/{answer['id']}"
    return answer


def when_it_reads_back(clinic: Caller, answer: dict[str, Any]) -> dict[str, Any]:
    """The clinic reads an answer that it was given before."""
    response = clinic.get(f"/verifications/{answer['id']}")
    assert response.status_code == 200, response.content
    told: dict[str, Any] = json.loads(response.content)
    return told


def then_the_answer_is(answer: dict[str, Any], outcome: str, *gaps: str) -> None:
    """The outcome, and what stands between it and permitted."""
    assert (answer["outcome"], [gap["code"] for gap in answer["gaps"]]) == (outcome, list(gaps))
    assert answer["may_perform"] is (outcome == "permitted")


def then_the_decision_is_the_same(answer: dict[str, Any], other: dict[str, Any]) -> None:
    """Two answers agree in everything that is not about the asking itself."""
    assert without(answer, *ABOUT_THE_ASKING) == without(other, *ABOUT_THE_ASKING)


def then_it_reads_as_it_was(clinic: Caller, answer: dict[str, Any]) -> None:
    """What was recorded has not changed in a single letter."""
    assert when_it_reads_back(clinic, answer) == answer
