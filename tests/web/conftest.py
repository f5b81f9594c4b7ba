import pytest
from django.test import Client

from accounts.api.callers import forget_keys
from law.queries.compiled import forget_compiled
from tests.web.world import employ, record_people, release_law


@pytest.fixture(autouse=True)
def fresh_memory():
    """What this process remembers belongs to another test's database."""
    forget_compiled()
    forget_keys()


@pytest.fixture
def law(db, tmp_path):
    release_law(tmp_path / "provisions")


@pytest.fixture
def people(law):
    record_people()


@pytest.fixture
def desk(people):
    """A signed-in clinic user, before a registry with people in it."""
    client = Client()
    client.force_login(employ())
    return client


@pytest.fixture
def ask(desk):
    """Send the question's form; what is not given is as the page has it."""

    def send(**told):
        sent = {"person": "FN-7K3M-2Q9D", "place": "XA", "patient": "age", "age": "40", "on": "2026-03-02", **told}
        return desk.post("/", {name: value for name, value in sent.items() if value is not None})

    return send
