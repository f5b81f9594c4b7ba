"""A hundred thousand results from CSV: the product's import beside bare COPY-and-merge SQL and bulk_create.

In turn over one database, which is emptied between; ratios paired by round. All three must have written the same.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.fill_results import fill_learners, write_file
from benchmarks.ratios import tell_rates
from benchmarks.servers import connect, database_servers, ensure_database, manage
from config.embedded.folders import CLONE

ROWS, ROUNDS = 100_000, 5
IMPORT, BARE, BULK = "import of results, rows", "bare COPY and merge, rows", "bulk_create(update_conflicts), rows"
WAYS = {IMPORT: "product", BARE: "bare", BULK: "bulk_create"}
EMPTY = (
    "SET filiform.truncate = 'allowed'",
    "TRUNCATE courses_attempt, courses_result, courses_resultimport, courses_refusedrow, courses_resultfile,"
    " courses_stagedresult RESTART IDENTITY CASCADE",
    "VACUUM courses_enrolment",
    "CHECKPOINT",
)
# Everything written, but for instants and for which of three imports wrote it.
WRITTEN = (
    "SELECT count(*), md5(string_agg(concat_ws('|', a.enrolment_id, a.examination, a.form, a.number, a.sat_on,"
    " a.paper_id, a.session_id, a.answers, a.entered_by, a.brought_by_id IS NULL, r.passed, r.percent, r.detail,"
    " r.drafted_by, r.checked_at, r.released_at), ',' ORDER BY a.enrolment_id, a.sat_on))"
    " FROM courses_attempt a JOIN courses_result r ON r.attempt_id = a.id",
    "SELECT count(*), md5(string_agg(row || faults::text, ',' ORDER BY row)) FROM courses_refusedrow",
)
Figures = dict[str, list[dict[str, float]]]


def measure_results(rows: int = ROWS, rounds: int = ROUNDS) -> dict[str, Any]:
    """Rates, ratios to both others, and peak memory, also of a tenth of the rows."""
    with database_servers() as (base, redis), TemporaryDirectory() as folder:
        environment = prepare(base, redis, rows)
        whole, part = Path(folder) / "whole.csv", Path(folder) / "part.csv"
        write_file(whole, rows)
        write_file(part, rows // 10)
        taken: Figures = {name: [] for name in WAYS}
        written = []
        for number in range(rounds):
            for name in list(WAYS) if number % 2 else reversed(WAYS):
                taken[name].append(run(environment, WAYS[name], whole))
                written.append(read_written(environment))
        if any(one != written[0] for one in written):
            raise RuntimeError(f"the ways wrote other rows: {written}")
        small = run(environment, "product", part)
    return tell(rows, taken, written[0], small)


def prepare(base: str, redis: str, rows: int) -> dict[str, str]:
    """A database of so many learners beside `base`, migrated, and filled at the first use."""
    address = ensure_database(base, f"filiform_bench_results_{rows}")
    told = {"DATABASE_URL": address, "REDIS_URL": redis, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    environment = {**os.environ, **told, "PYTHONPATH": str(CLONE)}
    manage(environment, "migrate", "--verbosity", "0")
    with connect(address) as connection:
        is_empty = connection.execute("SELECT FROM courses_programme LIMIT 1").fetchone() is None
    if is_empty:
        fill_learners(address, rows)
    return environment


def run(environment: dict[str, str], way: str, file: Path) -> dict[str, float]:
    """One way in a process of its own, over no results."""
    with connect(environment["DATABASE_URL"]) as connection:
        for statement in EMPTY:
            connection.execute(statement)
    command = [sys.executable, "-m", "benchmarks.results_ways", way, str(file)]
    told = subprocess.run(command, cwd=CLONE, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    figures: dict[str, float] = json.loads(told.stdout.splitlines()[-1])
    print(f"  {way:<12} {figures}")
    return figures


def read_written(environment: dict[str, str]) -> list[Any]:
    """What is there now, without ids and instants."""
    with connect(environment["DATABASE_URL"]) as connection:
        return [connection.execute(one).fetchone() for one in WRITTEN]


def tell(rows: int, taken: Figures, written: list[Any], small: dict[str, float]) -> dict[str, Any]:
    """Rates by the clock and by processor time, with their ratios; `time_of_bare` is how many times as long it took."""
    told: dict[str, Any] = {"rows": rows, "recorded": written[0][0], "refused": written[1][0]}
    for measure in ("seconds", "cpu"):
        rates = {name: [rows / one[measure] for one in figures] for name, figures in taken.items()}
        for name, own in rates.items():
            suffix = "" if measure == "seconds" else " of processor time"
            told[name + suffix] = tell_rates(own, of_bare=rates[BARE], of_bulk_create=rates[BULK])
    for name in (IMPORT, f"{IMPORT} of processor time"):
        told[name]["time_of_bare"] = round(1 / told[name]["of_bare"], 3)
    told["peak_mb"] = {WAYS[name]: max(one["peak_mb"] for one in figures) for name, figures in taken.items()}
    told["peak_mb"] |= {"product, a tenth of the rows": small["peak_mb"], "Django": small["started_mb"]}
    return told
