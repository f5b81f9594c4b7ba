"""The parts that a start keeps alive: each one program, started again when it dies."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.embedded.folders import CLONE
from config.embedded.refusals import StartError

TOO_OFTEN = 5
WITHIN_SECONDS = 60.0
LARGEST_LOG = 5_000_000


@dataclass(slots=True)
class Part:
    """One program: how to start it, and the process that it is now."""

    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    process: subprocess.Popen[bytes] | None = None
    deaths: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start the program."""
        self.process = self.launch()

    def has_died(self) -> bool:
        """Tell whether the program was started and has ended."""
        return self.process is not None and self.process.poll() is not None

    def revive(self) -> None:
        """Start a dead program again; raise StartError when it keeps dying."""
        now = time.monotonic()
        self.deaths = [*(death for death in self.deaths if now - death < WITHIN_SECONDS), now]
        if len(self.deaths) >= TOO_OFTEN:
            raise StartError(f"{self.name} stopped {TOO_OFTEN} times within a minute; its log is under .filiform/run.")
        end_group(self.process, patience=2)
        self.start()


def start_program(words: list[str], environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start one of our own Python programs in a session of its own, so that Ctrl-C reaches the start alone."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_suffix(".log.1"))
    with log.open("ab") as output:
        return subprocess.Popen(
            [sys.executable, "-m", *words], stdin=subprocess.DEVNULL, stdout=output, stderr=output,
            env=environment, cwd=CLONE, start_new_session=True,
        )  # fmt: skip


def end_group(process: subprocess.Popen[bytes] | None, patience: float) -> None:
    """End a program and all that it started: ask it, wait at most `patience` seconds, then kill its whole group."""
    if process is None:
        return
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
    try:
        # Children of a dead leader stay in its group; the number cannot be reused while one of them lives.
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
