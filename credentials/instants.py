"""Instants as answers tell them."""

import datetime as dt
import functools


@functools.lru_cache(maxsize=64)  # answers tell the last recording, again and again
def tell_instant(instant: dt.datetime) -> str:
    """RFC 3339 in UTC, to the microsecond, so that it can be asked back exactly."""
    return instant.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
