"""What an answer means, when the next try comes, and when an endpoint is left alone."""

import datetime as dt
import email.utils
import re

_MINUTE, _HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
# The specification's own example: ten tries within 75 hours.
DELAYS = (
    dt.timedelta(seconds=5), 5 * _MINUTE, 30 * _MINUTE, 2 * _HOUR, 5 * _HOUR, 10 * _HOUR, 14 * _HOUR, 20 * _HOUR,
    24 * _HOUR,
)  # fmt: skip
MOST_TRIES = len(DELAYS) + 1
LONGEST_REST = 2 * _HOUR  # of an endpoint: when it is well again it hears of it soon
LONGEST_HEARD = 24 * _HOUR  # whatever Retry-After says
PAUSED_AFTER = dt.timedelta(days=3)  # without one success
# An endpoint that was away for longer is told all that waits at once when it is back.
LONG_AWAY = 10 * _MINUTE
GONE = 410
_TIRED = (408, 425, 429)


def is_taken(status: int | None) -> bool:
    """Whether the answer says that it was received: any 2xx, nothing else."""
    return status is not None and 200 <= status <= 299


def is_unwell(status: int | None) -> bool:
    """Whether the endpoint as a whole is in trouble (no answer, 5xx, too many requests): then it is left to rest."""
    return status is None or status >= 500 or status in _TIRED


def delay_after(tries: int, chance: float) -> dt.timedelta:
    """How long to wait after so many tries (1 or more): up to a fifth more or less by `chance` (from 0 to 1)."""
    return DELAYS[min(tries, len(DELAYS)) - 1] * (0.8 + 0.4 * chance)


def rest_after(failures: int, chance: float) -> dt.timedelta:
    """For how long an unwell endpoint is told nothing after so many failures in a row."""
    return min(delay_after(failures, chance), LONGEST_REST)


def read_retry_after(told: str | None, *, at: dt.datetime) -> dt.datetime | None:
    """The instant that a `Retry-After` names, in seconds or as an HTTP date; a day ahead at most. None for others."""
    if told is None:
        return None
    text = told.strip()
    if re.fullmatch(r"[0-9]{1,10}", text, re.ASCII):
        wanted = at + min(dt.timedelta(seconds=int(text)), LONGEST_HEARD)
    else:
        try:
            wanted = email.utils.parsedate_to_datetime(text)
        except (TypeError, ValueError):
            return None
        if wanted.tzinfo is None:  # "-0000" says nothing of a zone
            wanted = wanted.replace(tzinfo=dt.UTC)
    return min(wanted, at + LONGEST_HEARD) if wanted > at else None
