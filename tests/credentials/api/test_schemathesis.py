"""Drawn requests against the served description: no 5xx, and answers as described. `make prove` draws for longer."""

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    positive_data_acceptance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from accounts.api.callers import forget_keys
from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation

load_all_checks()
# Without the lanes: whoever draws here closes no answer, as a server would, and so would keep its room.
application = get_wsgi_application()
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    unsupported_method,
]
SCOPES = ("verify:read", "verify:law-only", "registry:read", "registry:write")
EXAMPLES = 20
# A bad question of a batch is answered with a problem in its place and spoils no other: the whole is 200.
TAKES_BAD_DATA = {"verify_batch"}
# Those of which the description says exactly what is taken. Elsewhere 422 may mean a place, a key, a cursor or a person
# that is not there, two days the wrong way round, or an Idempotency-Key that came with another body.
TAKES_ALL_THAT_IS_DESCRIBED = {
    "list_audit_heads",
    "list_jurisdictions",
    "read_practitioner",
    "read_verification",
    "read_law_release",
}


@pytest.fixture(autouse=True)
def one_connection():
    """The drawn requests share the test's transaction, as those of Django's own client do."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


schema = schemathesis.openapi.from_wsgi("/api/v1/schema", application)  # at import: drawing it asks no database


@pytest.fixture
def key(people):
    forget_keys()
    organisation = find_or_make_organisation(name="Aspen Clinic")
    _, key = create_api_key(organisation=organisation, scopes=SCOPES)
    return f"Bearer {key}"


@schema.parametrize()
@hypothesis.settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)
def test_what_is_drawn_is_answered_as_described(case, key):
    response = case.call(headers={"Authorization": key})
    name, checks = case.operation.definition.raw["operationId"], list(CHECKS)
    if name not in TAKES_BAD_DATA:
        checks.append(negative_data_rejection)
    if name in TAKES_ALL_THAT_IS_DESCRIBED:
        checks.append(positive_data_acceptance)
    case.validate_response(response, checks=checks)
