"""The running instance of this clone: what `make run` writes down so that every other command finds it."""

import contextlib
import json
import os
from pathlib import Path

from config.embedded.folders import DATA, make_private
from config.embedded.processes import is_signalable

HOME = DATA / "run"
NOTE = HOME / "running.json"


def write_instance(**told: str) -> None:
    """Write down where this instance answers (`address`, `database_url`, `redis_url`), whole or not at all."""
    make_private(HOME)
    unfinished = NOTE.with_suffix(".unfinished")
    unfinished.touch(mode=0o600)
    unfinished.write_text(json.dumps(told | {"pid": str(os.getpid())}, indent=1))
    unfinished.replace(NOTE)


def read_instance(note: Path = NOTE) -> dict[str, str]:
    """Read what the running instance wrote; nothing when none runs."""
    try:
        told: dict[str, str] = json.loads(note.read_text())
        pid = int(told["pid"])
    except (OSError, ValueError, KeyError):
        return {}
    return told if is_signalable(pid) else {}


def forget_instance() -> None:
    """Say that nothing runs any more."""
    with contextlib.suppress(FileNotFoundError):
        NOTE.unlink()
