"""Before any law was released nothing can be answered, and each address says so."""

import pytest
from django.test import Client

from law.queries.compiled import forget_compiled
from tests.credentials.api.conftest import BASE, problem

NUMBER = "FN-NEW0-0001"
QUESTION = {"practitioner": {"npi": "1234567893"}, "patient": {"age": 3}, "jurisdiction": "XA"}
ASKED = {
    "the list by place": ("GET", "practitioners", {"jurisdiction": "XA"}),
    "a record put": ("PUT", f"practitioners/{NUMBER}", {"name": "Nia Ewing"}),
    "standing": ("GET", f"practitioners/{NUMBER}/standing", {"jurisdiction": "XA", "age": "3"}),
    "a verification": ("POST", "verifications", QUESTION),
    "the places": ("GET", "jurisdictions", {}),
    "a place": ("GET", "jurisdictions/XA", {}),
}


@pytest.fixture
def caller(db, make_client):
    forget_compiled()
    return make_client("verify:read", "registry:read", "registry:write")


@pytest.mark.parametrize(("method", "path", "told"), ASKED.values(), ids=ASKED.keys())
def test_it_is_not_yet(caller, method, path, told):
    send = getattr(caller, method.lower())
    response = send(f"{BASE}/{path}", told) if method == "GET" else send(f"{BASE}/{path}", told, "application/json")
    assert problem(response, 503)["type"] == "/problems/no-law"
    assert response["Retry-After"]


def test_a_batch_says_so_for_each(caller):
    body = {"questions": [QUESTION, {"colour": "red"}]}
    response = caller.post(f"{BASE}/verifications/batch", body, "application/json")
    assert [one["problem"]["status"] for one in response.json()["results"]] == [503, 422]


def test_the_list_without_a_place_and_the_description_need_no_law(db):
    assert Client().get(f"{BASE}/practitioners").json() == {"items": [], "next": None}
    assert Client().get(f"{BASE}/schema").status_code == 200
