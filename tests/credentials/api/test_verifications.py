"""`POST /verifications`, `GET /verifications/{id}`, and who may see them."""

import secrets
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from accounts.models import PersonalDetail
from accounts.operations.clock import tick
from accounts.operations.personal import find_or_make_organisation
from credentials.models import Practitioner, Verification
from credentials.operations.erasure import erase_person
from tests.credentials.api.conftest import BASE, faults, problem, question_about
from tests.credentials.api.world import ADA, CARL, licence, put

BY_LICENCE = {"licence": {"jurisdiction": "gb-wls", "profession": "PT", "number": "w1234 5"}}


def test_an_answer_is_recorded_and_read_back_as_it_was(verify, asker):
    response = verify(attested=["town_permit"], name="Ada Okafor")
    assert response.status_code == 201
    told = response.json()
    assert response["Location"] == f"{BASE}/verifications/{told['id']}"
    assert uuid.UUID(told["id"])
    assert told["receipt"].count(".") == 2
    assert told["decided_at"].endswith("Z")
    assert (told["outcome"], told["question"]["name"]) == ("permitted", True)
    put({"registry_number": ADA, "licences": []})
    assert asker.get(response["Location"]).json() == told


def test_it_answers_as_standing_does(verify, standing):
    kept = verify().json()
    for name in ("id", "decided_at", "receipt"):
        kept.pop(name)
    assert kept == standing().json()


def test_another_organisation_sees_nothing(verify, make_client):
    place = verify()["Location"]
    problem(make_client("verify:read", organisation="Birch Clinic").get(place), 404)
    problem(Client().get(place), 401)
    assert make_client("registry:read").get(place).status_code == 200  # the same organisation by another key


def test_no_such_answer(people, asker):
    problem(asker.get(f"{BASE}/verifications/{uuid.uuid4()}"), 404)
    problem(asker.get(f"{BASE}/verifications/1"), 404)
    assert faults(asker.get(f"{BASE}/verifications/{uuid.uuid4()}?full=1")) == [("/full", "unknown_parameter")]


def test_what_is_stored_holds_no_name_and_no_number(verify):
    verify(name="Carl Roe", practitioner={"registry_number": CARL}, jurisdiction="XB-1")
    stored = Verification.objects.get()
    assert not any(secret in stored.answer for secret in ("Carl", "N-1", "P-1", "H-1"))
    assert Verification.objects.filter(numbers__held_number__text="N-1").exists()


def test_an_erased_number_is_null_in_old_answers(verify, asker):
    place = verify(practitioner={"registry_number": CARL}, jurisdiction="XB-1")
    told = place.json()
    assert (told["basis"]["number"], told["other_bases"][0]["number"]) == ("N-1", "P-1")
    erase_person(practitioner=Practitioner.objects.get(registry_number=CARL))
    again = asker.get(place["Location"]).json()
    assert (again["basis"].pop("number"), again["other_bases"][0].pop("number")) == (None, None)
    told["basis"].pop("number")
    told["other_bases"][0].pop("number")
    assert again == told
    anew = verify(practitioner={"registry_number": CARL}, jurisdiction="XB-1").json()
    assert anew["basis"]["number"] is None


CHEATS = {
    "an outcome": "UPDATE credentials_verification SET outcome = 'permitted'",
    "an answer": "UPDATE credentials_verification SET answer = '{}'",
    "the asker": "UPDATE credentials_verification SET organisation_id = organisation_id + 1",
    "a deletion": "DELETE FROM credentials_verification",
    "a number's place": "UPDATE credentials_verificationnumber SET path = '/other_bases/0/number'",
    "a number's deletion": "DELETE FROM credentials_verificationnumber",
    "emptying": "TRUNCATE credentials_verification CASCADE",
}


@pytest.mark.parametrize("statement", CHEATS.values(), ids=CHEATS.keys())
def test_the_database_refuses_to_change_an_answer(verify, statement):
    verify()
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL filiform.truncate = 'no'")
        with pytest.raises(DatabaseError), transaction.atomic():
            cursor.execute(statement)


