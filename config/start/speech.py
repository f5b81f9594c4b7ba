"""What a start says at the terminal: plain lines, at once, and without minding that the terminal was closed."""

import sys
from contextlib import suppress


def say(line: str) -> None:
    """Tell the person at the terminal what is happening."""
    with suppress(OSError):
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def complain(sentence: str) -> None:
    """Tell what went wrong."""
    with suppress(OSError):
        sys.stdout.flush()
        sys.stderr.write(sentence + "\n")
        sys.stderr.flush()
