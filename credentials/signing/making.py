"""Putting a new key before those of a key file, so that it signs from the next start on."""

import os
from pathlib import Path
from secrets import token_hex

import orjson

from credentials.signing.files import read_private_file
from credentials.signing.keys import make_private_jwk, read_key_set, write_key_set


def add_key(place: Path) -> str:
    """Make a new key the first of the file, which is made when there is none; returns the new kid.

    The file changes whole or not at all, and stays open to its owner alone. Raises UnusableKeys for a file that holds
    something else, ImproperlyConfigured for one that others could read, OSError.
    """
    held = _read_held(place)
    new = make_private_jwk()
    draft = place.with_name(f"{place.name}.{token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(write_key_set([new, *held]))
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    return new["kid"]


def _read_held(place: Path) -> list[dict[str, str]]:
    if not place.exists():
        return []
    text = read_private_file(place)
    read_key_set(text)
    keys: list[dict[str, str]] = orjson.loads(text)["keys"]
    return keys
