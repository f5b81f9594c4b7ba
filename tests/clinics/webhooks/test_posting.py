"""The request against real receivers: what they answer, how slowly, and where they turn out to be."""

import time

import pytest

from clinics.webhooks.posting import post
from clinics.webhooks.urls import Target, read_url
from tests.clinics.webhooks.certificates import make_contexts
from tests.clinics.webhooks.receiver import Receiver, answer_with, drip, drip_the_body, free_port, hang_up, say

HOST = "hooks.example.org"


@pytest.fixture
def receiver():
    one = Receiver()
    yield one
    one.close()


def send(url, seconds=5, **more):
    return post(
        read_url(url, allow_private=True), b'{"a":1}', {"webhook-id": "msg_1"}, seconds=seconds,
        **{"allow_private": True} | more,
    )  # fmt: skip


def test_what_is_sent_arrives_byte_for_byte(receiver):
    outcome = send(receiver.url("/in?tenant=7"))
    (request,) = receiver.requests
    assert (outcome.status, outcome.error) == (200, None)
    assert (request.path, request.body) == ("/in?tenant=7", b'{"a":1}')
    assert request.headers["webhook-id"] == "msg_1"
    assert request.headers["host"] == f"127.0.0.1:{receiver.port}"
    assert request.headers["content-length"] == "7"


def test_a_redirect_is_not_followed(receiver):
    other = Receiver()
    receiver.answer = answer_with(307, Location=other.url())
    assert send(receiver.url()).status == 307
    assert (len(receiver.requests), other.requests) == (1, [])
    other.close()


@pytest.mark.parametrize("status", [204, 302, 400, 404, 410, 429, 500, 503])
def test_the_status_is_told(receiver, status):
    receiver.answer = answer_with(status)
    assert send(receiver.url()).status == status


def test_retry_after_is_told(receiver):
    receiver.answer = answer_with(503, Retry_After="120")
    assert send(receiver.url()).retry_after == "120"


@pytest.mark.parametrize("how", [drip, answer_with(200, after=30)], ids=["byte after byte", "not at all"])
def test_a_receiver_that_takes_its_time_is_left_when_the_time_is_over(receiver, how):
    receiver.answer = how
    began = time.monotonic()
    outcome = send(receiver.url(), seconds=0.6)
    assert (outcome.status, outcome.error) == (None, "timed_out")
    assert 0.5 < time.monotonic() - began < 1.5
    assert outcome.milliseconds < 1500


def test_a_status_counts_however_long_the_body_is(receiver):
    began = time.monotonic()
    receiver.answer = drip_the_body
    assert send(receiver.url()).status == 200
    receiver.answer = answer_with(200, b"x" * 20_000_000)
    assert send(receiver.url()).status == 200
    assert time.monotonic() - began < 3


RUBBISH = {
    "not HTTP": (say(b"220 mail.example.org ESMTP\r\n"), "not_http"),
    "a header without an end": (say(b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000), "not_http"),
    "a thousand headers": (say(b"HTTP/1.1 200 OK\r\n" + b"X: a\r\n" * 1000 + b"\r\n"), "not_http"),
    "nothing": (hang_up, "connection_failed"),
}


@pytest.mark.parametrize(("how", "error"), RUBBISH.values(), ids=RUBBISH.keys())
def test_what_is_no_answer_is_a_failure(receiver, how, error):
    receiver.answer = how
    assert (send(receiver.url()).status, send(receiver.url()).error) == (None, error)


def test_nobody_listens():
    assert send(f"http://127.0.0.1:{free_port()}/").error == "connection_refused"


def test_a_name_is_looked_up_once_and_every_address_must_be_allowed(receiver):
    asked = []

    def rebind(host, port):
        """What an attacker's name server does: a public address for the check, one within for the connection."""
        asked.append(host)
        return ["93.184.215.14"] if len(asked) == 1 else ["127.0.0.1"]

    target = Target(False, HOST, receiver.port, "/")
    outcome = post(target, b"{}", {}, allow_private=False, seconds=0.3, resolve=rebind)
    assert asked == [HOST]
    assert outcome.status is None
    assert receiver.requests == []


@pytest.mark.parametrize(
    ("addresses", "why"),
    [(["127.0.0.1"], "loopback"), (["93.184.215.14", "10.0.0.1"], "private"), (["::ffff:127.0.0.1"], "embedded")],
    ids=["one within", "one of two within", "one that stands for another"],
)
def test_a_name_that_leads_within_is_refused(receiver, addresses, why):
    target = Target(False, HOST, receiver.port, "/")
    outcome = post(target, b"{}", {}, allow_private=False, seconds=2, resolve=lambda host, port: addresses)
    assert outcome.error == f"address_refused: {why}"
    assert receiver.requests == []


def test_the_connection_goes_to_an_address_that_was_checked_and_the_name_stays(receiver):
    target = Target(False, HOST, receiver.port, "/")
    outcome = post(target, b"{}", {}, allow_private=True, seconds=2, resolve=lambda host, port: ["127.0.0.1"])
    assert outcome.status == 200
    assert receiver.requests[0].headers["host"] == f"{HOST}:{receiver.port}"


def test_another_address_is_tried_where_one_does_not_answer(receiver):
    target = Target(False, HOST, receiver.port, "/")
    addresses = ["127.0.0.2", "127.0.0.1"]  # on the first one nobody listens
    assert post(target, b"{}", {}, allow_private=True, seconds=2, resolve=lambda *_: addresses).status == 200


def test_a_look_up_that_hangs_ends_with_the_rest():
    def hang(host, port):
        time.sleep(3)
        return ["127.0.0.1"]

    began = time.monotonic()
    outcome = post(Target(False, HOST, 8000, "/"), b"{}", {}, allow_private=True, seconds=0.3, resolve=hang)
    assert (outcome.error, time.monotonic() - began < 1) == ("timed_out", True)


@pytest.mark.parametrize("host", ["nobody.invalid", f"{'a' * 64}.org"], ids=["unknown", "too long a part"])
def test_a_name_that_nobody_has(host):
    assert post(Target(True, host, 443, "/"), b"{}", {}, allow_private=True, seconds=5).error == "name_not_found"


def test_no_proxy_is_taken_from_the_environment(receiver, monkeypatch):
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{free_port()}")
    assert send(receiver.url()).status == 200


def test_tls_with_the_certificate_of_the_name(tmp_path):
    server, client = make_contexts(tmp_path, HOST)
    asked = []
    server.sni_callback = lambda connection, name, context: asked.append(name)
    receiver = Receiver(tls=server)
    target = Target(True, HOST, receiver.port, "/in")
    told = {"allow_private": True, "seconds": 5, "resolve": lambda host, port: ["127.0.0.1"]}
    assert post(target, b"{}", {}, context=client, **told).status == 200
    assert asked == [HOST]
    assert post(target, b"{}", {}, **told).error == "certificate_refused"
    other = Target(True, "other.example.org", receiver.port, "/in")
    assert post(other, b"{}", {}, context=client, **told).error == "certificate_refused"
    assert len(receiver.requests) == 1
    receiver.close()


def test_what_speaks_no_tls(receiver):
    receiver.handle_error = lambda *_: None
    assert send(receiver.url().replace("http:", "https:")).error in ("tls_failed", "connection_failed")
