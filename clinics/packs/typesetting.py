"""Sets the report with Typst: the same data give the same bytes, whatever the clock and the system's fonts."""

import datetime as dt
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson
import typst

from clinics.packs.letters import show

SOURCE = Path(__file__).with_name("report.typ")
STANDARDS: list[Any] = ["a-2a", "ua-1"]  # to be kept for long, and to be read by everyone
TYPST = f"typst {version('typst')}"


def set_report(told: dict[str, Any], *, at: dt.datetime) -> bytes:
    """The PDF. `at` stands in it as the instant of its making.

    Data come in as JSON and are never read as markup. Raises typst.TypstError.
    """
    return typst.compile(
        SOURCE.read_bytes(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"told": orjson.dumps(fit(told)).decode()},
        pdf_standards=STANDARDS,
        timestamp=int(at.timestamp()),
    )


def fit(told: Any) -> Any:
    """The same with every text fit to be set."""
    if isinstance(told, str):
        return show(told)
    if isinstance(told, dict):
        return {name: fit(value) for name, value in told.items()}
    return [fit(value) for value in told] if isinstance(told, list | tuple) else told