REFERENCES = {
    "a registry number": {"registry_number": ADA},
    "in lower case": {"registry_number": ADA.lower()},
    "an NPI": {"npi": "1234567893"},
    "a licence": {"licence": {"jurisdiction": "XA", "profession": "PT", "number": "A-1"}},
    "a licence written otherwise": BY_LICENCE,
}


@pytest.mark.parametrize("reference", REFERENCES.values(), ids=REFERENCES.keys())
def test_a_practitioner_is_found_by(verify, reference):
    told = verify(practitioner=reference).json()
    assert told["question"]["practitioner"] == {"registry_number": ADA}


NOBODY = {
    "an unknown number": {"registry_number": "FN-0000-0000"},
    "no number at all": {"registry_number": "Ada"},
    "five thousand letters": {"registry_number": "F" * 5000},
    "an NPI of nobody": {"npi": "1000000004"},
    "a licence of nobody": {"licence": {"jurisdiction": "XA", "profession": "PT", "number": "A-2"}},
    "her licence under another profession": {"licence": {"jurisdiction": "XA", "profession": "DC", "number": "A-1"}},
    "her licence elsewhere": {"licence": {"jurisdiction": "XB", "profession": "PT", "number": "A-1"}},
    "her privilege's number": {"licence": {"jurisdiction": "XB-1", "profession": "PT", "number": "P-1"}},
    "a self-stated licence": {"licence": {"jurisdiction": "XA", "profession": "PT", "number": "S-1"}},
    "a number of dots": {"licence": {"jurisdiction": "XA", "profession": "PT", "number": "..."}},
}


@pytest.mark.parametrize("reference", NOBODY.values(), ids=NOBODY.keys())
def test_nobody_is_found_by(verify, reference):
    problem(verify(practitioner=reference), 404)


def test_a_reference_that_fits_two_persons(verify):
    carl = Practitioner.objects.get(registry_number=CARL)
    source = find_or_make_organisation(name="registry")
    PersonalDetail.objects.create(  # no writer of ours tells one NPI of two; another program might
        person=carl.person,
        kind="npi",
        value="1234567893",
        source=source,
        assurance="register",
        recorded_at=tick(),
        salt=secrets.token_bytes(16),
    )
    told = {"practitioner": {"npi": "1234567893"}}
    assert faults(verify(**told)) == [("/practitioner", "two_persons")]
    assert faults(verify(**told, site="x")) == [("/practitioner", "two_persons"), ("/site", "unknown_site")]


def test_facts_that_a_person_states_find_nobody_and_count_for_nothing(verify, standing):
    told = standing("FN-SE1F-000S").json()
    assert (told["outcome"], told["basis"], told["layers"]["law"]) == ("refused", None, None)
    assert told["gaps"][0]["code"] == "no_licence_here"


