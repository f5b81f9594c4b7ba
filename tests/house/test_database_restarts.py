"""PostgreSQL ends every connection, as it does when it restarts: nobody who asks afterwards finds out."""

import http.client
import json
import secrets

import pytest
from django.db import connection

from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from benchmarks.servers import web_server
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import ADA, DAY, record_people, release_law
from tests.house.serving import environment_of_test

pytestmark = pytest.mark.django_db(transaction=True)
STANDING = f"/api/v1/practitioners/{ADA}/standing?jurisdiction=XA&group=adult"
QUESTION = {"practitioner": {"registry_number": ADA}, "jurisdiction": "XA", "patient": {"age": 40}, "on": DAY}
ASKED = {
    "the hot path": ("GET", STANDING, None),
    "a write": ("POST", "/api/v1/verifications", QUESTION),
    "a batch": ("POST", "/api/v1/verifications/batch", {"questions": [QUESTION]}),
    "the law": ("GET", "/api/v1/law/changes", None),
    "a page": ("GET", "/law/changes/", None),
}


@pytest.fixture
def ask(transactional_db, servers):
    """One worker that keeps its connections, as a deployment's do."""
    forget_compiled()
    release_law()
    record_people()
    clinic = find_or_make_organisation(name="Aspen Clinic")
    key = create_api_key(organisation=clinic, scopes=("verify:read",))[1]
    given = {"DJANGO_SETTINGS_MODULE": "config.settings.base", "ALLOWED_HOSTS": "127.0.0.1"}
    environment = environment_of_test(servers, SECRET_KEY=secrets.token_hex(32), **given)
    with web_server(environment, workers=1) as port:

        def send(method, path, body):
            asking = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
            asking.request(method, path, None if body is None else json.dumps(body), headers)
            answer = asking.getresponse()
            told = answer.status, answer.read()
            asking.close()
            return told

        yield send
    forget_compiled()


def end_connections():
    """How many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        return cursor.fetchone()[0]


def test_whatever_is_asked_first_afterwards_is_answered(ask):
    for method, path, body in ASKED.values():
        assert ask(method, path, body)[0] in (200, 201)
    for name, (method, path, body) in ASKED.items():
        assert end_connections() > 0, name
        status, told = ask(method, path, body)
        assert status in (200, 201), (name, told[:300])
        assert ask(method, path, body)[0] == status
