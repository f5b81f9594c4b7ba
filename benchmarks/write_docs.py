"""Write the kept figures into docs/performance.md, between its markers: `python -m benchmarks.write_docs`.

So no figure there is typed by hand. A part that was not measured leaves its table saying so.
"""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from benchmarks.wanted import judge

RESULTS = Path(__file__).with_name("results.json")
PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
Results = Mapping[str, Any]
NOT_MEASURED = "Not measured yet."


def main() -> None:
    """Put every table in its place; SystemExit where a marker is missing."""
    results = json.loads(RESULTS.read_text())
    page = PAGE.read_text()
    for name, write in TABLES.items():
        block = re.compile(rf"(<!-- {name}: written by benchmarks -->\n).*?(<!-- end -->)", re.DOTALL)
        if not block.search(page):
            raise SystemExit(f"{PAGE.name} has no place for {name}")
        table = write(results)
        page = block.sub(lambda found, table=table: f"{found[1]}{table}\n{found[2]}", page)
    PAGE.write_text(page)


def wanted_table(results: Results) -> str:
    """What is wanted, what was measured."""
    lines = ["| figure | wanted | measured | |", "|---|---|---|---|"]
    lines += [f"| {what} | {wanted} | {measured} | {verdict} |" for what, wanted, measured, verdict in judge(results)]
    return "\n".join([*lines, "", told_of_runs(results)])


def told_of_runs(results: Results) -> str:
    """On what, when, and under which load each part was measured."""
    parts = [
        f"{name} {part['measured_at']} (load before {part['load_before']}"
        + (f", {part['people']:,} practitioners)" if "people" in part else ")")
        for name, part in results.items()
        if isinstance(part, dict) and "measured_at" in part
    ]
    where = f"{results.get('machine')}, PostgreSQL {results.get('postgresql')}"
    where += f" (shared_buffers {results.get('shared_buffers')}), sender {results.get('sender')}"
    return f"{where}; limit in force {results.get('rate_limit_per_minute')} a minute. Runs: {'; '.join(parts)}."


def rates_table(part: Mapping[str, Any] | None, ratios: Mapping[str, str]) -> str:
    """Targets with their rates, their noise, p99 and the ratios named."""
    rows = {name: row for name, row in (part or {}).items() if isinstance(row, dict) and "per_second" in row}
    if not rows:
        return NOT_MEASURED
    head = ["target", "a second", "noise", *ratios.values(), "p99 ms", "failures"]
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for name, row in rows.items():
        told = [f"{row.get(key, '-')} ({row.get(f'{key}_rounds', '')})" for key in ratios]
        cells = [name, f"{row['per_second']:,}", row["noise"], *told, row.get("p99_ms", "-"), row.get("failures", "-")]
        lines.append(f"| {' | '.join(str(cell) for cell in cells)} |")
    words = [f"{name}: {told}" for name, told in (part or {}).items() if told == "not installed"]
    return "\n".join([*lines, *(["", *words] if words else [])])


def hot_table(results: Results) -> str:
    """The HTTP targets, the batches, and the worker's memory."""
    over = {"of_one_row": "x one row", "of_hello": "x hello", "of_standing": "x standing"}
    batch = results.get("batch") or {}
    memory = ", ".join(f"{name} {peak} MB" for name, peak in batch.get("worker_peak_mb", {}).items())
    told = [rates_table(results.get("http"), over), "", rates_table(batch, {"of_statement": "x the statement"})]
    return "\n".join([*told, *(["", f"Greatest resident size of the one web worker: {memory}."] if memory else [])])


def engine_table(results: Results) -> str:
    """The rulebook alone, beside its baseline, Cedar and Rego."""
    engine = results.get("engine") or {}
    ways = (("of_", "the simple rules"), ("real_law_of_", "the real law"))
    told = [
        f"{what} / {name.title()} {engine[way + name]}"
        for way, what in ways
        for name in ("cedar", "rego")
        if isinstance(engine.get(way + name), int | float)
    ]
    table = rates_table(engine, {"of_baseline": "x baseline"})
    return "\n".join([table, *(["", f"Without the horizon: {'; '.join(told)}."] if told else [])])


def curves_table(results: Results) -> str:
    """The same work over each population."""
    rows = {name: row for name, row in (results.get("curves") or {}).items() if isinstance(row, dict)}
    if not rows:
        return NOT_MEASURED
    populations = list(next(iter(rows.values())))
    lines = [f"| work | {' | '.join(f'{int(n):,}' for n in populations)} |", "|---|" + "---|" * len(populations)]
    for name, row in rows.items():
        cells = [f"{row[n]['per_second']:,}/s, x {row[n]['of_smallest']}" for n in populations]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(lines)


def roster_table(results: Results) -> str:
    """Rosters beside batches, and the curve of what is due."""
    roster = results.get("roster") or {}
    over = {"of_recorded": "x a recorded batch", "of_outcomes": "x a batch, outcome"}
    table, curve = rates_table(roster, over), roster.get("a thousandth due")
    if not curve:
        return table
    lines = [
        "| entries | due | seconds | processor s | ms each | x each of the smallest | x all of the smallest | MB |"
    ]
    lines.append("|---" * 8 + "|")
    names = (
        "due", "seconds", "cpu_seconds", "cpu_ms_each", "each_of_smallest", "of_all_of_smallest", "peak_mb",
    )  # fmt: skip
    lines += [f"| {int(n):,} | {' | '.join(str(row[name]) for name in names)} |" for n, row in curve.items()]
    return "\n".join([table, "", *lines])


TABLES: dict[str, Callable[[Results], str]] = {
    "wanted": wanted_table,
    "engine": engine_table,
    "hot path": hot_table,
    "curves": curves_table,
    "import": lambda results: rates_table(results.get("import"), {"of_bulk_create": "x bulk_create"}),
    "results": lambda results: rates_table(
        results.get("results"), {"of_bare": "x bare SQL", "of_bulk_create": "x bulk_create"}
    ),
    "roster": roster_table,
    "peers": lambda results: rates_table(
        results.get("peers"), {"of_openfisca": "x OpenFisca", "of_openedx": "x openedx"}
    ),
}

if __name__ == "__main__":
    main()
