"""The base of every API view: guarded, negotiated, and refusing with problems."""

import datetime as dt

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory, override_settings
from django.urls import path as path_to
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema

from accounts.api.deprecation import Deprecation
from accounts.api.problems import Fault, Problem, problem_response
from accounts.api.views import ApiView, negotiate

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.probe")]


def problem(response):
    assert response["Content-Type"] == "application/problem+json"
    body = orjson.loads(response.content)
    assert body["status"] == response.status_code
    return body["type"].removeprefix("/problems/")


REFUSALS = {
    "no key": ("GET", "/api/v1/echo", {"HTTP_AUTHORIZATION": ""}, 401, "no-valid-key"),
    "another scheme": ("GET", "/api/v1/echo", {"HTTP_AUTHORIZATION": "Basic YTpi"}, 401, "no-valid-key"),
    "a key of another form": ("GET", "/api/v1/echo", {"HTTP_AUTHORIZATION": "Bearer x"}, 401, "no-valid-key"),
    "a key that never was": (
        "GET", "/api/v1/echo", {"HTTP_AUTHORIZATION": f"Bearer fil_abcdefgh_{'x' * 43}"}, 401, "no-valid-key",
    ),
    "an unknown parameter": ("GET", "/api/v1/echo?onn=1", {}, 422, "invalid"),
    "an unreadable query": ("GET", "/api/v1/echo?on=%ff", {}, 400, "malformed"),
    "a method it has not": ("DELETE", "/api/v1/echo", {}, 405, "method-not-allowed"),
    "a method nobody has": ("BREW", "/api/v1/echo", {}, 405, "method-not-allowed"),
    "a method named like an attribute": ("SCOPE", "/api/v1/echo", {}, 405, "method-not-allowed"),
    "a media type it does not make": ("GET", "/api/v1/echo", {"HTTP_ACCEPT": "text/csv"}, 406, "not-acceptable"),
    "a body that is no JSON": ("POST", "/api/v1/echo", {"CONTENT_TYPE": "text/csv"}, 415, "unsupported-media-type"),
    "a body that comes compressed": (
        "POST", "/api/v1/echo", {"CONTENT_TYPE": "application/json", "HTTP_CONTENT_ENCODING": "gzip"},
        415, "unsupported-content-encoding",
    ),
    "an address that is not": ("GET", "/api/v1/nothing", {}, 404, "not-found"),
    "an exception in a view": ("GET", "/api/v1/broken", {}, 500, "unexpected"),
    "an exception outside the base": ("GET", "/api/v1/plain", {}, 500, "unexpected"),
}  # fmt: skip


@pytest.mark.parametrize(("method", "path", "extra", "status", "slug"), REFUSALS.values(), ids=REFUSALS.keys())
def test_every_refusal_is_a_problem(make_client, method, path, extra, status, slug):
    client = make_client("verify:read")
    response = client.generic(method, path, b"{}", **extra)
    assert response.status_code == status
    assert problem(response) == slug
    assert b"secret" not in response.content
    assert (status == 401) == ("WWW-Authenticate" in response.headers)


def test_a_body_may_say_that_it_is_not_encoded(make_client):
    client = make_client("verify:read")
    told = {"content_type": "application/json", "HTTP_CONTENT_ENCODING": "Identity"}
    assert client.post("/api/v1/echo", {}, **told).status_code == 201
    assert client.post("/api/v1/echo", {}, **told | {"HTTP_CONTENT_ENCODING": "br"})["Accept-Encoding"] == "identity"


def test_outside_the_api_errors_are_pages():
    client = Client(raise_request_exception=False)
    assert client.get("/nothing")["Content-Type"].startswith("text/html")
    assert client.get("/plain")["Content-Type"].startswith("text/html")


def test_a_good_question_is_answered(make_client):
    response = make_client("verify:read").get("/api/v1/echo?on=2026-01-01")
    assert response.json() == {"caller": "Aspen Clinic", "parameters": {"on": "2026-01-01"}}


def test_head_is_get(make_client):
    assert make_client("verify:read").head("/api/v1/echo").status_code == 200


def test_a_body_comes_back(make_client):
    response = make_client("verify:read").post("/api/v1/echo", {"a": 1}, content_type="application/json")
    assert (response.status_code, response.json()) == (201, {"a": 1})


