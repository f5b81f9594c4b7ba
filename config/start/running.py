"""One start: the lock, the signals, and one sentence for whatever goes wrong."""

import os
import signal
import traceback

from config.embedded.folders import DATA, make_private
from config.embedded.locks import take_lock
from config.embedded.refusals import StartError, ToldAlreadyError
from config.instance import HOME, read_instance
from config.sentences import explain
from config.start.speech import complain, say
from config.start.supervisor import Supervisor

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
LEAST_DISK = 200_000_000


class StopAsked(BaseException):
    """No error: somebody pressed Ctrl-C, or asked this start to end in another way."""


def ask_to_stop(*_: object) -> None:
    """Turn the first signal into an exception; while everything is ended further ones change nothing."""
    for ending in ENDING:
        signal.signal(ending, signal.SIG_IGN)
    raise StopAsked


def check_disk() -> None:
    """Refuse to begin what would end half-way."""
    free = os.statvfs(DATA).f_bavail * os.statvfs(DATA).f_frsize
    if free < LEAST_DISK:
        raise StartError(f"The disk is full: only {free // 1_000_000} MB are free, and 200 are needed at least.")


def run() -> int:
    """Run everything until it is asked to stop; give the exit code."""
    make_private(DATA)
    make_private(HOME)
    if take_lock(DATA / "run.lock") is None:
        address = read_instance().get("address")
        complain(f"Filiform runs already, at {address}/" if address else "Another start is under way in this folder.")
        return 1
    check_disk()
    supervisor = Supervisor()
    try:
        supervisor.start()
        supervisor.keep_alive()
    except StopAsked:
        say("\nStopping …")
    finally:
        for ending in ENDING:
            signal.signal(ending, signal.SIG_IGN)
        supervisor.stop()
    say("Stopped.")
    return 0


def main() -> int:
    """Run, and tell a failure as one sentence; its traceback goes into a file."""
    os.umask(0o077)
    for ending in ENDING:
        signal.signal(ending, ask_to_stop)
    try:
        return run()
    except StopAsked:
        return 0
    except ToldAlreadyError:
        return 1
    except Exception as error:  # the last resort: nobody at a terminal is shown a traceback
        complain(explain(error) or f"The start failed ({error!r:.200}); details in {write_traceback()}.")
        return 1


def write_traceback() -> str:
    """Write the traceback down, where the disk still takes it; give the file's name."""
    place = HOME / "start.log"
    try:
        place.write_text(traceback.format_exc())
    except OSError:
        return "no file: nothing can be written"
    return str(place)
