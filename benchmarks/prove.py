"""`make prove`: long runs against a real web server on this machine, outside of continuous integration.

Requests drawn from the served description by schemathesis, stateful ones too; bytes that are no HTTP; and answers that
are asked again, with the instant they told, while writers change the facts. Half of the time, a quarter of an
hour unless told otherwise, goes to walks along the links of the description. `make prove ARGS="--seconds 3600"`.
"""

import argparse
import contextlib
import datetime as dt
import http.client
import json
import random
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from benchmarks.make_population import make_people
from benchmarks.servers import database_of, manage, web_server
from config.embedded.folders import CLONE

SCOPES = (
    "verify:read", "verify:law-only", "registry:read", "registry:write",
    "courses:read", "courses:write", "exams:mark", "results:write",
)  # fmt: skip
CHECKS = str(CLONE / "benchmarks" / "schemathesis.toml")
SEEDED = 5
SINGLE, STATEFUL = "examples,coverage,fuzzing", "stateful"
NO_HTTP = (
    b"",
    b"\0" * 100,
    b"\xff\xfe\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET " + b"/" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    b"GET /healthz HTTP/1.1\r\n" + b"X: y\r\n" * 5000 + b"\r\n",
    b"POST /api/v1/verifications HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n{",
    b"POST /api/v1/verifications HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n{}",
    b"POST /api/v1/verifications HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"GET /api/v1/practitioners/%00%2f%ff/standing HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
)


