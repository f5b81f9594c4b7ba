"""The law that ships, read once for all tests, and the day on which the tests ask."""

import datetime as dt
import functools

from rulebook.law import Law
from rulebook.loading import load_law

# Tests never depend on today. Raise this when law files with a later `checked_on` come in.
ASKED_ON = dt.date(2026, 11, 22)


@functools.cache
def read_shipped_law() -> Law:
    """The pack of the repository; reading takes about two seconds, so it is done once."""
    return load_law()