WRONG = {
    "nothing": ({"practitioner": ..., "jurisdiction": ..., "patient": ..., "on": ...},
                [("/jurisdiction", "missing"), ("/patient", "missing"), ("/practitioner", "missing")]),
    "an unknown field": ({"colour": "red"}, [("/colour", "unknown_field")]),
    "a field with a slash": ({"a/b~c": 1}, [("/a~1b~0c", "unknown_field")]),
    "a practitioner in words": ({"practitioner": "Ada"}, [("/practitioner", "wrong_type")]),
    "two references": ({"practitioner": {"npi": "1234567893", "registry_number": ADA}}, [("/practitioner", "one_of")]),
    "no reference": ({"practitioner": {}}, [("/practitioner", "one_of")]),
    "a number that is none": ({"practitioner": {"registry_number": 7}},
                              [("/practitioner/registry_number", "wrong_type")]),
    "an NPI that fails Luhn": ({"practitioner": {"npi": "1234567890"}}, [("/practitioner/npi", "not_an_npi")]),
    "a licence of an unknown place": (
        {"practitioner": {"licence": {"jurisdiction": "QQ", "profession": "PT", "number": "1"}}},
        [("/practitioner/licence/jurisdiction", "unknown_place")]),
    "a licence of another galaxy": (
        {"practitioner": {"licence": {"jurisdiction": "XA", "profession": "Jedi", "number": "", "star": 1}}},
        [("/practitioner/licence/number", "blank"), ("/practitioner/licence/profession", "unknown_value"),
         ("/practitioner/licence/star", "unknown_field")]),
    "an age as text": ({"patient": {"age": "40"}}, [("/patient/age", "not_an_age")]),
    "an age as a float": ({"patient": {"age": 40.0}}, [("/patient/age", "not_an_age")]),
    "true years": ({"patient": {"age": True}}, [("/patient/age", "not_an_age")]),
    "a huge age": ({"patient": {"age": 10**30}}, [("/patient/age", "not_an_age")]),
    "a group that is a list": ({"patient": {"group": []}}, [("/patient/group", "unknown_value")]),
    "a group that is an object": ({"patient": {"group": {}}}, [("/patient/group", "unknown_value")]),
    "a list of patients": ({"patient": [{"age": 3}]}, [("/patient", "wrong_type")]),
    "a number for a day": ({"on": 20260302}, [("/on", "wrong_type")]),
    "keys in a text": ({"attested": "town_permit"}, [("/attested", "wrong_type")]),
    "a key that is no text": ({"attested": [1]}, [("/attested/0", "wrong_type")]),
    "a place that is no text": ({"jurisdiction": ["XA"]}, [("/jurisdiction", "wrong_type")]),
    "a standard that is no text": ({"standard": 1}, [("/standard", "wrong_type")]),
    "a name that is no text": ({"name": {"first": "Ada"}}, [("/name", "wrong_type")]),
    "a region that is a list": ({"body_region": ["knee"]}, [("/body_region", "wrong_type")]),
    "an instant that is no text": ({"known_at": 0}, [("/known_at", "not_an_instant")]),
    "faults of form and of law": (
        {"patient": {"age": -1}, "jurisdiction": "QQ", "attested": ["no"], "site": "s", "standard": "t"},
        [("/attested/0", "unknown_key"), ("/jurisdiction", "unknown_place"), ("/patient/age", "not_an_age"),
         ("/site", "unknown_site"), ("/standard", "unknown_standard")]),
}  # fmt: skip


@pytest.mark.parametrize(("told", "expected"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_named(verify, told, expected):
    assert faults(verify(**told)) == expected
    assert not Verification.objects.exists()


def test_a_parameter_has_no_place_beside_a_body(people, asker):
    response = asker.post(f"{BASE}/verifications?on=2026-01-01", question_about(), content_type="application/json")
    assert faults(response) == [("/on", "unknown_parameter")]


def test_nulls_are_as_good_as_left_out(verify):
    nulls = dict.fromkeys(("known_at", "site", "attested", "body_region", "name", "standard"))
    assert verify(**nulls).json()["question"]["standard"] == "filiform-2026"


def test_leaving_out_the_standard_takes_a_scope_of_its_own(verify, make_client):
    problem(verify(standard="none"), 403)
    allowed = make_client("verify:read", "verify:law-only")
    assert verify(client=allowed, standard="none").json()["standard"] is None


def test_a_key_and_a_scope_go_before_the_question(verify, make_client, client):
    problem(verify(client=client, jurisdiction="QQ"), 401)
    problem(verify(client=make_client("registry:read", "registry:write"), jurisdiction="QQ"), 403)


def test_a_write_sent_again_is_answered_as_before(verify):
    first = verify(headers={"Idempotency-Key": "one"})
    again = verify(headers={"Idempotency-Key": "one"})
    assert (again.status_code, again.content, again["Location"]) == (201, first.content, first["Location"])
    assert Verification.objects.count() == 1


def test_a_write_sent_again_after_an_erasure_makes_no_second_answer(verify, asker):
    first = verify(headers={"Idempotency-Key": "one"}, name="Ada Okafor")
    erase_person(practitioner=Practitioner.objects.get(registry_number=ADA))
    again = verify(headers={"Idempotency-Key": "one"}, name="Ada Okafor")
    assert problem(again, 410)["type"] == "/problems/answer-erased"
    assert again["Location"] == first["Location"]
    assert asker.get(again["Location"]).json()["id"] == first.json()["id"]
    assert Verification.objects.count() == 1


def test_a_number_told_by_two_sources_is_kept_as_it_was_told(verify, asker):
    put({"registry_number": ADA, "licences": [licence("a 1"), licence("W12345", "GB-WLS")]}, source="another register")
    response = verify()
    assert asker.get(response["Location"]).json() == response.json()
