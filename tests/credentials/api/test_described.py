"""What is answered has the shape that the served description promises."""

import pytest
from django.test import Client

from tests.credentials.api.conftest import BASE, question_about
from tests.credentials.api.world import ADA, CARL, CHIRO, DORA, put
from tests.house.test_openapi import Checker

STANDING = f"{BASE}/practitioners/{{registry_number}}/standing"
QUESTIONS = {
    "permitted": (ADA, {"attested": "town_permit"}),
    "conditional": (ADA, {}),
    "refused": (DORA, {}),
    "undetermined": (ADA, {"name": "Eve", "attested": "town_permit"}),
    "no basis": (ADA, {"jurisdiction": "FR"}),
    "two bases": (CARL, {"jurisdiction": "XB-1"}),
    "a region": (CHIRO, {"body_region": "knee"}),
    "a child": (DORA, {"group": None, "age": "7"}),
    "to come": (DORA, {"on": "2027-01-15"}),
    "wrong": (ADA, {"jurisdiction": "QQ"}),
    "nobody": ("FN-0000-0000", {}),
}


@pytest.fixture(scope="module")
def checker():
    return Checker(Client().get(f"{BASE}/schema").json())


@pytest.mark.parametrize(("number", "told"), QUESTIONS.values(), ids=QUESTIONS.keys())
def test_standing(checker, standing, number, told):
    checker.check(STANDING, "get", standing(number, **told))


@pytest.mark.parametrize("told", [{}, {"jurisdiction": "QQ"}, {"practitioner": {"npi": "1000000004"}}])
def test_verifications(checker, verify, asker, told):
    response = verify(**told)
    checker.check(f"{BASE}/verifications", "post", response)
    if response.status_code == 201:
        checker.check(f"{BASE}/verifications/{{verification_id}}", "get", asker.get(response["Location"]))


@pytest.mark.parametrize("told", [{}, {"detail": "full"}, {"record": True}, {"detail": "none"}])
def test_batches(checker, batch, told):
    checker.check(f"{BASE}/verifications/batch", "post", batch([question_about(), {}], **told))


def test_records_and_lists(checker, people, make_client):
    client = make_client("registry:read", "registry:write")
    one = f"{BASE}/practitioners/{{registry_number}}"
    put({"registry_number": ADA, "listed": {"consented": True, "city": None, "languages": []}})
    checker.check(one, "get", client.get(f"{BASE}/practitioners/{ADA}"))
    checker.check(one, "get", client.get(f"{BASE}/practitioners/FN-0000-0000"))
    response = client.put(f"{BASE}/practitioners/{ADA}", {"name": "Ada"}, content_type="application/json")
    checker.check(one, "put", response)
    checker.check(f"{BASE}/practitioners", "get", client.get(f"{BASE}/practitioners"))
    checker.check(f"{BASE}/practitioners", "get", client.get(f"{BASE}/practitioners?x"))
    for path, address in (
        ("", ""), ("/{code}", "/XA"), ("/{code}", "/FR"), ("/{code}/provisions", "/XA/provisions"), ("/{code}", "/QQ"),
    ):  # fmt: skip
        checker.check(f"{BASE}/jurisdictions{path}", "get", client.get(f"{BASE}/jurisdictions{address}"))
