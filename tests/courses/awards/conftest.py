import pytest
from django.test import Client

from accounts.api import limits
from accounts.api.callers import forget_keys
from accounts.models import Organisation
from accounts.operations.keys import create_api_key
from law.queries.compiled import forget_compiled
from tests.courses.awards.world import TODAY, make_programme, put_person, release_law


@pytest.fixture
def law(db, settings):
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    forget_compiled()
    release_law()
    yield
    forget_compiled()


@pytest.fixture
def version(law):
    return make_programme()


@pytest.fixture
def learner(law):
    return put_person()


def client_of(organisation, *scopes):
    _, key = create_api_key(organisation=organisation, scopes=scopes)
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)


@pytest.fixture
def ask(law):
    """What a clinic is told over HTTP about the learner and an adult in Xanadu."""
    clinic = Organisation.objects.create(name="Aspen Clinic", kind="clinic")
    client = client_of(clinic, "verify:read")

    def standing(number, on=TODAY, group="adult"):
        query = {"jurisdiction": "XA", "group": group, "on": on.isoformat()}
        response = client.get(f"/api/v1/practitioners/{number}/standing", query)
        assert response.status_code == 200, response.content
        return response.json()

    return standing
