"""Where the embedded servers keep their data and their sockets."""

import os
import re
import shutil
import stat
import tempfile
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
DATA = CLONE / ".filiform"

# A socket's address holds 108 bytes with its closing zero (104 on macOS); the longest name we put in a folder is
# PostgreSQL's ".s.PGSQL.5432".
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432")
# Anything else would need quoting in PostgreSQL's list of folders or in an address.
PLAIN = re.compile(r"[A-Za-z0-9_./-]+")


def make_private(folder: Path) -> Path:
    """Make a folder (and its parents) that only its owner may enter."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def is_private(folder: Path) -> bool:
    """Tell whether this is a real folder, ours, and closed to everybody else."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.geteuid() and not found.st_mode & 0o077


def fits_a_socket(folder: Path) -> bool:
    """Tell whether a socket in this folder has an address that every server and driver can read."""
    return len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and PLAIN.fullmatch(str(folder)) is not None


def choose_short_parent() -> Path:
    """Name a short folder to make private ones in: the user's run-time folder, else the temporary one."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR") or "/nonexistent")
    # After `su` this variable still names the other user's folder, so it is looked at before it is believed.
    if is_private(runtime) and len(os.fsencode(runtime)) < 60 and PLAIN.fullmatch(str(runtime)):
        return runtime
    return Path("/tmp")  # noqa: S108 (only the parent of a folder made with a random name and mode 0700)


def make_socket_folder(home: Path) -> Path:
    """Make the folder for the sockets of the servers in `home`: inside it, or, when its path is too long, elsewhere.

    A folder elsewhere has a random name and is remembered in `home`, so that the next start can remove it.
    """
    remove_socket_folder(home)
    inside = home / "sockets"
    if fits_a_socket(inside):
        make_private(inside)
        inside.chmod(0o700)
        return inside
    elsewhere = Path(tempfile.mkdtemp(prefix="filiform-", dir=choose_short_parent()))
    (home / "socket-folder").write_text(str(elsewhere))
    return elsewhere


def remove_socket_folder(home: Path) -> None:
    """Remove the folder that an earlier start made for its sockets, wherever it was."""
    shutil.rmtree(home / "sockets", ignore_errors=True)
    memory = home / "socket-folder"
    if not memory.exists():
        return
    elsewhere = Path(memory.read_text())
    # The memory is a file like any other: only a private folder of our own with our own kind of name is removed.
    if elsewhere.name.startswith("filiform-") and is_private(elsewhere):
        shutil.rmtree(elsewhere, ignore_errors=True)
    memory.unlink()
