"""Signing what is told, so that anyone can check it later without asking us: compact JWS over canonical JSON.

No part of this package but `published` touches the database, so that settings and offline commands may use it.
"""

from credentials.signing.keys import UnusableKeys, current_keys
from credentials.signing.tokens import Unsound, check, examine, sign

__all__ = ["Unsound", "UnusableKeys", "check", "current_keys", "examine", "sign"]
