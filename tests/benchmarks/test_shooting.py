"""Whoever sends: what is not answered 2xx is a failure, bodies arrive whole, rounds go on where the last stopped."""

import json
import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.ratios import pair, tell_shots
from benchmarks.shooting import Shot, Target, shoot_alone, shoot_with_wrk

SENDERS = [
    pytest.param(shoot_alone, id="our own"),
    pytest.param(
        shoot_with_wrk, id="wrk", marks=pytest.mark.skipif(not shutil.which("wrk"), reason="wrk is not installed")
    ),
]


@pytest.fixture
def server():
    """Answers a path with the status that it names, and keeps what was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            asked.append((self.path, self.headers.get("Authorization"), None))
            self.answer(int(self.path.split("/")[1]))

        def do_POST(self):
            told = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, self.headers.get("Authorization"), json.loads(told)))
            self.answer(201)

        def answer(self, status):
            self.send_response(status)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *words):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        running.daemon_threads = True
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running.server_address[1], asked
        running.shutdown()


@pytest.mark.parametrize("send", SENDERS)
def test_a_429_is_a_failure_and_a_200_is_none(server, send):
    port, asked = server

    good, _ = send(Target(port, ["/200/a"], key="k"), 1)
    bad, _ = send(Target(port, ["/200/a", "/429/b"], key="k"), 1)

    assert good.failures == 0
    refused = sum(path == "/429/b" for path, _, _ in asked)
    assert refused > 0
    assert refused - 32 <= bad.failures <= refused  # what is still under way at the end is not counted
    assert {key for _, key, _ in asked} == {"Bearer k"}


@pytest.mark.parametrize("send", SENDERS)
def test_bodies_arrive_whole(server, send):
    port, asked = server
    bodies = [json.dumps({"n": n, "text": "x" * 500}) for n in range(50)]

    shot, _ = send(Target(port, ["/post"], bodies), 1)

    assert shot.failures == 0
    assert {told["n"] for _, _, told in asked} == set(range(50))


@pytest.mark.parametrize("send", SENDERS)
def test_a_round_goes_on_with_others(server, send):
    port, asked = server
    target = Target(port, [f"/200/{n}" for n in range(100_000)])
    _, sent = send(target, 1)
    first = {path for path, _, _ in asked}
    asked.clear()
    assert len(first) >= sent
    target.taken = 64 + max(int(path.rpartition("/")[2]) for path in first)  # what was under way is asked for too

    send(target, 1)

    assert asked
    assert first.isdisjoint(path for path, _, _ in asked)


def test_ratios_are_paired_by_round():
    drifting = [Shot(100, 10, 0), Shot(300, 4, 0), Shot(50, 30, 1)]
    reference = [Shot(50, 20, 0), Shot(150, 8, 0), Shot(20, 60, 0)]

    told = tell_shots(drifting, of_reference=reference)

    assert pair([100, 300, 50], [50, 150, 20]) == 2
    assert (told["of_reference"], told["of_reference_rounds"]) == (2, "2.00..2.50")
    assert (told["p99_of_reference"], told["failures"]) == (0.5, 1)
