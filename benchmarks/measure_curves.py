"""How cost grows with the registry: the same work over ever larger populations, in turn, as ratios to the smallest.

All populations stand in one PostgreSQL and each has a web server of its own; a round visits every one of them, so that
a ratio is paired. 1 is flat. What one request costs should not depend on how many others are on file.
"""

import contextlib
import http.client
import json
import time
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.asked import question_bodies, spread_people, standing_paths
from benchmarks.measure_batch import post_batch, slice_of
from benchmarks.ratios import tell_rates
from benchmarks.servers import database_servers, make_key, manage, prepare_database, web_server
from benchmarks.shooting import Target, shoot

ROUNDS, SECONDS, BATCH, LINES, RELIED_ON = 5, 1, 1_000, 1_000, 500
Work = Callable[[int], float]  # the round -> a rate


def measure_curves(populations: Sequence[int], rounds: int = ROUNDS) -> dict[str, Any]:
    """Rates of each kind of work over each population, and the ratio to the smallest population's."""
    with contextlib.ExitStack() as stack:
        base, redis = stack.enter_context(database_servers())
        kinds: dict[int, dict[str, Work]] = {}
        for people in sorted(populations):
            environment = prepare_database(base, redis, people)
            kinds[people] = make_work(environment, stack.enter_context(web_server(environment)))
        names = [name for name in kinds[min(kinds)] if all(name in work for work in kinds.values())]
        return {name: take_turns({people: work[name] for people, work in kinds.items()}, rounds) for name in names}


def take_turns(work: dict[int, Work], rounds: int) -> dict[str, Any]:
    """One kind of work over every population in turn."""
    rates: dict[int, list[float]] = {people: [] for people in work}
    for run in work.values():
        run(0)  # warms up
    for turn in range(rounds):
        for people, run in work.items():
            rates[people].append(run(turn))
    smallest = rates[min(rates)]
    return {str(people): tell_rates(taken, of_smallest=smallest) for people, taken in rates.items()}


def make_work(environment: dict[str, str], port: int) -> dict[str, Work]:
    """The kinds of work over one population."""
    people = spread_people(environment["DATABASE_URL"])
    key = make_key(environment)
    standing = Target(port, standing_paths(people), key=key)
    recorded = Target(port, ["/api/v1/verifications"], question_bodies(people), key=key)
    work: dict[str, Work] = {
        "standing": lambda _: counted(standing),
        "recorded verification": lambda _: counted(recorded),
        "batch of 1,000, outcome": lambda turn: timed(
            lambda: post_batch(port, key, slice_of(people, turn, BATCH), "outcome"), BATCH
        ),
        "import of 1,000 new lines": lambda _: LINES / told_by(environment, f"take_in({LINES})")["seconds"],
        "flag run that finds nothing new": lambda _: 1 / told_by(environment, "flag_again()")["seconds"],
    }
    if asks_differences(port, key):
        asker = make_key(environment, f"Curves {time.time_ns()}")
        relied = people[:RELIED_ON]
        post_batch(port, asker, relied, "outcome", record=True)
        work["list of own answers that differ"] = lambda _: timed(lambda: get(port, asker, "?differs=true"), 1)
    return work


def counted(target: Target) -> float:
    """Requests a second; RuntimeError when one failed."""
    shot = shoot(target, SECONDS)
    if shot.failures:
        raise RuntimeError(f"{shot.failures} requests failed")
    return shot.per_second


def timed(run: Callable[[], Any], count: int) -> float:
    """So many of something a second."""
    began = time.perf_counter()
    run()
    return count / (time.perf_counter() - began)


def told_by(environment: dict[str, str], call: str) -> dict[str, float]:
    """What a function of `benchmarks.import_ways` measured in a process of Django's own."""
    words = f"from benchmarks.import_ways import {call.partition('(')[0]} as run; run({call.partition('(')[2]}"
    told: dict[str, float] = json.loads(manage(environment, "shell", "--no-imports", "-c", words).splitlines()[-1])
    return told


def asks_differences(port: int, key: str) -> bool:
    """Whether the list of answers that differ is there."""
    return get(port, key, "?differs=true")[0] == 200


def get(port: int, key: str, query: str) -> tuple[int, bytes]:
    """One GET of the organisation's own verifications over a connection of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", f"/api/v1/verifications{query}", headers={"Authorization": f"Bearer {key}"})
    answer = connection.getresponse()
    told = answer.status, answer.read()
    connection.close()
    return told


def show_curves(figures: dict[str, Any]) -> None:
    """The ratios to the smallest population, a line for each kind of work."""
    for name, row in figures.items():
        if isinstance(row, dict):
            cells = (f"{int(n):>9,}: {one['per_second']:>6}/s x {one['of_smallest']}" for n, one in row.items())
            print(f"  {name:<34}{'  '.join(cells)}")
