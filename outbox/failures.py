"""What is written down about a failure: its kind and its place. Its words may hold an address or a name."""

import smtplib
import traceback
from pathlib import Path

_HOME = Path(__file__).resolve().parents[1]


class Undeliverable(Exception):
    """Trying again cannot help; the message is a dead letter. The reason holds no personal data."""


class UnknownKind(Exception):
    """No code here knows this kind: a newer version wrote it, or an older one. It waits for one that does."""


class NobodyYet(Exception):
    """Nobody is there to be told now, and somebody may come: an organisation without members. It waits for one."""


def describe(error: BaseException) -> str:
    """Tell an error without its words: `ValueError at credentials/flags.py:12`, `SMTPDataError 451`."""
    if isinstance(error, Undeliverable):
        return str(error)
    if isinstance(error, UnknownKind):
        return "unknown kind"
    if isinstance(error, NobodyYet):
        return "nobody to tell yet"
    codes = _codes_of(error)
    told = f"{type(error).__name__}{' ' if codes else ''}{', '.join(map(str, codes))}"
    place = _place_of(error)
    return f"{told} at {place}" if place and not codes else told


def is_refused_for_good(error: BaseException) -> bool:
    """Whether the receiver refused every address with a code that says never (RFC 5321 section 4.2.1: 5yz)."""
    codes = _codes_of(error)
    return isinstance(error, smtplib.SMTPRecipientsRefused) and bool(codes) and min(codes) >= 500


def _codes_of(error: BaseException) -> list[int]:
    if isinstance(error, smtplib.SMTPResponseException):
        return [error.smtp_code]
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return sorted({code for code, _ in error.recipients.values()})
    return []


def _place_of(error: BaseException) -> str:
    """The innermost line of our own code."""
    for frame, line in reversed(list(traceback.walk_tb(error.__traceback__))):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(_HOME) and ".venv" not in path.parts:
            return f"{path.relative_to(_HOME)}:{line}"
    return ""
