"""What is wanted of each measured ratio, and whether it is reached: the table that closes a run."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from benchmarks.measure_batch import FULL, OUTCOME
from benchmarks.measure_http import RECORDED, STANDING
from benchmarks.measure_results import IMPORT
from benchmarks.measure_roster import CURVE, DECIDED, LISTED, WRITTEN


class Wanted(NamedTuple):
    """One figure: where it stands in the results, and the bound that it must keep."""

    what: str
    place: tuple[str, ...]
    bound: float
    at_most: bool = False

    def is_met(self, value: float) -> bool:
        return value <= self.bound if self.at_most else value >= self.bound

    @property
    def told(self) -> str:
        return f"{'≤' if self.at_most else '≥'} {self.bound:g}"


WANTED = (
    Wanted("standing / one row by DRF", ("http", STANDING, "of_one_row"), 1.5),
    Wanted("standing / Django hello", ("http", STANDING, "of_hello"), 0.35),
    Wanted("standing's p99 / one row's p99", ("http", STANDING, "p99_of_one_row"), 1, at_most=True),
    Wanted("recorded with receipt / standing", ("http", RECORDED, "of_standing"), 0.5),
    Wanted("batch, outcome / one SQL statement", ("batch", OUTCOME, "of_statement"), 0.35),
    Wanted("batch, full / one SQL statement", ("batch", FULL, "of_statement"), 0.15),
    Wanted("engine without horizon / baseline", ("engine", "full findings, no horizon", "of_baseline"), 0.15),
    Wanted("engine with horizon / baseline", ("engine", "full findings and horizon", "of_baseline"), 0.05),
    # Wanted of the real law, beside the other engines on their own simple rules; like for like stands under Engine.
    Wanted("engine on the real law / Cedar", ("engine", "real_law_of_cedar"), 3),
    Wanted("engine on the real law / Rego", ("engine", "real_law_of_rego"), 3),
    Wanted("import / bulk_create", ("import", "import_registry, lines", "of_bulk_create"), 3),
    Wanted("results, time / bare COPY and merge", ("results", IMPORT, "time_of_bare"), 1.5, at_most=True),
    Wanted("results / bulk_create", ("results", IMPORT, "of_bulk_create"), 1.6),
    Wanted("flag_expiring / bare SQL", ("flags", "flag_expiring", "of_bare"), 1.3, at_most=True),
    Wanted("idle re-run / bare SQL", ("flags", "flag_expiring, again after a recording", "of_bare"), 0.6, at_most=True),
    Wanted("flag_expiring, client MB", ("flags", "flag_expiring", "peak_mb"), 100, at_most=True),
    Wanted("roster decided / recorded batch, time", ("roster", DECIDED, "time_of_recorded"), 1.5, at_most=True),
    Wanted("roster listed / batch, time", ("roster", LISTED, "time_of_outcomes"), 1.5, at_most=True),
    Wanted("roster as CSV / batch, time", ("roster", WRITTEN, "time_of_outcomes"), 1.5, at_most=True),
    Wanted("a due entry of 1,000,000 / of 10,000", ("roster", CURVE, "1000000", "each_of_smallest"), 1.5, at_most=True),
    Wanted(
        "0.1 % of 1,000,000 / all of 10,000", ("roster", CURVE, "1000000", "of_all_of_smallest"), 0.15, at_most=True
    ),
    Wanted("standing / OpenFisca", ("peers", STANDING, "of_openfisca"), 5),
    Wanted("standing / openedx credentials", ("peers", STANDING, "of_openedx"), 10),
)


def find(results: Mapping[str, Any], place: tuple[str, ...]) -> Any:
    """The figure at a place, or the word that stands there instead; None where nothing was measured."""
    found: Any = results
    for step in place:
        if not isinstance(found, Mapping):
            return found if isinstance(found, str) else None
        found = found.get(step)
    return found


def judge(results: Mapping[str, Any]) -> list[tuple[str, str, str, str]]:
    """Rows of the table: what, wanted, measured, verdict."""
    rows = []
    for one in WANTED:
        value = find(results, one.place)
        is_figure = isinstance(value, int | float)
        verdict = ("met" if one.is_met(value) else "MISSED") if is_figure else ""
        rows.append((one.what, one.told, f"{value:g}" if is_figure else str(value or "not measured"), verdict))
    return rows
