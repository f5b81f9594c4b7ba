"""Where the keys that sign receipts come from: the environment, or a file that its owner alone may read."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from credentials.signing.files import read_private_file


def read_signing_keys() -> str:
    """Read the JWK set from SIGNING_KEYS, else from the file that SIGNING_KEY_FILE names; empty when neither is set.

    Raises ImproperlyConfigured for a file that others could read or have written, in one sentence.
    """
    told = os.environ.get("SIGNING_KEYS", "")
    place = os.environ.get("SIGNING_KEY_FILE", "")
    if told and place:
        raise ImproperlyConfigured("SIGNING_KEYS and SIGNING_KEY_FILE are both set: which keys sign must be clear.")
    return told or (read_private_file(Path(place)) if place else "")
