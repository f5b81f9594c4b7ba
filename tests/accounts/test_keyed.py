"""Requests with a key go straight to their view, and are answered as they would be anywhere."""

import pytest
from django.test import Client

from accounts.api.keyed import KeyedRequests, _resolver_of_api
from accounts.api.views import ApiView

pytestmark = pytest.mark.django_db
KEY = {"Authorization": "Bearer nobody"}


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/v1/practitioners/FN-0000-0000/standing", 401),
        ("/api/v1/jurisdictions", 503),  # before any law
        ("/api/v1/nowhere", 404),
        ("/api/v1/docs", 200),
        ("/api/nowhere", 404),
        ("/healthz", 200),
    ],
)
def test_the_answer_does_not_depend_on_the_way(path, status):
    with_key, without = Client(headers=KEY).get(path), Client().get(path)
    assert (with_key.status_code, without.status_code) == (status, status)
    told = ("Content-Type", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")
    assert {name: with_key.headers.get(name) for name in told} == {name: without.headers.get(name) for name in told}
    if not with_key.streaming:
        assert with_key["Content-Length"] == str(len(with_key.content))


def test_nothing_of_a_session_is_touched():
    request = Client(headers=KEY).get("/api/v1/practitioners/FN-0000-0000/standing").wsgi_request
    assert not hasattr(request, "session")
    assert issubclass(request.resolver_match.func.view_class, ApiView)


def test_a_host_of_nobody_is_refused(settings):
    settings.ALLOWED_HOSTS = ["example.org"]
    for headers in (KEY, {}):
        answer = Client(headers=headers, raise_request_exception=False).get("/api/v1/jurisdictions")
        assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_addresses_without_an_api_are_left_alone():
    assert _resolver_of_api("accounts.web.urls").url_patterns == []
    assert KeyedRequests(lambda _: "below")(Client().get("/healthz").wsgi_request) == "below"
