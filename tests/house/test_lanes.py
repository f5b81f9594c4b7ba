"""Batches, streams and slow callers beside short requests, against a real web server with one worker."""

import http.client
import json
import socket
import struct
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from accounts.operations.keys import create_api_key
from accounts.operations.personal import find_or_make_organisation
from benchmarks.servers import web_server
from config.lane_sizes import LONG_AT_ONCE, READ_AT_ONCE
from law.queries.compiled import forget_compiled
from tests.credentials.api.world import ADA, DAY, record_people, release_law
from tests.house.serving import environment_of_test

pytestmark = pytest.mark.django_db(transaction=True)
BATCH, STANDING = "/api/v1/verifications/batch", f"/api/v1/practitioners/{ADA}/standing?jurisdiction=XA&group=adult"
PROMPT = 2.0  # seconds within which a short request is answered on a busy machine; a reader below takes for ever


@pytest.fixture
def server(transactional_db, servers):
    """One worker; its port and a key."""
    forget_compiled()
    release_law()
    record_people()
    clinic = find_or_make_organisation(name="Aspen Clinic")
    key = create_api_key(organisation=clinic, scopes=("verify:read", "registry:read", "registry:write"))[1]
    with web_server(environment_of_test(servers), workers=1) as port:
        server = Server(port, key)
        server.standing()  # a worker compiles the law at its first request, for seconds where others work too
        yield server
        for sock in server.sockets:
            sock.close()
    forget_compiled()


def questions(count):
    one = {"practitioner": {"registry_number": ADA}, "jurisdiction": "XA", "patient": {"age": 40}, "on": DAY}
    return [one] * count


class Server:
    """Asks the web server in the ways that callers do, good and bad."""

    def __init__(self, port, key):
        self.port, self.key = port, key
        self.sockets = []

    def ask(self, method, path, body=None, accept="application/json"):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", "Accept": accept}
        began = time.monotonic()
        connection.request(method, path, None if body is None else json.dumps(body), headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers, content, time.monotonic() - began

    def standing(self):
        status, _, _, seconds = self.ask("GET", STANDING)
        assert status == 200
        return seconds

    def open_stream(self, count, detail="full"):
        """Ask for a stream and read none of it but its first bytes."""
        body = json.dumps({"questions": questions(count), "detail": detail}).encode()
        sock = self.send_head(len(body), "application/x-ndjson")
        sock.sendall(body)
        return sock, sock.recv(400)

    def send_head(self, length, accept="application/json", path=BATCH):
        sock = socket.socket()
        self.sockets.append(sock)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)  # or the system itself reads ahead for us
        sock.settimeout(60)
        sock.connect(("127.0.0.1", self.port))
        head = f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {self.key}\r\nAccept: {accept}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {length}\r\n\r\n"
        sock.sendall(head.encode())
        return sock

    def answers_batches_again(self):
        """Wait until a batch is let in."""
        until = time.monotonic() + 20
        while self.ask("POST", BATCH, {"questions": questions(1)})[0] != 200:
            assert time.monotonic() < until
            time.sleep(0.1)


def read_to_end(sock):
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
    content = bytearray()
    while piece := sock.recv(1 << 20):
        content += piece
        if content.endswith(b"0\r\n\r\n"):
            break
    return bytes(content)


def test_slow_readers_hold_up_nobody_but_one_another(server):
    streams = [server.open_stream(3000) for _ in range(LONG_AT_ONCE)]
    assert all(first.startswith(b"HTTP/1.1 200") for _, first in streams)
    assert max(server.standing() for _ in range(30)) < PROMPT
    status, headers, content, seconds = server.ask("POST", BATCH, {"questions": questions(1)})
    assert (status, headers["Content-Type"], headers["Retry-After"]) == (503, "application/problem+json", "2")
    assert json.loads(content)["type"] == "/problems/busy"
    assert headers["X-Request-Id"]
    assert seconds < PROMPT
    rest = [first + read_to_end(sock) for sock, first in streams]
    assert [content.count(b'"may_perform"') for content in rest] == [3000] * LONG_AT_ONCE
    server.answers_batches_again()


def test_who_hangs_up_leaves_room(server):
    for _ in range(2):
        streams = [server.open_stream(3000)[0] for _ in range(LONG_AT_ONCE)]
        assert server.ask("POST", BATCH, {"questions": questions(1)})[0] == 503
        for sock in streams:
            sock.close()
        server.answers_batches_again()
    assert server.standing() < PROMPT


def test_a_body_that_comes_in_slowly_holds_up_nobody(server):
    slow = [server.send_head(100, path="/api/v1/verifications") for _ in range(READ_AT_ONCE + 2)]
    time.sleep(0.5)
    assert max(server.standing() for _ in range(10)) < PROMPT
    for sock in slow:
        sock.close()
    until = time.monotonic() + 20
    while server.ask("POST", "/api/v1/verifications", questions(1)[0])[0] != 201:
        assert time.monotonic() < until
        time.sleep(0.1)


def test_a_big_batch_is_worked_at_beside_short_requests(server):
    with ThreadPoolExecutor() as pool:
        batch = pool.submit(server.ask, "POST", BATCH, {"questions": questions(10_000)})
        time.sleep(0.2)
        seconds = []
        while not batch.done():
            seconds.append(server.standing())
        status, _, content, took = batch.result()
    assert (status, len(json.loads(content)["results"])) == (200, 10_000)
    assert len(seconds) > 5
    assert max(seconds) < min(PROMPT, took)


def test_the_first_line_of_a_stream_comes_before_the_last_is_made(server):
    began = time.monotonic()
    sock, first = server.open_stream(3000)
    to_first = time.monotonic() - began
    whole = first + read_to_end(sock)
    assert whole.count(b'"may_perform"') == 3000
    assert to_first < (time.monotonic() - began) / 2


def test_what_waits_to_be_read_stands_in_memory_once_for_each_reader_there_is_room_for(server):
    server.answers_batches_again()
    (worker,) = (p for p in Path("/proc").glob("[0-9]*") if serves(p, server.port))
    before = resident(worker)
    assert all(server.open_stream(10_000)[1] for _ in range(LONG_AT_ONCE))
    time.sleep(1)
    assert resident(worker) - before < 400_000_000


def serves(process, port):
    """Whether this process is the worker (a child of the server) on that port."""
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        parent = (process / "stat").read_text().rpartition(")")[2].split()[1]
        parents_words = (Path("/proc") / parent / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False
    is_ours = str(port).encode() in parents_words and b"config.wsgi:application" in parents_words
    return is_ours and b"resource_tracker" not in b" ".join(words) and words != [b""]


def resident(process):
    return int((process / "statm").read_text().split()[1]) * 4096


def test_every_place_comes_back_from_whoever_breaks_off_at_whatever_moment(server):
    server.answers_batches_again()
    for turn in range(24):
        accept = "application/json" if turn % 2 else "application/x-ndjson"
        body = json.dumps({"questions": questions((200, 1500, 3000)[turn % 3]), "detail": "full"}).encode()
        sock = server.send_head(len(body) + (1 if turn % 5 == 0 else 0), accept)  # some with a byte still to come
        sock.sendall(body)
        time.sleep((0, 0.02, 0.1, 0.4)[turn % 4])  # before it is read, while it is decided, while it is sent
        if turn % 3:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, not an end
        sock.close()
    server.answers_batches_again()
    time.sleep(1)
    streams = [server.open_stream(3000) for _ in range(LONG_AT_ONCE)]
    assert [first[:12] for _, first in streams] == [b"HTTP/1.1 200"] * LONG_AT_ONCE
    assert server.standing() < PROMPT
