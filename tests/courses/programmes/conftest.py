import pytest
from django.test import Client

from accounts.api import limits
from accounts.api.callers import forget_keys
from accounts.models import Organisation
from accounts.operations.keys import create_api_key
from law.operations.releases import release_pack
from law.queries.compiled import forget_compiled
from rulebook.loading import read_pack


@pytest.fixture
def law(db, settings):
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    forget_compiled()
    release_pack(content=read_pack())
    yield
    forget_compiled()


@pytest.fixture
def provider(db):
    return Organisation.objects.create(name="Needle School", kind="provider")


@pytest.fixture
def rival(db):
    return Organisation.objects.create(name="Another School", kind="provider")


def client_of(organisation, *scopes):
    _, key = create_api_key(organisation=organisation, scopes=scopes)
    return Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)


@pytest.fixture
def writer(law, provider):
    return client_of(provider, "courses:read", "courses:write")


@pytest.fixture
def foreign(law, rival):
    return client_of(rival, "courses:read", "courses:write")


@pytest.fixture
def stranger(law):
    return Client(raise_request_exception=False)
