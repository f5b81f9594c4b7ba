"""Who asks without a key is counted by address, on pages as on the API's public addresses; watchers are not."""

import pytest
from django.test import Client, RequestFactory

from accounts.strangers import stranger_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.probe")]
API, PAGE = "/api/v1/public", "/sign-in/"


@pytest.fixture
def limit(settings):
    settings.PUBLIC_RATE_LIMIT_PER_MINUTE = 3


def ask(path, address="192.0.2.1", **headers):
    return Client(REMOTE_ADDR=address, headers=headers).get(path)


def test_the_api_tells_what_is_left_and_refuses_with_a_problem(limit):
    assert [ask(API)["RateLimit-Remaining"] for _ in range(3)] == ["2", "1", "0"]
    refused = ask(API)
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert refused.json()["type"] == "/problems/too-many-requests"
    assert 0 < int(refused["Retry-After"]) <= 60
    assert ask(API, "192.0.2.2").status_code == 200


def test_a_page_tells_it_too_and_refuses_with_a_page(limit):
    told = [ask(PAGE) for _ in range(4)]
    assert [one.status_code for one in told] == [200, 200, 200, 429]
    assert [one["RateLimit-Remaining"] for one in told] == ["2", "1", "0", "0"]
    assert "Too many pages at once" in told[3].content.decode()
    assert told[3]["Retry-After"]


def test_pages_and_api_are_counted_together_and_what_brings_a_key_is_not(limit, make_client):
    client = make_client("verify:read")
    for _ in range(5):
        assert client.get("/api/v1/echo").status_code == 200
    assert ask(PAGE)["RateLimit-Remaining"] == "2"
    assert ask(API)["RateLimit-Remaining"] == "1"


def test_watchers_are_never_refused(limit):
    for _ in range(5):
        answer = ask("/healthz")
        assert answer.status_code == 200
        assert "RateLimit-Limit" not in answer
    assert ask(PAGE)["RateLimit-Remaining"] == "2"


def test_nought_means_no_limit(settings):
    settings.PUBLIC_RATE_LIMIT_PER_MINUTE = 0
    assert "RateLimit-Limit" not in ask(API)
    assert "RateLimit-Limit" not in ask(PAGE)


FROM = {
    "nobody stands between": (0, "192.0.2.1", None, "192.0.2.1"),
    "what a caller claims counts for nothing": (0, "192.0.2.1", "203.0.113.9", "192.0.2.1"),
    "our proxy tells whom it was asked by": (1, "10.0.0.1", "192.0.2.7", "192.0.2.7"),
    "a caller lied to our proxy": (1, "10.0.0.1", "203.0.113.9, 192.0.2.7", "192.0.2.7"),
    "two proxies": (2, "10.0.0.1", "203.0.113.9, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
    "asked past the proxy": (1, "192.0.2.8", None, "192.0.2.8"),
    "nonsense": (1, "10.0.0.1", "<script>", "unknown"),
    "IPv6: the network of a house": (0, "2001:db8:1:2:3:4:5:6", None, "2001:db8:1:2::/64"),
    "IPv4 within IPv6": (0, "::ffff:192.0.2.1", None, "192.0.2.1"),
}


@pytest.mark.parametrize(("proxies", "address", "passed_on", "expected"), FROM.values(), ids=FROM.keys())
def test_a_stranger_is_known_by_an_address_that_cannot_be_chosen(settings, proxies, address, passed_on, expected):
    settings.TRUSTED_PROXIES = proxies
    told = {"HTTP_X_FORWARDED_FOR": passed_on} if passed_on else {}
    assert stranger_of(RequestFactory().get("/", REMOTE_ADDR=address, **told)).address == expected


def test_the_name_under_which_an_address_is_counted_does_not_tell_it():
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1")
    assert "192.0.2.1" not in stranger_of(request).name
    assert stranger_of(request).name == stranger_of(request).name
    assert stranger_of(request).name != stranger_of(RequestFactory().get("/", REMOTE_ADDR="192.0.2.2")).name