def main() -> None:
    """Run every part; exit with 1 when one of them found something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=1800, help="for the whole of it (1800)")
    parser.add_argument("--people", type=int, default=200, help="practitioners in the database (200)")
    parser.add_argument("--seed", type=int, default=1, help="what is drawn is drawn from this (1)")
    given = parser.parse_args()
    parts: dict[str, Callable[[int, str, int], list[str]]] = {
        "bytes that are no HTTP": lambda port, _key, _seconds: attack(port),
        "answers asked again": lambda port, key, seconds: ask_again(port, key, seconds, given.people, given.seed),
        "requests drawn from the description": lambda port, key, seconds: draw(port, key, seconds // 2, given.seed),
        "walks from answer to answer": lambda port, key, seconds: draw(port, key, seconds * 2, given.seed, STATEFUL),
    }
    with prepared_server(given.people) as (port, key):
        found = 0
        for name, part in parts.items():
            began = time.monotonic()
            faults = part(port, key, given.seconds // 4)
            if not is_alive(port):
                faults.append("the server does not answer any more")
            print(f"{name}: {len(faults) or 'no'} faults in {time.monotonic() - began:.0f} s")
            print("\n".join(f"  {fault}" for fault in faults[:20]))
            found += len(faults)
    sys.exit(found > 0)


@contextlib.contextmanager
def prepared_server(people: int) -> Iterator[tuple[int, str]]:
    """A web server over a filled database, with a key that may ask and write."""
    with database_of(people) as environment:
        environment |= {"DJANGO_SETTINGS_MODULE": "config.settings.local", "RATE_LIMIT_PER_MINUTE": "0"}
        told = manage(environment, "create_api_key", "--organisation", "Proof", "--scopes", *SCOPES)
        key = told.splitlines()[-1]
        with web_server(environment) as port:
            seed_world(port, key)
            manage(environment, "flag_expiring")
            yield port, key


def seed_world(port: int, key: str) -> None:
    """What the lists of the API tell of: listed people, licences about to expire, answers on record."""
    soon = (dt.datetime.now(dt.UTC).date() + dt.timedelta(20)).isoformat()
    for person in make_people(SEEDED):
        number, licence = person["registry_number"], {**person["licences"][0], "expires_on": soon}
        told = {"licences": [licence], "listed": {"consented": True, "city": "Provo"}}
        question = {"practitioner": {"registry_number": number}, "patient": {"group": "adult"}}
        asked = {**question, "jurisdiction": licence["jurisdiction"]}
        for method, path, body in (
            ("PUT", f"/api/v1/practitioners/{number}", told),
            ("POST", "/api/v1/verifications", asked),
        ):
            status, answer = send(port, key, method, path, body)
            if status not in (200, 201):
                raise RuntimeError(f"{method} {path}: {status} {answer[:300]!r}")


def draw(port: int, key: str, seconds: int, seed: int, phases: str = SINGLE) -> list[str]:
    """Schemathesis over every operation, for so long."""
    program = str(Path(sys.executable).with_name("schemathesis"))
    command = [
        program, "--config-file", CHECKS, "run", f"http://127.0.0.1:{port}/api/v1/schema",
        "--header", f"Authorization: Bearer {key}", "--phases", phases, "--max-time", str(seconds), "--seed", str(seed),
        "--max-examples", "2000", "--workers", "1",
        "--continue-on-failure", "--warnings", "off", "--no-color", "--request-timeout", "30",
    ]  # fmt: skip
    told = subprocess.run(command, cwd=CLONE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    print("\n".join(told.stdout.splitlines()[-40:]))
    return [f"schemathesis ended with {told.returncode}; see above"] if told.returncode else []


def attack(port: int) -> list[str]:
    """What is sent here is no request; the server must refuse it, or hang up, and go on."""
    faults = []
    for sent in NO_HTTP:
        answer = b""
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 5) as connection:
            connection.settimeout(2)
            connection.sendall(sent)
            connection.shutdown(socket.SHUT_WR)
            answer = connection.recv(65536)
        if answer.startswith((b"HTTP/1.1 5", b"HTTP/1.0 5")) or not is_alive(port):
            faults.append(f"{sent[:60]!r}: {answer[:60]!r}")
    return faults


def ask_again(port: int, key: str, seconds: int, people: int, seed: int) -> list[str]:
    """While two writers change the facts, every answer is asked again with the instant that it told."""
    persons = list(make_people(min(people, 50)))
    ends = time.monotonic() + seconds
    faults: list[str] = []
    counted = [0]
    writers = [threading.Thread(target=write, args=(port, key, persons, ends, seed + n)) for n in range(2)]
    askers = [
        threading.Thread(target=ask, args=(port, key, persons, ends, seed + 10 + n, faults, counted)) for n in range(4)
    ]
    for thread in (*writers, *askers):
        thread.start()
    for thread in (*writers, *askers):
        thread.join()
    print(f"{counted[0]} answers asked again beside two writers")
    return faults if counted[0] else ["nothing was asked"]


def write(port: int, key: str, persons: list[dict[str, Any]], ends: float, seed: int) -> None:
    """Change one person's training after another's."""
    chance = random.Random(seed)
    while time.monotonic() < ends:
        person = chance.choice(persons)
        part = {"hours": chance.randrange(1, 90), "part": "practical", "delivery": "in_person"}
        training = {"provider": "Proof", "course": f"C-{chance.randrange(3)}", "completed_on": "2020-01-01"}
        body = {"training": [{**training, "hours": [{**part, "subject": "dry_needling"}]}]}
        send(port, key, "PUT", f"/api/v1/practitioners/{person['registry_number']}", body)


def ask(
    port: int, key: str, persons: list[dict[str, Any]], ends: float, seed: int, faults: list[str], counted: list[int]
) -> None:
    """Ask, wait a moment, ask again as known then: the bytes must be the same."""
    chance = random.Random(seed)
    while time.monotonic() < ends:
        person = chance.choice(persons)
        place = person["licences"][0]["jurisdiction"]
        path = (
            f"/api/v1/practitioners/{person['registry_number']}/standing?jurisdiction={place}&group=adult&on=2026-06-01"
        )
        status, first = send(port, key, "GET", path)
        if status != 200:
            faults.append(f"{path}: {status} {first[:200]!r}")
            continue
        time.sleep(chance.random() / 20)
        status, again = send(port, key, "GET", f"{path}&known_at={json.loads(first)['known_at']}")
        counted[0] += 1
        if again != first and json.loads(again).get("asked_on") == json.loads(first)["asked_on"]:
            faults.append(f"{path}: {status}, another answer for the same instant")


def send(port: int, key: str, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
    """One request over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Authorization": f"Bearer {key}"} | ({"Content-Type": "application/json"} if body else {})
    try:
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read()
    finally:
        connection.close()


def is_alive(port: int) -> bool:
    """Whether the server still answers."""
    with contextlib.suppress(OSError, http.client.HTTPException):
        return send(port, "", "GET", "/healthz")[0] == 200
    return False


if __name__ == "__main__":
    main()