def test_a_scope_missing_is_named(make_client):
    response = make_client("registry:read").get("/api/v1/echo")
    assert (response.status_code, problem(response)) == (403, "scope-missing")
    assert "verify:read" in response.headers["WWW-Authenticate"]


def test_a_public_view_needs_no_key():
    assert Client().get("/api/v1/public").status_code == 200


def test_options_tells_the_methods():
    response = Client().options("/api/v1/echo")
    assert (response.status_code, response["Allow"]) == (204, "GET, HEAD, OPTIONS, POST")


def test_every_view_says_who_may_call():
    with pytest.raises(TypeError, match="declares no scope"):
        type("Forgetful", (ApiView,), {})
    with pytest.raises(TypeError, match="does not say why"):
        type("Open", (ApiView,), {"scope": None})


ACCEPTED = {
    "anything": ("*/*", "application/json"),
    "a browser": ("text/html,application/xml;q=0.9,*/*;q=0.8", "application/json"),
    "the second one asked for": ("application/x-ndjson", "application/x-ndjson"),
    "the better liked": ("application/json;q=0.5, application/x-ndjson", "application/x-ndjson"),
    "the specific before the general": ("application/json;q=0, application/*", "application/x-ndjson"),
    "any case": ("Application/JSON", "application/json"),
}


@pytest.mark.parametrize(("accept", "media_type"), ACCEPTED.values(), ids=ACCEPTED.keys())
def test_the_callers_liking_decides(rf, accept, media_type):
    request = rf.get("/", HTTP_ACCEPT=accept)
    assert negotiate(request, ("application/json", "application/x-ndjson")) == media_type


@pytest.mark.parametrize("accept", ["text/html", ",", ";;;", "application/json;q=0", "*/*;q=x", "*/*;q=nan"])
def test_what_we_do_not_make_is_not_acceptable(rf, accept):
    with pytest.raises(Problem) as refused:
        negotiate(rf.get("/", HTTP_ACCEPT=accept), ("application/json",))
    assert refused.value.status == 406


def test_a_problem_names_every_fault():
    faults = (Fault("/age", "out_of_range", "0 to 130"), Fault("/on", "not_a_day", "YYYY-MM-DD"))
    body = orjson.loads(problem_response(Problem(422, "invalid", "Wrong", errors=faults)).content)
    assert body["errors"][1] == {"pointer": "/on", "code": "not_a_day", "detail": "YYYY-MM-DD"}


@override_settings(MIDDLEWARE=["accounts.api.request_ids.RequestIdMiddleware"])
@pytest.mark.parametrize(("given", "echoed"), [("abc-1", True), ("x" * 65, False), ("a\tb", False), ("", False)])
def test_every_answer_carries_a_request_id(given, echoed):
    response = Client().get("/api/v1/public", headers={"X-Request-Id": given})
    assert (response.headers["X-Request-Id"] == given) is echoed
    assert response.headers["X-Request-Id"]


def test_an_address_that_will_go_says_so():
    class Going(ApiView):
        """Will go."""

        scope = None
        public_because = "it belongs to this test"
        deprecation = Deprecation(dt.date(2026, 1, 1), dt.date(2027, 1, 1), "https://filiform.example.org/moved")

        @extend_schema(operation_id="read_going", responses={204: None})
        def get(self, request):
            return HttpResponse(status=204)

    for path, status in (("/x", 204), ("/x?a=b", 204)):
        response = Going.as_view()(RequestFactory().get(path))
        assert response.status_code == status
        assert response["Deprecation"] == "@1767225600"
        assert response["Sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
        assert response["Link"] == '<https://filiform.example.org/moved>; rel="deprecation"; type="text/html"'
    refused = Going.as_view()(RequestFactory().post("/x"))
    assert (refused.status_code, refused["Deprecation"]) == (405, "@1767225600")
    described = SchemaGenerator(patterns=[path_to("going", Going.as_view())]).get_schema(request=None, public=True)
    assert described["paths"]["/going"]["get"]["deprecated"] is True


def test_an_address_is_deprecated_before_it_goes():
    with pytest.raises(ValueError, match="after"):
        Deprecation(dt.date(2026, 1, 1), dt.date(2026, 1, 1), "/")
