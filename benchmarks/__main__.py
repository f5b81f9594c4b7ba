"""`make bench`: every figure that is claimed about speed, beside a baseline in the same run.

`make bench ARGS="--people 1000000"` measures over a million practitioners, which takes its time to fill at first.
"""

import argparse
import json
import os
import platform
from pathlib import Path
from typing import Any

from benchmarks.measure_engine import measure_engine
from benchmarks.measure_http import measure_http, write_table
from benchmarks.measure_import import measure_import

RESULTS = Path(__file__).with_name("results.json")


def main() -> None:
    """Measure, print a table, keep it in benchmarks/results.json."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000, help="practitioners in the database (100000)")
    parser.add_argument("--only", choices=("engine", "http", "import"), help="one part alone")
    given = parser.parse_args()
    kept = json.loads(RESULTS.read_text()) if given.only and RESULTS.exists() else {}
    results: dict[str, Any] = {
        **kept,
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}",
        "load_before": os.getloadavg()[0],
    }
    if given.only in (None, "engine"):
        results["engine"] = measure_engine()
        show("Engine, decisions a second on one core", results["engine"], "of_baseline")
    if given.only in (None, "http"):
        results["http"] = measure_http(given.people)
        show(f"HTTP, {given.people} practitioners", results["http"], "of_reference")
    if given.only in (None, "import"):
        results["import"] = measure_import()
        show("Import", results["import"], "of_bulk_create")
    write_table(results, RESULTS)
    print(f"\nMachine: {results['machine']}; load before: {results['load_before']:.1f}. Written to {RESULTS.name}.")


def show(title: str, rows: dict[str, Any], ratio: str) -> None:
    """A table on the terminal."""
    print(f"\n{title}")
    for name, row in rows.items():
        if isinstance(row, dict):
            more = f"  p99 {row['p99_ms']} ms, {row['failures']} failures" if "p99_ms" in row else ""
            print(f"  {name:<50} {row['per_second']:>8}/s  x {row[ratio]:<7} noise {row['noise']}{more}")
        else:
            print(f"  {name}: {row}")


if __name__ == "__main__":
    main()
