"""What is acknowledged stays, whatever is killed meanwhile: minutes, so only `make prove` runs it."""

import http.client
import json
import os
import random
import signal
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from config.embedded.processes import find_marked, find_standing_in, send
from tests.house.starting import PATIENCE, Start, manage

SECONDS = float(os.environ.get("PROVE_SECONDS", "120"))
BETWEEN_KILLS = 8.0
BACK_WITHIN = 45.0


def call(address: str, key: str, method: str, path: str, body: object = None) -> int:
    """The status of one request on a connection of its own; 0 when nobody answered."""
    parts = urlsplit(address)
    asking = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
    try:
        headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        asking.request(method, path, None if body is None else json.dumps(body), headers)
        return asking.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        asking.close()


def make_key(clone: Path) -> str:
    told = manage(clone, "create_api_key", "--organisation", "Prover", "--scopes", "registry:write", "registry:read")
    assert told.returncode == 0, told.stderr
    return told.stdout.split()[-1]


def targets(clone: Path) -> dict[str, list[int]]:
    """What may be killed, by what it is."""
    home = clone / ".filiform/run"
    found: dict[str, list[int]] = {"postgres": find_standing_in(home / "postgres18")}
    found["valkey"] = find_standing_in(home / "valkey")
    for pid in find_marked(home):
        with suppress(OSError):
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
            found.setdefault(words[2].decode() if len(words) > 2 else "?", []).append(pid)
    return {name: pids for name, pids in found.items() if pids}


def kill_something(chance: random.Random, clone: Path) -> str:
    found = targets(clone)
    name = chance.choice(sorted(found))
    victims = found[name] if chance.random() < 0.5 else [chance.choice(found[name])]
    for pid in victims:
        send(pid, signal.SIGKILL)
    return f"{len(victims)} of {name}"


def numbers() -> Iterator[str]:
    for count in range(100_000_000):
        yield f"FN-{count // 10_000:04}-{count % 10_000:04}"


@pytest.mark.slow
def test_no_acknowledged_write_is_lost_while_parts_are_killed(clone: Path, law: str) -> None:
    start = Start(clone, LAW_DIR=law, RATE_LIMIT_PER_MINUTE="0", WEB_WORKERS="2")
    address, key, chance = start.address(), make_key(clone), random.Random(20260301)
    kept: list[str] = []
    killed: list[str] = []
    last_kill = last_answer = time.monotonic()
    ends = last_kill + SECONDS
    for number in numbers():
        if time.monotonic() > ends:
            break
        if time.monotonic() - last_kill > BETWEEN_KILLS:
            killed.append(kill_something(chance, clone))
            last_kill = time.monotonic()
        status = call(address, key, "PUT", f"/api/v1/practitioners/{number}", {"name": f"Prover {number}"})
        assert status in (0, 200, 201, 500, 502, 503), (status, killed)
        if status in (200, 201):
            kept.append(number)
            last_answer = time.monotonic()
        assert time.monotonic() - last_answer < BACK_WITHIN, (killed, start.read())
    until = time.monotonic() + PATIENCE
    while call(address, key, "GET", f"/api/v1/practitioners/{kept[0]}") != 200 and time.monotonic() < until:
        time.sleep(0.5)
    lost = [number for number in kept if call(address, key, "GET", f"/api/v1/practitioners/{number}") != 200]
    assert (lost, len(kept) > SECONDS, len(killed) > SECONDS / 20) == ([], True, True), (killed, len(kept))
    start.stop()
