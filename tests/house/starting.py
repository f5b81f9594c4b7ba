"""A start as a person meets it, for the tests that watch one."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from config.embedded.processes import find_marked, find_standing_in

PATIENCE = 90
ANSWERS = re.compile(r"Filiform answers at (http://127\.0\.0\.1:\d+)/")


def environment(**given: str) -> dict[str, str]:
    """What a terminal holds, without the servers or the run of the test around it."""
    left_out = (
        "DATABASE_URL",
        "REDIS_URL",
        "DJANGO_SETTINGS_MODULE",
        "FILIFORM_",
        "PYTEST",
        "MAKE",
        "LAW_",
        "SECRET_KEY",
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    return kept | {"DEMO": "0", "PYTHONUNBUFFERED": "1", "WEB_WORKERS": "1"} | given


class Start:
    """One `make run` and what it says."""

    def __init__(self, clone: Path, **given: str) -> None:
        self.clone = clone
        self.said = clone.parent / f"said-{time.monotonic_ns()}"
        with self.said.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.start"],
                cwd=clone,
                env=environment(**given),
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def read(self) -> str:
        return self.said.read_text()

    def address(self) -> str:
        """Wait until the start says where it answers."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            found = ANSWERS.search(self.read())
            if found:
                return found[1]
            assert self.process.poll() is None, self.read()
            time.sleep(0.1)
        raise AssertionError(self.read())

    def stop(self) -> None:
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(30) == 0, self.read()


def every_process(clone: Path) -> list[int]:
    home = clone / ".filiform/run"
    return sorted({*find_marked(home), *find_standing_in(home / "postgres18"), *find_standing_in(home / "valkey")})


def status_of(address: str) -> int:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=20) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def manage(clone: Path, *words: str, **given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=clone,
        env=environment(**given),
        capture_output=True,
        text=True,
        check=False,
    )
