"""`make bench`: every figure that is claimed about speed, beside a baseline in the same run.

`make bench ARGS="--people 1000000"` measures over a million practitioners, which takes minutes to fill at first.
Without more it measures engine, http and batch; `--only PART` measures that part alone, and may be given again for
another. Figures of parts not measured stay in benchmarks/results.json as they were.
"""

import argparse
import datetime as dt
import json
import os
import platform
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.measure_batch import measure_batch
from benchmarks.measure_curves import measure_curves, show_curves
from benchmarks.measure_engine import measure_engine
from benchmarks.measure_flags import measure_flags
from benchmarks.measure_http import measure_http
from benchmarks.measure_import import measure_import
from benchmarks.measure_peers import measure_peers
from benchmarks.measure_results import measure_results
from benchmarks.measure_roster import ENTRIES, measure_roster
from benchmarks.servers import database_of, describe
from benchmarks.shooting import SENDER
from benchmarks.wanted import judge

RESULTS = Path(__file__).with_name("results.json")
PARTS = ("engine", "http", "batch", "peers", "import", "results", "flags", "roster")
UNASKED = ("engine", "http", "batch")
OVER_PEOPLE = {"http": measure_http, "batch": measure_batch, "peers": measure_peers}


def main() -> None:
    """Measure, print tables, keep the figures."""
    given = read_arguments()
    if given.fill:
        with database_of(given.people) as environment:
            print(f"{given.people} practitioners in {environment['DATABASE_URL'].rpartition('/')[2]}")
        return
    asked = set() if given.curves else set(given.only or UNASKED)
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    if "engine" in asked:
        take(results, "engine", measure_engine)
    if asked & OVER_PEOPLE.keys():
        with database_of(given.people) as environment:
            results.update(describe(environment))
            for part in (one for one in OVER_PEOPLE if one in asked):
                take(results, part, lambda part=part: {"people": given.people, **OVER_PEOPLE[part](environment)})
    if "import" in asked:
        take(results, "import", measure_import)
    if "results" in asked:
        take(results, "results", measure_results)
    if "flags" in asked:
        take(results, "flags", lambda: measure_flags(given.credentials))
    if "roster" in asked:
        take(results, "roster", lambda: measure_roster(tuple(given.entries)))
    if given.curves:
        take(results, "curves", lambda: measure_curves(given.curves))
    print_wanted(results)


def read_arguments() -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000, help="practitioners in the database (100000)")
    parser.add_argument("--credentials", type=int, default=1_000_000, help="things that expire, for flags (1000000)")
    parser.add_argument("--entries", type=int, nargs="+", default=ENTRIES, metavar="N", help="of rosters, for roster")
    parser.add_argument("--fill", action="store_true", help="fill and migrate the database, measure nothing")
    parser.add_argument("--curves", type=int, nargs="+", metavar="N", help="the same work over these populations")
    parser.add_argument(
        "--only", choices=PARTS, action="append", help=f"one part ({', '.join(UNASKED)}); may be given again"
    )
    return parser.parse_args()


def take(results: dict[str, Any], part: str, measure: Callable[[], dict[str, Any]]) -> None:
    """Measure one part, show it, and keep it at once with what it depends on."""
    load = os.getloadavg()[0]
    began = dt.datetime.now(dt.UTC)
    figures = measure()
    took = (dt.datetime.now(dt.UTC) - began).total_seconds()
    results["machine"] = f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    results["sender"] = SENDER
    results[part] = {
        "measured_at": f"{began:%Y-%m-%dT%H:%MZ}", "took_seconds": round(took), "load_before": round(load, 2), **figures
    }  # fmt: skip
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    show(part, results[part])


def show(part: str, figures: dict[str, Any]) -> None:
    """A part's figures on the terminal, a line each."""
    print(f"\n{part}")
    if part == "curves":
        show_curves(figures)
        return
    for name, row in figures.items():
        if isinstance(row, dict) and "per_second" in row:
            named = (key for key in row if key.startswith(("of_", "p99_of")) and "rounds" not in key)
            ratios = "  ".join(f"{key} {row[key]}" for key in named)
            more = f"  p99 {row['p99_ms']} ms, {row['failures']} failures" if "p99_ms" in row else ""
            print(f"  {name:<50} {row['per_second']:>8}/s  noise {row['noise']}{more}\n{'':>53}{ratios}")
        else:
            print(f"  {name}: {row}")


def print_wanted(results: dict[str, Any]) -> None:
    """The closing table: what is wanted beside what was measured, now or in a run kept from before."""
    print(f"\n{'':<40} {'wanted':>8} {'measured':>14}")
    for what, wanted, measured, verdict in judge(results):
        print(f"{what:<40} {wanted:>8} {measured:>14} {verdict}")
    print(
        f"\n{results.get('machine')}; PostgreSQL {results.get('postgresql')}; sender: {results.get('sender')};"
        f" limit in force: {results.get('rate_limit_per_minute')} a minute. Kept in {RESULTS.name}."
    )


if __name__ == "__main__":
    main()
