"""Rosters: ten thousand decided and listed beside a batch of ten thousand, and a thousandth due of ever more entries.

Every way runs in a process of its own, all over the same persons, and is told by the clock and by processor time
(its own and its database server's). Ratios are paired by round.
"""

import json
import os
import statistics
import subprocess
import sys
from typing import Any

from benchmarks.fill_roster import fill_first, fill_rest
from benchmarks.ratios import noise, pair, tell_rates
from benchmarks.servers import connect, database_servers, ensure_database, fill
from config.embedded.folders import CLONE

ROUNDS, SIZE = 5, 10_000
ENTRIES = (10_000, 100_000, 1_000_000)
ONE_IN = 1_000  # of the entries is due
RECORDED, DECIDED = "a recorded batch", "deciding a roster, recorded"
OUTCOMES, LISTED, WRITTEN = "a batch, detail outcome", "listing a roster", "a roster as CSV"
WAYS = {RECORDED: "batch", DECIDED: "decide", OUTCOMES: "outcomes", LISTED: "list", WRITTEN: "csv"}
CURVE = "a thousandth due"
BASELINES = {RECORDED: "of_recorded", OUTCOMES: "of_outcomes"}
ALL_DUE = "UPDATE clinics_watch SET due_at = now() - interval '1 minute'"
SOME_DUE = ALL_DUE + " WHERE id %% %s = %s"
Taken = dict[str, list[dict[str, float]]]


def measure_roster(entries: tuple[int, ...] = ENTRIES, *, size: int = SIZE, rounds: int = ROUNDS) -> dict[str, Any]:
    """The figures over rosters of so many entries, the smallest of which has an entry for each person."""
    with database_servers() as (base, redis):
        environments = {count: prepare(base, redis, count, size) for count in entries}
        smallest = environments[min(entries)]
        told = compare_ways(smallest, size, rounds)
        told[CURVE] = draw_curve(environments, told[DECIDED]["cpu_seconds"], rounds)
    return told


def prepare(base: str, redis: str, entries: int, people: int) -> dict[str, str]:
    """A database with a roster of so many entries, filled and decided at the first use."""
    environment = {
        **os.environ,
        "DATABASE_URL": ensure_database(base, f"filiform_bench_roster_{entries}"),
        "REDIS_URL": redis,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": str(CLONE),
    }
    fill(environment, people)
    address = environment["DATABASE_URL"]
    if count_watches(address) == 0:
        fill_first(address, entries // people)
        run(environment, "decide", people)
    if count_watches(address) < entries:
        fill_rest(address)
    return environment


def count_watches(address: str) -> int:
    """How many stand there."""
    with connect(address) as connection:
        row = connection.execute("SELECT count(*) FROM clinics_watch").fetchone()
    return int(row[0]) if row else 0


def compare_ways(environment: dict[str, str], size: int, rounds: int) -> dict[str, Any]:
    """Each way in turn, every round beginning with another one."""
    taken: Taken = {name: [] for name in WAYS}
    names = list(WAYS)
    for turn in range(rounds):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            if name == DECIDED:
                execute(environment, ALL_DUE)
            taken[name].append(run(environment, WAYS[name], size))
    return {"size": size, "rounds": rounds, **{name: tell(taken, name, size) for name in WAYS}}


def tell(taken: Taken, name: str, size: int) -> dict[str, Any]:
    """Rate, processor time, and the ratios to both batches; times as long stand as `time_of_…`."""
    own = taken[name]
    rates = {other: [size / one["seconds"] for one in taken[other]] for other in (name, *BASELINES)}
    told = tell_rates(rates[name], **{key: rates[other] for other, key in BASELINES.items()})
    for other, key in BASELINES.items():
        told[f"time_{key}"] = round(pair([one["seconds"] for one in own], [one["seconds"] for one in taken[other]]), 3)
        told[f"cpu_{key}"] = round(pair([one["cpu"] for one in own], [one["cpu"] for one in taken[other]]), 3)
    told["cpu_seconds"] = round(statistics.median(one["cpu"] for one in own), 3)
    told["peak_mb"] = max(one["peak_mb"] for one in own)
    return told


def draw_curve(environments: dict[int, dict[str, str]], all_of_smallest: float, rounds: int) -> dict[str, Any]:
    """What a thousandth due costs among so many, altogether and for each; beside deciding all of the smallest."""
    curve: dict[str, Any] = {}
    first: list[float] = []
    for entries, environment in environments.items():
        due = entries // ONE_IN
        taken = [take_due(environment, turn) for turn in range(rounds)]
        each = [one["cpu"] / one["done"] for one in taken]
        first = first or each
        curve[str(entries)] = {
            "due": due,
            "seconds": round(statistics.median(one["seconds"] for one in taken), 3),
            "cpu_seconds": round(statistics.median(one["cpu"] for one in taken), 3),
            "cpu_ms_each": round(1000 * statistics.median(each), 3),
            "noise": noise(each),
            "each_of_smallest": round(statistics.median(each) / statistics.median(first), 3),
            "of_all_of_smallest": round(statistics.median(one["cpu"] for one in taken) / all_of_smallest, 4),
            "peak_mb": max(one["peak_mb"] for one in taken),
        }
    return curve


def take_due(environment: dict[str, str], turn: int) -> dict[str, float]:
    """Make another thousandth due, and have it decided."""
    due = execute(environment, SOME_DUE, [ONE_IN, turn])
    return run(environment, "decide", due)


def execute(environment: dict[str, str], statement: str, given: list[int] | None = None) -> int:
    """Run it, put everything on the disk, and give how many rows it changed."""
    with connect(environment["DATABASE_URL"]) as connection:
        changed = connection.execute(statement, given).rowcount  # type: ignore[arg-type]  # a text of our own
        connection.execute("CHECKPOINT")
    return changed


def run(environment: dict[str, str], way: str, size: int) -> dict[str, float]:
    """One way in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.roster_ways", way, str(size)]
    told = subprocess.run(command, cwd=CLONE, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    print(f"  {way:<9} {size:>9,} {figures}")
    return figures
