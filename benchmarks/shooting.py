"""Requests sent for some seconds over sixteen kept connections: by wrk where it is installed, else by our own sender.

Our own costs the shared cores more and so pulls every ratio towards 1; the results say which it was. Whatever is not
answered 2xx counts as a failure: a 429 too.
"""

import json
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

CONNECTIONS = 16
SENDER = "wrk" if shutil.which("wrk") else "own"


@dataclass(slots=True)
class Target:
    """What is asked: paths, or one path with bodies to post. `taken` is how many were asked so far, so that the next
    round goes on with others and no cache is flattered."""

    port: int
    paths: Sequence[str]
    bodies: Sequence[str] = ()
    key: str = ""
    taken: int = 0
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return "POST" if self.bodies else "GET"

    @property
    def all_headers(self) -> dict[str, str]:
        held = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        return {**held, **({"Content-Type": "application/json"} if self.bodies else {}), **self.headers}

    def count(self) -> int:
        return max(len(self.paths), len(self.bodies))


class Shot(NamedTuple):
    """What one round of one target gave."""

    per_second: float
    p99_ms: float
    failures: int


def shoot(target: Target, seconds: int) -> Shot:
    """So many whole seconds of requests: wrk knows no parts."""
    shot, sent = shoot_with_wrk(target, seconds) if SENDER == "wrk" else shoot_alone(target, seconds)
    target.taken = (target.taken + sent) % target.count()
    return shot


_SCRIPT = """
local function read(place)
  local lines = {}
  for line in io.lines(place) do lines[#lines + 1] = line end
  return lines
end
local paths = read(%(paths)s)
local bodies = read(%(bodies)s)
local n = %(taken)d
request = function()
  n = n + 1
  local body = bodies[1] and bodies[n %% #bodies + 1] or nil
  return wrk.format(%(method)s, paths[n %% #paths + 1], nil, body)
end
done = function(summary, latency)
  io.write(string.format("RESULT %%d %%d %%d %%d\\n", summary.requests, summary.duration, summary.errors.status
    + summary.errors.read + summary.errors.write + summary.errors.connect + summary.errors.timeout,
    latency:percentile(99)))
end
"""


def shoot_with_wrk(target: Target, seconds: int) -> tuple[Shot, int]:
    """By wrk, one thread."""
    with tempfile.TemporaryDirectory() as folder:
        places = {name: Path(folder, name) for name in ("paths", "bodies", "script.lua")}
        places["paths"].write_text("".join(f"{path}\n" for path in target.paths))
        places["bodies"].write_text("".join(f"{body}\n" for body in target.bodies))
        words = {
            "paths": json.dumps(str(places["paths"])), "bodies": json.dumps(str(places["bodies"])),
            "method": json.dumps(target.method), "taken": target.taken,
        }  # fmt: skip
        places["script.lua"].write_text(_SCRIPT % words)
        headers = [word for name, value in target.all_headers.items() for word in ("-H", f"{name}: {value}")]
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "-s", str(places["script.lua"]), *headers]
        address = f"http://127.0.0.1:{target.port}"
        told = subprocess.run([*command, address], check=True, stdout=subprocess.PIPE, text=True).stdout
    found = re.search(r"RESULT (\d+) (\d+) (\d+) (\d+)", told)
    if found is None:
        raise RuntimeError(told)
    requests, micros, failures, p99 = map(int, found.groups())
    return Shot(requests / (micros / 1e6), p99 / 1000, failures), requests


def shoot_alone(target: Target, seconds: int) -> tuple[Shot, int]:
    """By threads of our own with sockets kept open."""
    latencies: list[float] = []
    answered: list[bool] = []  # appended to, for += from many threads loses some
    ends = time.perf_counter() + seconds
    head = "".join(f"{name}: {value}\r\n" for name, value in target.all_headers.items())

    def send(worker: int) -> None:
        with socket.create_connection(("127.0.0.1", target.port)) as connection:
            n = target.taken + worker
            while time.perf_counter() < ends:
                began = time.perf_counter()
                body = target.bodies[n % len(target.bodies)] if target.bodies else ""
                first = f"{target.method} {target.paths[n % len(target.paths)]} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                length = f"Content-Length: {len(body)}\r\n" if body else ""
                connection.sendall(f"{first}{head}{length}\r\n{body}".encode())
                answered.append(read_answer(connection))
                latencies.append(time.perf_counter() - began)
                n += CONNECTIONS

    threads = [threading.Thread(target=send, args=(worker,)) for worker in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    latencies.sort()
    p99 = latencies[int(len(latencies) * 0.99) - 1] * 1000
    return Shot(len(latencies) / seconds, p99, answered.count(False)), len(latencies)


def read_answer(connection: socket.socket) -> bool:
    """Read one answer whole; whether it was a 2xx."""
    told = b""
    while b"\r\n\r\n" not in told:
        told += connection.recv(65536)
    head, _, body = told.partition(b"\r\n\r\n")
    found = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
    missing = int(found.group(1)) - len(body) if found else 0
    while missing > 0:
        missing -= len(connection.recv(65536))
    return head.startswith(b"HTTP/1.1 2")
