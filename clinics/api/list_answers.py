"""An answer as a row of a table: what a clinic needs beside its own list, which it joins by the row's number."""

from collections.abc import Mapping
from typing import Any

COLUMNS = (
    "row", "registry_number", "site", "jurisdiction", "on", "age", "group", "outcome", "may_perform", "conditions",
    "gaps", "holds_until", "earliest_on", "verification", "problem",
)  # fmt: skip


def write_answer(row: int, told: Mapping[str, Any]) -> list[str]:
    """A told decision, or a problem, in the order of COLUMNS. No name: who it is stands in the row that was sent."""
    if "problem" in told:
        problem = told["problem"]
        faults = [f"{one['pointer'] or '/'}: {one['detail']}" for one in problem.get("errors", ())]
        said = "; ".join(faults) or problem.get("detail") or problem["title"]
        return [str(row), *[""] * (len(COLUMNS) - 2), said]
    question = told["question"]
    patient = question["patient"]
    return [
        str(row),
        question["practitioner"]["registry_number"],
        question["site"] or "",
        question["jurisdiction"],
        question["on"],
        _plain(patient.get("age")),
        patient.get("group") or "",
        told["outcome"],
        _plain(told["may_perform"]),
        "; ".join(told["conditions"]),
        "; ".join(dict.fromkeys(one["code"] for one in told["gaps"])),
        told["holds_until"] or "",
        told["earliest_on"] or "",
        told.get("id", ""),
        "",
    ]


def _plain(value: Any) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
