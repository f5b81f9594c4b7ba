"""Lines a second of the import beside the obvious way, in turn on slices of one population: ratios paired by round."""

import json
import statistics
from typing import Any

from benchmarks.servers import database_of, manage

LINES, ROUNDS = 2_000, 5
REFERENCE = "bulk_create"


def measure_import() -> dict[str, Any]:
    """Rates, and ratios to parsing and checking alike and saving by bulk_create."""
    with database_of(0) as environment:
        asked = f"from benchmarks.import_ways import take_turns; take_turns({LINES}, {ROUNDS})"
        told = json.loads(manage(environment, "shell", "-c", asked).splitlines()[-1])
    ways = {name: seconds for name, seconds in told.items() if isinstance(seconds, list)}
    return {
        "lines": LINES,
        "peak_mb": told["peak_mb"],
        **{f"{name}, lines": tell(seconds, ways[REFERENCE]) for name, seconds in ways.items()},
    }


def tell(seconds: list[float], reference: list[float]) -> dict[str, Any]:
    """Medians over rounds; the ratio is the median of the rounds' own ratios."""
    rates = [LINES / one for one in seconds]
    middle = statistics.median(rates)
    return {
        "per_second": round(middle),
        "of_bulk_create": round(statistics.median(r / s for s, r in zip(seconds, reference, strict=True)), 2),
        "noise": f"{min(rates) / middle:.2f}..{max(rates) / middle:.2f}",
    }
