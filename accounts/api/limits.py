"""Counts what each caller asks in a minute: in Redis, or in this process when Redis is missing."""

import logging
import threading
from time import monotonic
from typing import NamedTuple

import redis
from django.conf import settings

from accounts.api.callers import Caller
from accounts.api.problems import Problem

logger = logging.getLogger(__name__)

WINDOW_SECONDS = 60
REDIS_PATIENCE_SECONDS = 0.25
REDIS_PAUSE_SECONDS = 5.0  # after a failure, before Redis is asked again

# One round trip. A window opens with a caller's first request; what is refused is not counted.
# Whatever its size, a first request passes: a big batch must not be barred for ever.
_SPEND = """
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
local cost, limit = tonumber(ARGV[1]), tonumber(ARGV[2])
if spent > 0 and spent + cost > limit then return {0, spent, redis.call('PTTL', KEYS[1])} end
spent = redis.call('INCRBY', KEYS[1], cost)
if spent == cost then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
return {1, spent, redis.call('PTTL', KEYS[1])}
"""


class Spent(NamedTuple):
    """What became of a request: let through or not, what the window holds now, seconds until it closes."""

    passes: bool
    spent: int
    closes_in: float


class _Here:
    """Counts of this process, for when Redis is missing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._windows: dict[str, tuple[float, int]] = {}

    def forget(self) -> None:
        with self._lock:
            self._windows.clear()

    def spend(self, name: str, cost: int, limit: int) -> Spent:
        now = monotonic()
        with self._lock:
            opened, spent = self._windows.get(name, (now, 0))
            if now - opened >= WINDOW_SECONDS:
                opened, spent = now, 0
                self._windows = {n: w for n, w in self._windows.items() if now - w[0] < WINDOW_SECONDS}
            passes = not spent or spent + cost <= limit
            spent += cost if passes else 0
            self._windows[name] = (opened, spent)
        return Spent(passes, spent, opened + WINDOW_SECONDS - now)


class _InRedis:
    """Counts that all processes share."""

    def __init__(self, url: str) -> None:
        self.url = url
        client = redis.Redis.from_url(
            url, socket_timeout=REDIS_PATIENCE_SECONDS, socket_connect_timeout=REDIS_PATIENCE_SECONDS
        )
        self._script = client.register_script(_SPEND)
        self._rests_until = 0.0

    def spend(self, name: str, cost: int, limit: int) -> Spent | None:
        if monotonic() < self._rests_until:
            return None
        try:
            passes, spent, left = self._script(keys=[f"filiform:rate:{name}"], args=[cost, limit, WINDOW_SECONDS])
        except redis.RedisError as error:
            self._rests_until = monotonic() + REDIS_PAUSE_SECONDS
            logger.warning("rate limits are kept per process: Redis does not answer (%s)", type(error).__name__)
            return None
        return Spent(bool(passes), spent, max(left, 0) / 1000)


_here = _Here()
_in_redis: list[_InRedis] = []


def spend(caller: Caller, cost: int = 1) -> dict[str, str]:
    """Count `cost` requests for this caller; return the headers that tell what is left. Problem 429 when too many."""
    limit = settings.RATE_LIMIT_PER_MINUTE
    if limit <= 0:
        return {}
    name = f"key-{caller.key_id}" if caller.key_id else f"user-{caller.user_id}"
    result = _spend_in_redis(name, cost, limit) or _here.spend(name, cost, limit)
    reset = max(1, -int(-result.closes_in // 1))
    headers = {
        "RateLimit-Limit": str(limit),
        "RateLimit-Remaining": str(max(0, limit - result.spent)),
        "RateLimit-Reset": str(reset),
    }
    if not result.passes:
        headers["Retry-After"] = str(reset)
        raise Problem(429, "too-many-requests", "Too many requests", f"At most {limit} a minute", headers=headers)
    return headers


def _spend_in_redis(name: str, cost: int, limit: int) -> Spent | None:
    url = settings.REDIS_URL
    if not url:
        return None
    if not _in_redis or _in_redis[0].url != url:
        _in_redis[:] = [_InRedis(url)]
    return _in_redis[0].spend(name, cost, limit)


def forget_counts() -> None:
    """Empty this process's counts and let go of Redis."""
    _here.forget()
    _in_redis.clear()
