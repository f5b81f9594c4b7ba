"""The job that raises flags beside the bare set-based SQL, in turn over one database; ratios paired by round."""

import datetime as dt
import json
import os
import statistics
import subprocess
import sys
from typing import Any

from benchmarks.fill_dated import DAY, fill_dated
from benchmarks.ratios import noise, pair
from benchmarks.servers import connect, database_servers, ensure_database, manage
from config.embedded.folders import CLONE

ROUNDS = 3
EMPTY = "SET filiform.truncate = 'allowed'; TRUNCATE credentials_expiryflag, credentials_flagrun, outbox_message"
TICK = "UPDATE accounts_registryclock SET ticked_at = ticked_at + interval '1 second'"
BARE, JOB = "bare SQL", "flag_expiring"
AGAIN = {
    "bare SQL, again": ("bare", DAY),
    "flag_expiring, again": ("job", DAY),
    "flag_expiring, again after a recording": ("job", DAY),
    "flag_expiring, the next day": ("job", DAY + dt.timedelta(1)),
}

Figures = dict[str, list[dict[str, float]]]


def measure_flags(things: int, rounds: int = ROUNDS) -> dict[str, Any]:
    """Over so many things that expire: seconds, and ratios to the bare SQL of the same round."""
    with database_servers() as (base, redis):
        environment = prepare(base, redis, things)
        taken: Figures = {name: [] for name in (BARE, JOB, *AGAIN)}
        for number in range(rounds):
            turns = [take_bare, take_job]
            for turn in turns if number % 2 else reversed(turns):
                turn(environment, taken)
    return tell(things, taken)


def prepare(base: str, redis: str, things: int) -> dict[str, str]:
    """A database of so many things beside `base`, migrated, and filled at the first use."""
    address = ensure_database(base, f"filiform_bench_flags_{things}")
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "REDIS_URL": redis,
        "DJANGO_SETTINGS_MODULE": "benchmarks.settings",
        "PYTHONPATH": str(CLONE),
    }
    manage(environment, "migrate", "--verbosity", "0")
    with connect(address) as connection:
        is_empty = connection.execute("SELECT FROM credentials_practitioner LIMIT 1").fetchone() is None
    if is_empty:
        fill_dated(address.replace("postgres://", "postgresql://", 1), things)
    return environment


def take_bare(environment: dict[str, str], taken: Figures) -> None:
    """The bare SQL from no flags, and once more over its own."""
    empty(environment)
    taken[BARE].append(run(environment, "bare", DAY))
    taken["bare SQL, again"].append(run(environment, *AGAIN["bare SQL, again"]))


def take_job(environment: dict[str, str], taken: Figures) -> None:
    """The job from no flags, once more, once more after the registry's clock moved, and a day later."""
    empty(environment)
    taken[JOB].append(run(environment, "job", DAY))
    for name, (way, day) in AGAIN.items():
        if way == "job":
            if name.endswith("recording"):
                with connect(environment["DATABASE_URL"]) as connection:
                    connection.execute(TICK)
            taken[name].append(run(environment, way, day))


def empty(environment: dict[str, str]) -> None:
    """No flags, no outbox, and nothing left to write to the disk."""
    with connect(environment["DATABASE_URL"]) as connection:
        for statement in (*EMPTY.split("; "), "CHECKPOINT"):
            connection.execute(statement)


def run(environment: dict[str, str], way: str, day: dt.date) -> dict[str, float]:
    """One way in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.flag_ways", way, str(day)]
    told = subprocess.run(command, cwd=CLONE, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    print(f"  {way:<5} {day} {figures['seconds']:7.1f} s, server {figures['server_cpu']:7.1f} s, {figures}")
    return figures


def tell(things: int, taken: Figures) -> dict[str, Any]:
    """Medians, and the ratio of each to the bare SQL."""
    reference = {of: [one[of] for one in taken[BARE]] for of in ("seconds", "server_cpu")}
    told: dict[str, Any] = {"credentials": things, "day": str(DAY)}
    for name, figures in taken.items():
        seconds = [one["seconds"] for one in figures]
        server = [one["server_cpu"] for one in figures]
        told[name] = {
            "seconds": round(statistics.median(seconds), 2),
            "noise": noise(seconds),
            "of_bare": round(pair(seconds, reference["seconds"]), 3),
            "server_cpu_seconds": round(statistics.median(server), 2),
            "server_cpu_of_bare": round(pair(server, reference["server_cpu"]), 3),
            "flags": figures[0]["flags"],
            "digests": figures[0]["digests"],
            "peak_mb": max(one["peak_mb"] for one in figures),
        }
    return told
