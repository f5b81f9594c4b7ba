"""What machines read cannot be written to, and says so: 405 with the methods there are, never a page about CSRF."""

import pytest
from django.test import Client

from accounts.api.problems import MEDIA_TYPE

pytestmark = pytest.mark.django_db
READ_ONLY = (
    "/healthz",
    "/readyz",
    "/metrics",
    "/law/changes.atom",
    "/law/XA/changes.atom",
    "/.well-known/jwks.json",
    "/api/v1/schema",
    "/api/v1/docs",
    "/api/v1/jurisdictions",
    "/api/v1/audit/heads",
)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
@pytest.mark.parametrize("path", READ_ONLY)
def test_what_machines_read_says_which_methods_there_are(path, method):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    response = client.generic(method, path, b"{}", content_type="application/json")
    assert response.status_code == 405
    assert {"GET", "HEAD"} <= {name.strip() for name in response["Allow"].split(",")}
    if path.startswith(("/api/", "/.well-known/")):
        assert response["Content-Type"] == MEDIA_TYPE
    else:
        assert b"CSRF" not in response.content
