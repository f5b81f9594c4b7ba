"""What a start says at the terminal: plain lines, at once."""

import sys


def say(line: str) -> None:
    """Tell the person at the terminal what is happening."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def complain(sentence: str) -> None:
    """Tell what went wrong."""
    sys.stdout.flush()
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()
