import pytest
from django.db import connection, transaction
from django.test import Client

from accounts.api import limits
from accounts.api.callers import forget_keys
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import ADA, DAY, record_people, release_law

BASE = "/api/v1"


@pytest.fixture(autouse=True)
def fresh_memory(settings):
    """What this process remembers belongs to another test's database."""
    forget_keys()
    limits.forget_counts()
    settings.REDIS_URL = ""


@pytest.fixture(scope="module")
def module_world(django_db_setup, django_db_blocker):
    """Law and people, written once for a file's tests; each test's own transaction lies within this one."""
    forget_compiled()
    with django_db_blocker.unblock():
        undone = transaction.atomic()
        undone._from_testcase = True  # as Django's own TestCase has it: operations may ask to be outermost
        undone.__enter__()
        try:
            release_law()
            record_people()
            yield
        finally:
            transaction.set_rollback(True)
            undone.__exit__(None, None, None)
            connection.close()
    forget_compiled()


@pytest.fixture
def people(module_world, db):
    """The world, for one test."""


@pytest.fixture
def make_client(db):
    """Clients that carry a key of an organisation with these scopes."""

    def make(*scopes, organisation="Aspen Clinic"):
        _, key = create_api_key(organisation=find_or_make_organisation(name=organisation), scopes=scopes)
        return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)

    return make


@pytest.fixture
def asker(make_client):
    return make_client("verify:read")


@pytest.fixture
def standing(people, asker):
    """Ask about Ada, an adult in Xanadu; what is None is left out."""

    def ask(number=ADA, client=asker, headers=None, **told):
        query = {"jurisdiction": "XA", "group": "adult", "on": DAY, **told}
        query = {name: value for name, value in query.items() if value is not None}
        return client.get(f"{BASE}/practitioners/{number}/standing", query, headers=headers or {})

    return ask


@pytest.fixture
def verify(people, asker):
    """Have a question about Ada decided and recorded."""

    def post(client=asker, headers=None, **told):
        question = {**question_about(), **told}
        question = {name: value for name, value in question.items() if value is not ...}
        return client.post(f"{BASE}/verifications", question, content_type="application/json", headers=headers or {})

    return post


@pytest.fixture
def batch(people, asker):
    def post(questions, client=asker, headers=None, **told):
        body = {"questions": questions, **told}
        return client.post(f"{BASE}/verifications/batch", body, content_type="application/json", headers=headers or {})

    return post


def question_about(number=ADA, **told):
    return {
        "practitioner": {"registry_number": number},
        "jurisdiction": "XA",
        "patient": {"group": "adult"},
        "on": DAY,
        **told,
    }


def problem(response, status):
    assert response.status_code == status, response.content[:500]
    assert response["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == status
    assert told["type"].startswith("/problems/")
    assert told["title"]
    return told


def faults(response, status=422):
    return sorted((fault["pointer"], fault["code"]) for fault in problem(response, status)["errors"])
