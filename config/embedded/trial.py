"""The servers of one test run: a folder of its own, so that runs never meet, gone when the run ends.

The first process of a run (pytest itself, before its xdist workers) names the run in the environment. Whichever
process needs a server first starts both; the one that named the run stops them. A run that was killed is swept up
by the next.
"""

import json
import os
import secrets
import shutil
import signal
from pathlib import Path

from config.embedded.folders import DATA, make_private, remove_socket_folder
from config.embedded.locks import hold_lock, take_lock
from config.embedded.processes import find_standing_in, stop_processes
from config.embedded.servers import Servers

RUN = "FILIFORM_TEST_RUN"
TRIALS = DATA / "test"


def open_trial() -> int | None:
    """Name this run and lock its folder; None when a parent process has named it already."""
    if RUN in os.environ:
        return None
    make_private(DATA)
    make_private(TRIALS)
    with hold_lock(TRIALS / "gate"):
        sweep_dead_trials()
        name = secrets.token_hex(4)
        os.environ[RUN] = name
        return take_lock(make_private(TRIALS / name) / "lock")


def sweep_dead_trials(trials: Path = TRIALS) -> None:
    """Remove the folders, and end the servers, of runs that nobody holds any more."""
    for home in trials.iterdir():
        if not home.is_dir():
            continue
        descriptor = take_lock(home / "lock")
        if descriptor is not None:
            remove_trial(home)
            os.close(descriptor)


def start_trial() -> dict[str, str]:
    """Give the addresses of this run's servers ({"database_url", "redis_url"}), starting them when nobody has."""
    home = TRIALS / os.environ[RUN]
    with hold_lock(home / "starting"):
        told = home / "addresses.json"
        if not told.exists():
            servers = Servers(home / "servers", careless=True)
            servers.launch_postgres()
            servers.launch_valkey()
            told.write_text(json.dumps({"database_url": servers.database_url, "redis_url": servers.redis_url}))
        addresses: dict[str, str] = json.loads(told.read_text())
        return addresses


def close_trial(descriptor: int) -> None:
    """Stop this run's servers and remove its folder; for the process that opened the run."""
    remove_trial(TRIALS / os.environ.pop(RUN))
    os.close(descriptor)


def remove_trial(home: Path) -> None:
    """End the servers of a run, whoever started them, and remove all it wrote."""
    servers = home / "servers"
    # Its data goes with it, so nothing needs to be written down first.
    standing = find_standing_in(servers / "postgres18") + find_standing_in(servers / "valkey")
    stop_processes(standing, gently=signal.SIGQUIT, patience=5)
    remove_socket_folder(servers)
    shutil.rmtree(home, ignore_errors=True)
