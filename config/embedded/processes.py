"""Finding our own processes again, and ending them: by where they stand and what they carry, never by a name."""

import os
import signal
import time
from collections.abc import Callable, Iterable
from pathlib import Path

MARK = "FILIFORM_HOME"
PROC = Path("/proc")


def is_alive(pid: int) -> bool:
    """Tell whether a process runs; one that has ended and waits to be read by its parent does not."""
    try:
        os.kill(pid, 0)
        state = (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()[0]
    except (ProcessLookupError, FileNotFoundError):
        return not PROC.exists() and is_signalable(pid)
    except PermissionError:
        return True
    return state not in "ZX"


def is_signalable(pid: int) -> bool:
    """Ask the kernel alone, where there is no /proc."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def find_processes(is_ours: Callable[[Path], bool]) -> list[int]:
    """List the running processes of this user (of anybody, for root) that the test accepts; never this process."""
    found = []
    for entry in PROC.iterdir() if PROC.exists() else ():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        try:
            if is_ours(entry) and is_alive(int(entry.name)):
                found.append(int(entry.name))
        except OSError:
            continue  # it ended meanwhile, or belongs to somebody else
    return sorted(found)


def find_standing_in(folder: Path) -> list[int]:
    """List the processes whose working folder is this one: PostgreSQL and Valkey stand in their data."""
    place = os.path.realpath(folder)
    return find_processes(lambda entry: str((entry / "cwd").readlink()) in (place, f"{place} (deleted)"))


def find_marked(home: Path) -> list[int]:
    """List the processes that were started for the instance in `home`: each carries its mark in its environment."""
    mark = os.fsencode(f"{MARK}={home}")
    return find_processes(lambda entry: mark in (entry / "environ").read_bytes().split(b"\0"))


def stop_processes(pids: Iterable[int], *, gently: signal.Signals = signal.SIGTERM, patience: float = 10.0) -> None:
    """End processes: ask them, wait at most `patience` seconds, then kill what is left."""
    left = [pid for pid in pids if is_alive(pid)]
    for number in (gently, signal.SIGKILL):
        for pid in left:
            send(pid, number)
        until = time.monotonic() + patience
        while left and time.monotonic() < until:
            time.sleep(0.02)
            left = [pid for pid in left if is_alive(pid)]
        if not left:
            return


def send(pid: int, number: signal.Signals) -> None:
    """Signal a process that may just have ended."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
