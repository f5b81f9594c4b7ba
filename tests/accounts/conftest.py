import pytest
from django.core.cache import cache
from django.test import Client

from accounts.api import limits
from accounts.api.callers import forget_keys
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation


@pytest.fixture(autouse=True)
def fresh_memory(settings):
    """Keys and counts remembered by this process belong to another test's database."""
    forget_keys()
    limits.forget_counts()
    settings.REDIS_URL = ""
    cache.clear()


@pytest.fixture
def clinic(db):
    return find_or_make_organisation(name="Aspen Clinic", kind="clinic")


@pytest.fixture
def make_client(clinic):
    """Clients that carry a key with these scopes."""

    def make(*scopes, **fields):
        row, key = create_api_key(organisation=clinic, scopes=scopes, **fields)
        client = Client(headers={"Authorization": f"Bearer {key}"}, raise_request_exception=False)
        client.key_row, client.key_text = row, key
        return client

    return make
