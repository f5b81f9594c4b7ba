"""Files that hold what nobody else may read."""

import os
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from django.core.exceptions import ImproperlyConfigured

MOST_BYTES = 1_000_000


def read_private_file(place: Path) -> str:
    """Read a file that belongs to us and that nobody else may read or write. Raises ImproperlyConfigured."""
    try:
        # Not to wait for a pipe that nobody writes into; and asked of what was opened, which nobody can exchange.
        opened = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no name of a file"
        raise ImproperlyConfigured(f"SIGNING_KEY_FILE cannot be read: {reason} ({place}).") from None
    try:
        _refuse_unsafe(os.fstat(opened), place)
        return os.read(opened, MOST_BYTES).decode()
    except UnicodeDecodeError:
        raise ImproperlyConfigured(f"SIGNING_KEY_FILE is no text: {place}.") from None
    finally:
        os.close(opened)


def _refuse_unsafe(found: os.stat_result, place: Path) -> None:
    if not stat.S_ISREG(found.st_mode):
        raise ImproperlyConfigured(f"SIGNING_KEY_FILE is no file: {place}.")
    if found.st_uid != os.geteuid():
        raise ImproperlyConfigured(f"SIGNING_KEY_FILE belongs to another user, so it is not trusted: {place}.")
    if found.st_mode & 0o077:
        raise ImproperlyConfigured(f"SIGNING_KEY_FILE is open to others: `chmod 600 {place}` closes it.")


def keep_private_text(place: Path, make: Callable[[], str]) -> str:
    """Read a private file, making it at the first start, whole or not at all, with one winner of two starts at once."""
    if not place.exists():
        draft = place.with_name(f"{place.name}.{token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(make())
        with suppress(FileExistsError):  # a process that started with us was first: its text is everybody's
            place.hardlink_to(draft)
        draft.unlink()
    return read_private_file(place)
