"""Make the virtual environment and fill it with the locked packages: `python3 config/start/prepare.py base|dev`.

Runs before anything is installed, with whatever Python the system has, so it imports the standard library alone.
A second run finds its stamp and does nothing; a run that was cut short starts from an empty environment.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

CLONE = Path(__file__).resolve().parents[2]
VENV = CLONE / ".venv"
PYTHON = VENV / "bin" / "python"
UNFINISHED = VENV / "unfinished"
NOTES = CLONE / ".filiform"
LOG = NOTES / "install.log"
FILES = {"base": ("base.txt",), "dev": ("base.txt", "dev.txt")}
LEAST_DISK = 20_000_000
NETWORK_SIGNS = (
    "name resolution", "resolve host", "dns error", "new connection", "unreachable", "connection refused", "timed out",
    "sending request", "connection reset", "max retries", "proxy", "no matching distribution",
)  # fmt: skip


class InstallError(Exception):
    """The environment could not be made; the message is one sentence."""


def prepare(level: str) -> None:
    """Bring the environment to this level, unless its stamp says that it is there; raise InstallError or OSError."""
    NOTES.mkdir(mode=0o700, exist_ok=True)
    with (NOTES / "install.lock").open("w") as lock:
        wait_for_turn(lock.fileno())
        if not is_installed(level):
            install(level)


def wait_for_turn(lock: int) -> None:
    """Wait until no other installation works here: `make run` and `make test` may start together in a fresh clone.

    The lock is handed on to every program started, so that one which outlives a killed installation keeps it too.
    """
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Waiting for another installation in this folder …")
        fcntl.flock(lock, fcntl.LOCK_EX)


def is_installed(level: str) -> bool:
    """Tell whether the environment holds what this level's files ask for, here and with a Python that still exists."""
    stamp = VENV / f"installed-{level}"
    return PYTHON.exists() and not UNFINISHED.exists() and stamp.exists() and stamp.read_text() == sign(level)


def sign(level: str) -> str:
    """Sum up what an installation depends on: the locked files, and the place, which its scripts have written in."""
    content = [str(CLONE).encode(), *((CLONE / "requirements" / name).read_bytes() for name in FILES[level])]
    return hashlib.sha256(b"\0".join(content)).hexdigest()


def install(level: str) -> None:
    """Make the environment where it is missing, moved or half made, and install this level's packages."""
    started = time.monotonic()
    LOG.write_text("")
    if UNFINISHED.exists() or not PYTHON.exists() or is_moved():
        say("Making the virtual environment in .venv …")
        make_environment()
    UNFINISHED.touch()
    say("Installing the locked packages (the first time takes a minute) …")
    files = [word for name in FILES[level] for word in ("-r", str(CLONE / "requirements" / name))]
    if not install_with_uv(files):
        run([str(PYTHON), "-m", "pip", "install", "--require-hashes", "--quiet", *files], "The packages")
    (VENV / f"installed-{level}").write_text(sign(level))
    UNFINISHED.unlink()
    say(f"Packages installed in {time.monotonic() - started:.0f} s.")


def is_moved() -> bool:
    """Tell whether the environment was made in another folder, of which its scripts still speak."""
    script = VENV / "bin" / "pip"
    return not script.exists() or str(PYTHON) not in script.read_text()[:600]


def make_environment() -> None:
    """Make an empty environment in place of whatever is there."""
    if VENV.is_dir():
        shutil.rmtree(VENV)
    VENV.mkdir()
    UNFINISHED.touch()
    run([sys.executable, "-m", "venv", str(VENV)], "The virtual environment")


def install_with_uv(files: list[str]) -> bool:
    """Install with uv, which is many times faster; False when it is not to be had or cannot reach the packages."""
    pip = [str(PYTHON), "-m", "pip", "install", "--require-hashes", "--quiet", "-r", str(CLONE / "requirements/uv.txt")]
    uv = [str(PYTHON), "-m", "uv", "pip", "install", "--python", str(PYTHON), "--require-hashes", "--quiet", *files]
    return all(try_to_run(command) == 0 for command in (pip, uv))


def try_to_run(command: list[str]) -> int:
    """Run a command, writing what it says into the log; give its exit code."""
    with LOG.open("a") as log:
        done = subprocess.run(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, check=False, close_fds=False)
    return done.returncode


def run(command: list[str], what: str) -> None:
    """Run a command that must succeed; raise InstallError with the likely reason."""
    if try_to_run(command) == 0:
        return
    told = LOG.read_text().lower()
    # A log on a full disk may have no room for the reason.
    if is_disk_full() or "no space left" in told or "disk quota" in told:
        raise InstallError("The disk is full: free some space and start again.")
    if "ensurepip" in told:
        raise InstallError(
            "This Python cannot make virtual environments: install its venv part (Debian: python3-venv)."
        )
    if any(sign in told for sign in NETWORK_SIGNS):
        raise InstallError(f"{what} could not be downloaded: is there a network? (Details in {LOG}.)")
    raise InstallError(f"{what} could not be installed; the reason is at the end of {LOG}.")


def is_disk_full() -> bool:
    """Tell whether next to nothing can be written here any more."""
    room = os.statvfs(CLONE)
    return room.f_bavail * room.f_frsize < LEAST_DISK


def say(line: str) -> None:
    """Tell the person at the terminal what is happening."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> int:
    """Prepare the level named on the command line; 1 and one sentence when that fails."""
    try:
        prepare(sys.argv[1])
    except InstallError as error:
        sys.stderr.write(f"{error}\n")
    except OSError as error:
        sys.stderr.write(f"This could not be written: {error.strerror} ({error.filename or CLONE}).\n")
    except KeyboardInterrupt:
        sys.stderr.write("Stopped; the next start begins the installation again.\n")
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main())
