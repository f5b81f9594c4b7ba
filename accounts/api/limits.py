"""Counts what each caller asks in a minute: in Redis, or in this process when Redis is missing."""

import math
import threading
from time import monotonic
from typing import NamedTuple, Protocol

from django.conf import settings
from django.http import HttpRequest

from accounts.api.problems import Problem
from accounts.api.shared_counts import SharedCounts, Spent
from accounts.strangers import stranger_of

WINDOW_SECONDS = 60


class Named(Protocol):
    """Whoever is counted: a caller, an owner, a stranger's address."""

    @property
    def name(self) -> str:
        """Under which name."""


class _Window(NamedTuple):
    opened_at: float
    spent: int


class _CountsHere:
    """Counts of this process, for when Redis is missing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, _Window] = {}

    def spend(self, name: str, cost: int, limit: int) -> Spent:
        now = monotonic()
        with self._lock:
            window = self._windows.get(name)
            if window is None or now - window.opened_at >= WINDOW_SECONDS:
                self._drop_closed(now)
                window = _Window(now, 0)
            passes = not window.spent or window.spent + cost <= limit
            window = _Window(window.opened_at, window.spent + (cost if passes else 0))
            self._windows[name] = window
        return Spent(passes, window.spent, window.opened_at + WINDOW_SECONDS - now)

    def forget(self) -> None:
        with self._lock:
            self._windows.clear()

    def _drop_closed(self, now: float) -> None:
        open_still = {name: w for name, w in self._windows.items() if now - w.opened_at < WINDOW_SECONDS}
        self._windows = open_still


_here = _CountsHere()
_shared: list[SharedCounts] = []


def spend(caller: Named, cost: int = 1, *, limit: int | None = None) -> dict[str, str]:
    """Count `cost` requests for this caller; return the headers that tell what is left. Problem 429 when too many.

    `limit` is RATE_LIMIT_PER_MINUTE unless given; 0 means none, and no headers.
    A window of a minute opens with a caller's first request; what is refused is not counted. The first request of a
    window passes whatever it costs: a big batch must not be barred for ever.
    """
    limit = settings.RATE_LIMIT_PER_MINUTE if limit is None else limit
    if limit <= 0:
        return {}
    result = _spend_shared(caller.name, cost, limit) or _here.spend(caller.name, cost, limit)
    reset = str(max(1, math.ceil(result.closes_in)))
    left = max(0, limit - result.spent)
    headers = {"RateLimit-Limit": str(limit), "RateLimit-Remaining": str(left), "RateLimit-Reset": reset}
    if not result.passes:
        headers["Retry-After"] = reset
        raise Problem(429, "too-many-requests", "Too many requests", f"At most {limit} a minute", headers=headers)
    return headers


def spend_stranger(request: HttpRequest) -> dict[str, str]:
    """Count a request of somebody without a key, by address; as `spend`, with PUBLIC_RATE_LIMIT_PER_MINUTE."""
    return spend(stranger_of(request), limit=settings.PUBLIC_RATE_LIMIT_PER_MINUTE)


def forget_counts() -> None:
    """Empty this process's counts and let go of Redis."""
    _here.forget()
    _shared.clear()


def _spend_shared(name: str, cost: int, limit: int) -> Spent | None:
    url = settings.REDIS_URL
    if not url:
        return None
    if not _shared or _shared[0].url != url:
        _shared[:] = [SharedCounts(url, WINDOW_SECONDS)]
    return _shared[0].spend(name, cost, limit)
