"""Counts of web workers that are gone: added up in one file, so that files do not gather and no count ever falls.

`prometheus_client` leaves the files of dead processes: its `mark_process_dead` removes gauges, and removing counters
would look like a restart to whoever reads them.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator
from pathlib import Path

from prometheus_client.mmap_dict import MmapedDict

_OF_A_PROCESS = re.compile(r"(counter|histogram)_([0-9]+)\.db")


@contextlib.contextmanager
def read_alone(folder: Path) -> Iterator[None]:
    """While it lasts no other process folds files: a reader that finds one gone would fail."""
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fold_dead_counts(folder: Path) -> int:
    """Add the files of processes that no longer live to `…_gone.db` and remove them; how many there were."""
    folded = 0
    for path in sorted(folder.iterdir()):
        named = _OF_A_PROCESS.fullmatch(path.name)
        if named and not _lives(int(named[2])):
            _fold(path, folder / f"{named[1]}_gone.db")
            folded += 1
    return folded


def _fold(path: Path, total: Path) -> None:
    aside = path.with_suffix(".folding")  # killed from here on, its counts are lost, and never counted twice
    path.rename(aside)
    kept = MmapedDict(str(total))  # type: ignore[no-untyped-call]  # it has no types
    try:
        for key, value, timestamp, _ in MmapedDict.read_all_values_from_file(str(aside)):  # type: ignore[no-untyped-call]  # as above
            before, _ = kept.read_value(key)  # type: ignore[no-untyped-call]  # as above
            kept.write_value(key, before + value, timestamp)  # type: ignore[no-untyped-call]  # as above
    finally:
        kept.close()  # type: ignore[no-untyped-call]  # as above
    aside.unlink()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
