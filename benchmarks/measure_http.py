"""Requests a second over HTTP, every target in turn for a second, in rounds: ratios paired by round.

wrk sends where it is installed, else a small sender of our own, which costs the shared cores more and so pulls every
ratio towards 1; the table says which it was. What is not answered 200 counts as a failure and is told.
"""

import json
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import threading
import time
from pathlib import Path
from typing import Any, NamedTuple

import psycopg

from benchmarks.make_population import make_people
from benchmarks.servers import database_of, make_key, web_server

ROUNDS, SECONDS, CONNECTIONS = 9, 1, 16
REFERENCE = "one row, DRF ModelSerializer, no key"
TARGETS = ("Django hello", REFERENCE, "standing, key checked, full answer with horizon")


class Shot(NamedTuple):
    """What one round of one target gave."""

    per_second: float
    p99_ms: float
    failures: int


def measure_http(people: int) -> dict[str, Any]:
    """Rates, 99th percentiles and ratios to the reference."""
    with database_of(people) as environment, web_server(environment) as port:
        key = make_key(environment)
        paths = dict(zip(TARGETS, targets(environment, people), strict=True))
        shots: dict[str, list[Shot]] = {name: [] for name in paths}
        for several in paths.values():  # both workers compile the law and open their connections first
            shoot(port, several, key)
        for _ in range(ROUNDS):
            for name, several in paths.items():
                shots[name].append(shoot(port, several, key))
    return {
        "people": people,
        "sender": "wrk" if shutil.which("wrk") else "own",
        **{name: tell(taken, shots[REFERENCE]) for name, taken in shots.items()},
    }


def tell(taken: list[Shot], reference: list[Shot]) -> dict[str, Any]:
    """Medians over rounds; the ratio is the median of the rounds' own ratios."""
    rates = [shot.per_second for shot in taken]
    middle = statistics.median(rates)
    return {
        "per_second": round(middle),
        "p99_ms": round(statistics.median(shot.p99_ms for shot in taken), 1),
        "of_reference": round(
            statistics.median(shot.per_second / other.per_second for shot, other in zip(taken, reference, strict=True)),
            3,
        ),
        "noise": f"{min(rates) / middle:.2f}..{max(rates) / middle:.2f}",
        "failures": sum(shot.failures for shot in taken),
    }


def targets(environment: dict[str, str], people: int) -> tuple[list[str], list[str], list[str]]:
    """The addresses asked, two hundred persons each where persons are asked about."""
    address = environment["DATABASE_URL"].replace("postgres://", "postgresql://", 1)
    with psycopg.connect(address) as connection:
        rows = connection.execute("SELECT id FROM credentials_licence ORDER BY id LIMIT 200").fetchall()
    asked = [
        f"/api/v1/practitioners/{one['registry_number']}/standing"
        f"?jurisdiction={one['licences'][0]['jurisdiction']}&group=adult"
        for one, _ in zip(make_people(people), range(200), strict=False)
    ]
    return ["/hello"], [f"/one-row/{row[0]}" for row in rows], asked


def shoot(port: int, paths: list[str], key: str) -> Shot:
    """One second of requests over sixteen connections."""
    return shoot_with_wrk(port, paths, key) if shutil.which("wrk") else shoot_alone(port, paths, key)


_SCRIPT = """
local paths = {%s}
local n = 0
request = function()
  n = n + 1
  return wrk.format("GET", paths[n %% #paths + 1])
end
done = function(summary, latency)
  io.write(string.format("RESULT %%d %%d %%d %%d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.read + summary.errors.timeout, latency:percentile(99)))
end
"""


def shoot_with_wrk(port: int, paths: list[str], key: str) -> Shot:
    """By wrk, one thread."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT % ", ".join(json.dumps(path) for path in paths))
        script.flush()
        command = [
            "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script.name,
            "-H", f"Authorization: Bearer {key}", f"http://127.0.0.1:{port}",
        ]  # fmt: skip
        told = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", told)
    if found is None:
        raise RuntimeError(told)
    requests, micros, failures, p99 = map(int, found.groups())
    return Shot(requests / (micros / 1e6), p99 / 1000, failures)


def shoot_alone(port: int, paths: list[str], key: str) -> Shot:
    """By threads of our own with sockets kept open."""
    latencies: list[float] = []
    failures = [0]
    ends = time.perf_counter() + SECONDS

    def send(worker: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            n = worker
            while time.perf_counter() < ends:
                began = time.perf_counter()
                head = f"GET {paths[n % len(paths)]} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {key}\r\n\r\n"
                connection.sendall(head.encode())
                failures[0] += not read_answer(connection)
                latencies.append(time.perf_counter() - began)
                n += CONNECTIONS

    threads = [threading.Thread(target=send, args=(worker,)) for worker in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    latencies.sort()
    return Shot(len(latencies) / SECONDS, latencies[int(len(latencies) * 0.99) - 1] * 1000, failures[0])


def read_answer(connection: socket.socket) -> bool:
    """Read one answer whole; whether it was a 200."""
    told = b""
    while b"\r\n\r\n" not in told:
        told += connection.recv(65536)
    head, _, body = told.partition(b"\r\n\r\n")
    found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    missing = int(found.group(1)) - len(body) if found else 0
    while missing > 0:
        missing -= len(connection.recv(65536))
    return head.startswith(b"HTTP/1.1 200")


def write_table(results: dict[str, Any], place: Path) -> None:
    """Keep the figures."""
    place.write_text(json.dumps(results, indent=2) + "\n")
