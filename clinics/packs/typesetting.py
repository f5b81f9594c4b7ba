"""Sets the report with Typst: the same data give the same bytes, whatever the clock and the system's fonts."""

import datetime as dt
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import orjson

from clinics.packs.letters import show

TYPST = f"typst {version('typst')}"
_PROGRAM = Path(__file__).with_name("typesetter.py")
_SECONDS = 300  # a part takes one or two


class UnableToSet(Exception):
    """What Typst said of a report that it could not set."""


def set_report(told: dict[str, Any], *, at: dt.datetime) -> bytes:
    """The PDF. `at` stands in it as the instant of its making.

    Data come in as JSON and are never read as markup. Raises UnableToSet.
    """
    given = orjson.dumps({"told": fit(told), "timestamp": int(at.timestamp())})
    command = [sys.executable, "-I", str(_PROGRAM)]
    done = subprocess.run(command, input=given, capture_output=True, check=False, timeout=_SECONDS)  # noqa: S603 (our own program)
    if done.returncode:
        raise UnableToSet(done.stderr.decode(errors="replace")[-500:])
    return done.stdout


def fit(told: Any) -> Any:
    """The same with every text fit to be set."""
    if isinstance(told, str):
        return show(told)
    if isinstance(told, dict):
        return {name: fit(value) for name, value in told.items()}
    return [fit(value) for value in told] if isinstance(told, list | tuple) else told
