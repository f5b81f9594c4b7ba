"""The files of this repository, for the tests of the house."""

import shutil
import subprocess
from functools import cache
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]


@cache
def tracked_files() -> list[Path]:
    """The files of the repository; of the folder, where there is no git."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    told = subprocess.run(command, cwd=CLONE, capture_output=True, check=False)
    if told.returncode == 0:
        names = told.stdout.decode().split("\0")
        return [CLONE / name for name in names if name and (CLONE / name).is_file()]
    return [path for path in CLONE.rglob("*") if path.is_file() and not is_hidden(path)]


def is_hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(CLONE).parts)


def copy_repository(target: Path) -> Path:
    """Copy the repository as a clone would bring it, without data or an environment."""
    for path in tracked_files():
        copy = target / path.relative_to(CLONE)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    return target
