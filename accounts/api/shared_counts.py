"""Counts that all processes share through Redis, in at most one round trip, mostly in none."""

import logging
import threading
from dataclasses import dataclass
from time import monotonic
from typing import Any, NamedTuple

import redis

logger = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.25
PAUSE_SECONDS = 5.0  # after a failure, before Redis is asked again
LEASES_KEPT = 10_000
LEASE_PART = 200  # a process takes a 200th of the limit at a time, at 6000 thirty; below 200 every request is counted

# Grants what is asked, and beyond it as much of a lease as there is room for.
_GRANT = """
local spent = tonumber(redis.call('GET', KEYS[1]) or '0')
local cost, limit, lease = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[4])
if spent > 0 and spent + cost > limit then return {0, spent, redis.call('PTTL', KEYS[1])} end
local grant = math.max(cost, math.min(lease, limit - spent))
local after = redis.call('INCRBY', KEYS[1], grant)
if spent == 0 then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
return {grant, after, redis.call('PTTL', KEYS[1])}
"""


class Spent(NamedTuple):
    """What became of a request: let through or not, what the window holds now, seconds until it closes."""

    passes: bool
    spent: int
    closes_in: float


@dataclass(slots=True)
class _Lease:
    """Requests already counted in Redis and not yet made here."""

    left: int
    spent: int
    closes_at: float


class SharedCounts:
    """One Redis, its script, and this process's leases."""

    def __init__(self, url: str, window_seconds: int) -> None:
        self.url = url
        self._window_seconds = window_seconds
        patience = {"socket_timeout": PATIENCE_SECONDS, "socket_connect_timeout": PATIENCE_SECONDS}
        self._grant = redis.Redis.from_url(url, **patience).register_script(_GRANT)
        self._lock = threading.Lock()
        self._leases: dict[str, _Lease] = {}
        self._rests_until = 0.0

    def spend(self, name: str, cost: int, limit: int) -> Spent | None:
        """Count `cost` for this name; None when Redis does not answer."""
        now = monotonic()
        return self._spend_lease(name, cost, now) or self._ask(name, cost, limit, now)

    def _spend_lease(self, name: str, cost: int, now: float) -> Spent | None:
        with self._lock:
            lease = self._leases.get(name)
            if lease is None or lease.left < cost or lease.closes_at <= now:
                return None
            lease.left -= cost
            return Spent(True, lease.spent - lease.left, lease.closes_at - now)

    def _ask(self, name: str, cost: int, limit: int, now: float) -> Spent | None:
        if now < self._rests_until:
            return None
        try:
            arguments = [cost, limit, self._window_seconds, limit // LEASE_PART]
            answer: Any = self._grant(keys=[f"filiform:rate:{name}"], args=arguments)
        except redis.RedisError as error:
            self._rests_until = now + PAUSE_SECONDS
            logger.warning("rate limits are kept per process: Redis does not answer (%s)", type(error).__name__)
            return None
        granted, spent, milliseconds = answer
        lease = _Lease(max(granted - cost, 0), spent, now + max(milliseconds, 0) / 1000)
        if granted:
            self._keep(name, lease)
        return Spent(granted > 0, spent - lease.left, lease.closes_at - now)

    def _keep(self, name: str, lease: _Lease) -> None:
        with self._lock:
            if len(self._leases) >= LEASES_KEPT:
                self._leases.clear()
            other = self._leases.get(name)  # taken by another thread meanwhile
            if other and abs(other.closes_at - lease.closes_at) < 1:
                lease.left += other.left
            if lease.left:
                self._leases[name] = lease
