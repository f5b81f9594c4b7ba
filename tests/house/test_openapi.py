"""The served description: valid, whole, and true of what is answered."""

import json
import re

import jsonschema
import pytest
from django.test import Client
from django.urls import get_resolver
from openapi_spec_validator import validate

from config.api_links import LINKS
from tests.house.test_routes import walk

KEEPS_NOTHING = {"POST /api/v1/point-of-care", "POST /api/v1/organisation/export"}  # nor an Idempotency-Key
# They answer with a secret that is told once: no Idempotency-Key there either.
TELLS_SECRET = {"POST /api/v1/calendars", "POST /api/v1/webhooks", "POST /api/v1/webhooks/{key}/rotate"}
NOT_DESCRIBED = {"/api/v1/schema", "/api/v1/docs"}  # the description itself, and the page that shows it


@pytest.fixture(scope="module")
def described():
    response = Client().get("/api/v1/schema")
    assert response["Content-Type"] == "application/json"
    return response.json()


def operations(described):
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            if method in ("get", "put", "post", "delete", "patch"):
                yield f"{method.upper()} {path}", operation


def test_it_is_openapi_3_1(described):
    assert described["openapi"].startswith("3.1.")
    validate(described)


def test_every_route_is_described_and_nothing_else(described):
    routes = {}
    for route, one in walk(get_resolver().url_patterns):
        path = "/" + re.sub(r"<\w+:(\w+)>", r"{\1}", route)
        if path.startswith("/api/") and path not in NOT_DESCRIBED:
            view = one.callback.cls
            routes[path] = {m for m in ("get", "put", "post", "delete", "patch") if hasattr(view, m)}
    told = {path: {m for m in methods if m != "parameters"} for path, methods in described["paths"].items()}
    assert told == routes


def test_every_operation_has_a_name_of_its_own_words_and_a_refusal(described):
    names = []
    for name, operation in operations(described):
        names.append(operation["operationId"])
        assert operation["description"], name
        refusal = operation["responses"]["default"]["content"]
        assert refusal == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}, name
        assert any(code.startswith("2") for code in operation["responses"]), name
    assert len(names) == len(set(names))


def test_every_guarded_operation_says_what_it_needs(described):
    for name, operation in operations(described):
        is_public = "Public: needs no key." in operation["description"]
        assert is_public or any("ApiKey" in one for one in operation["security"]), name
        assert is_public == (not operation.get("security", [])) or operation["security"] == [{}], name


def test_it_can_be_asked_for_under_its_own_media_type():
    for accept in ("application/json", "application/vnd.oai.openapi+json", "*/*"):
        response = Client().get("/api/v1/schema", headers={"Accept": accept})
        assert response.status_code == 200
        assert response["Content-Type"] == (accept if accept != "*/*" else "application/json")
    assert Client().get("/api/v1/schema", headers={"Accept": "text/html"}).status_code == 406
    assert Client().get("/api/v1/schema?format=yaml").status_code == 422


def test_the_page_shows_it_without_leaving_this_server(db):
    page = Client().get("/api/v1/docs")
    assert page.status_code == 200
    text = page.content.decode()
    assert "/api/v1/schema" in text
    assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", text)


class Checker:
    """Holds answers against the description."""

    def __init__(self, described):
        self.described = described

    def check(self, path, method, response):
        operation = self.described["paths"][path][method]
        told = operation["responses"].get(str(response.status_code)) or operation["responses"]["default"]
        if response.status_code == 304:
            return
        media = response["Content-Type"].partition(";")[0]
        if media == "application/zip":
            assert media in told["content"]
            assert response.content.startswith(b"PK")
            return
        schema = {**told["content"][media]["schema"], "components": self.described["components"]}
        checker = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
        is_text = media.startswith("text/")
        checker.validate(response.content.decode() if is_text else json.loads(response.content))


def test_links_lead_from_answers_that_are_given_to_parameters_that_are_taken(described):
    by_id = {operation["operationId"]: operation for _, operation in operations(described)}
    for (name, status), targets in LINKS.items():
        told = by_id[name]["responses"][status]["links"]
        assert {link["operationId"] for link in told.values()} == set(targets)
        for target, taken in targets.items():
            assert set(taken.get("parameters", {})) <= {one["name"] for one in by_id[target]["parameters"]}
            assert "requestBody" not in taken or "requestBody" in by_id[target]


def test_what_an_erasure_leaves_of_a_write_is_described(described):
    """410: of a replay because nothing is left to decide from, of any write because its kept answer was blanked."""
    for name, operation in operations(described):
        is_guarded_write = not name.startswith("GET ") and "ApiKey" in str(operation.get("security"))
        is_kept = is_guarded_write and name not in KEEPS_NOTHING | TELLS_SECRET
        assert ("410" in operation["responses"]) == is_kept, name
        takes_key = any(one["name"] == "Idempotency-Key" for one in operation.get("parameters", []))
        assert takes_key == is_kept, name
    replay = described["paths"]["/api/v1/verifications/{verification_id}/replay"]["post"]
    assert replay["responses"]["410"]["description"].startswith("The person's data was erased")
