"""Batches of ten thousand over HTTP beside the one SQL statement, in turn: decisions a second, paired by round.

One client each: the batch is posted and read whole over one connection, the statement is sent and fetched whole by
psycopg over one. The memory of the web worker is looked at apart, with one worker, so that all batches meet in it.
"""

import datetime as dt
import http.client
import json
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from benchmarks.asked import Person, question, spread_people
from benchmarks.one_statement import LICENCE_OVER, NO_LICENCE, SUSPENDED, decide_by_statement, prepare_rules
from benchmarks.ratios import tell_rates
from benchmarks.servers import connect, make_key, web_process, web_server

ROUNDS, SIZE = 7, 10_000
STATEMENT = "one SQL statement, mask and citation"
OUTCOME, FULL = "batch over HTTP, detail outcome", "batch over HTTP, detail full"


def measure_batch(environment: dict[str, str], rounds: int = ROUNDS) -> dict[str, Any]:
    """Decisions a second of the statement and of both details; what they agree on; the web worker's memory."""
    key = make_key(environment)
    people = spread_people(environment["DATABASE_URL"])
    size = min(SIZE, len(people))
    with connect(environment["DATABASE_URL"]) as connection, web_server(environment) as port:
        rules = prepare_rules(connection)
        ways: dict[str, Callable[[Sequence[Person]], Any]] = {
            STATEMENT: lambda several: decide_by_statement(connection, several, dt.datetime.now(dt.UTC).date()),
            OUTCOME: lambda several: post_batch(port, key, several, "outcome"),
            FULL: lambda several: post_batch(port, key, several, "full"),
        }
        rates = take_turns(ways, people, size, rounds)
        agreed = compare(ways[STATEMENT](people[:size]), json.loads(ways[OUTCOME](people[:size]))["results"])
    return {
        "size": size,
        "rules": rules,
        "rounds": rounds,
        **{name: tell_rates(taken, of_statement=rates[STATEMENT]) for name, taken in rates.items()},
        "agreement": agreed,
        "worker_peak_mb": measure_memory(environment, key, people),
    }


def take_turns(
    ways: dict[str, Callable[[Sequence[Person]], Any]], people: Sequence[Person], size: int, rounds: int
) -> dict[str, list[float]]:
    """Decisions a second of every way in every round; each round asks about others and begins with another way."""
    rates: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(2 * (len(people) // size)):  # both workers with second processes, and all who are asked about
        for way in ways.values():
            way(slice_of(people, turn, size))
    names = list(ways)
    for turn in range(rounds):
        several = slice_of(people, turn, size)
        for name in names[turn % 3 :] + names[: turn % 3]:
            began = time.perf_counter()
            ways[name](several)
            rates[name].append(size / (time.perf_counter() - began))
    return rates


def slice_of(people: Sequence[Person], turn: int, size: int) -> Sequence[Person]:
    """Another part of the population for each round, as far as there are as many."""
    first = turn * size % (len(people) - size + 1)
    return people[first : first + size]


def post_batch(port: int, key: str, people: Sequence[Person], detail: str, *, record: bool = False) -> bytes:
    """Ask about all of them; gives the answer's bytes. RuntimeError for anything but a 200 and a decision each."""
    asked = {"questions": [question(one) for one in people], "detail": detail, "record": record}
    body = json.dumps(asked, separators=(",", ":"))
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/verifications/batch", body, headers)
    answer = connection.getresponse()
    told = answer.read()
    connection.close()
    if answer.status != 200 or told.count(b'"may_perform"') != len(people):
        raise RuntimeError(f"{answer.status}: {told[:300]!r}")
    return told


def compare(masks: Sequence[tuple[int, str | None]], told: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Whether the statement decides sanely: whoever it says is without a licence in force, the product never permits
    on the strength of that licence."""
    no_licence = NO_LICENCE | LICENCE_OVER | SUSPENDED
    against = sum(
        bool(mask & no_licence) and one["may_perform"] and one["basis"]["kind"] == "licence"
        for (mask, _), one in zip(masks, told, strict=True)
    )
    if against:
        raise RuntimeError(f"{against} decisions permit what the statement finds without a licence")
    refused = sum(1 for (mask, _), one in zip(masks, told, strict=True) if mask and not one["may_perform"])
    return {
        "outcomes": dict(Counter(one["outcome"] for one in told)),
        "allowed_by_statement": sum(mask == 0 for mask, _ in masks),
        "both_refuse": refused,
        "licence_contradictions": against,
    }


def measure_memory(environment: dict[str, str], key: str, people: Sequence[Person]) -> dict[str, float]:
    """The greatest resident size of the one web worker: at rest, over batches of 1,000 and 10,000, and many in turn."""
    peaks = {}
    size = min(SIZE, len(people))
    with web_process(environment, workers=1) as (port, parent):
        post_batch(port, key, people[:10], "full")
        (worker,) = find_workers(parent)
        plans = {"at rest": (0, 10, "full"), "1,000": (2, 1_000, "full"), "10,000, outcome": (1, size, "outcome"),
                 "10,000, full": (1, size, "full"), "ten of 10,000 in turn, full": (10, size, "full")}  # fmt: skip
        for name, (times, count, detail) in plans.items():
            Path(f"/proc/{worker}/clear_refs").write_text("5")  # the peak begins anew
            for turn in range(times):
                post_batch(port, key, slice_of(people, turn, count), detail)
            peaks[name] = peak_of(worker)
        peaks["the second process beside it"] = max(map(peak_of, find_children(worker)), default=0.0)
    return peaks


def find_children(pid: int) -> list[int]:
    """The processes that any thread of this one started."""
    told = [place.read_text() for place in Path(f"/proc/{pid}/task").glob("*/children")]
    return [int(child) for one in told for child in one.split()]


def find_workers(parent: int) -> list[int]:
    """The web workers: the processes that granian started, but for multiprocessing's own tracker."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in children if "resource_tracker" not in Path(f"/proc/{pid}/cmdline").read_text()]


def peak_of(pid: int) -> float:
    """VmHWM in megabytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    return round(int(found.group(1)) / 1024, 1) if found else 0.0
