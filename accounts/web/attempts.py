"""How often somebody may try to sign in: after some failures each further one makes the next wait longer.

Counted three ways: a name from one address, an address whatever the name, a name wherever it is tried from. The last
waits a minute at most, so that nobody keeps another out of their account by failing in their name. Counts stand in
Redis; while it is away each process keeps its own. An attempt counts before it is made: many at once are too many.
"""

import hashlib
import logging
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from time import monotonic

import redis
from django.conf import settings

from outbox.broker import open_broker

REMEMBERED_SECONDS = 3600
MOST_KEPT_HERE = 100_000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Measure:
    """How many attempts are free, and how long one waits at most after more; each wait is twice the one before."""

    kind: str
    free: int
    longest: int

    def wait_after(self, attempts: int) -> int:
        """Seconds to wait before the next attempt, after so many."""
        return 0 if attempts < self.free else min(2 ** min(attempts - self.free + 1, 30), self.longest)


MEASURES = (Measure("both", 5, 900), Measure("address", 20, 300), Measure("name", 20, 60))
# Waits if any key does; else counts the attempt under each. ARGV: seconds remembered, then free and longest of each.
_BEGIN = """
local longest = 0
for _, key in ipairs(KEYS) do longest = math.max(longest, redis.call('PTTL', key .. ':wait')) end
if longest > 0 then return longest end
for n, key in ipairs(KEYS) do
    local attempts = redis.call('INCR', key)
    redis.call('EXPIRE', key, ARGV[1])
    local beyond = attempts - tonumber(ARGV[2 * n]) + 1
    if beyond > 0 then
        redis.call('SET', key .. ':wait', 1, 'EX', math.min(2 ^ math.min(beyond, 30), tonumber(ARGV[2 * n + 1])))
    end
end
return 0
"""


# Once somebody is in: what was tried in this name is forgotten, and from the address this one attempt.
_FORGIVE = """
redis.call('DEL', KEYS[1], KEYS[1] .. ':wait', KEYS[3], KEYS[3] .. ':wait', KEYS[2] .. ':wait')
if tonumber(redis.call('GET', KEYS[2]) or '0') > 0 then redis.call('DECR', KEYS[2]) end
"""


class _AttemptsHere:
    """Counts of this process, for when Redis is away."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[str, tuple[int, float, float]] = {}  # attempts, no further one before, forgotten at

    def begin(self, keys: Sequence[str]) -> float:
        now = monotonic()
        with self._lock:
            if len(self._kept) > MOST_KEPT_HERE:
                self._kept.clear()
            kept = [self._kept.get(key, (0, 0.0, 0.0)) for key in keys]
            longest = max(until - now for _, until, _ in kept)
            if longest > 0:
                return longest
            for key, measure, (attempts, _, forgotten_at) in zip(keys, MEASURES, kept, strict=True):
                count = 1 + (attempts if forgotten_at > now else 0)
                self._kept[key] = (count, now + measure.wait_after(count), now + REMEMBERED_SECONDS)
        return 0

    def forgive(self, both: str, from_address: str, in_name: str) -> None:
        with self._lock:
            self._kept.pop(both, None)
            self._kept.pop(in_name, None)
            attempts, _, forgotten_at = self._kept.pop(from_address, (0, 0.0, 0.0))
            if attempts > 1:
                self._kept[from_address] = (attempts - 1, 0.0, forgotten_at)

    def forget_all(self) -> None:
        with self._lock:
            self._kept.clear()


_here = _AttemptsHere()


def begin_attempt(*, name: str, address: str) -> float:
    """Count an attempt to sign in and give 0; or count nothing and give the seconds to wait before another."""
    keys = _keys(name, address)
    if settings.REDIS_URL:
        arguments = [REMEMBERED_SECONDS, *(number for one in MEASURES for number in (one.free, one.longest))]
        try:
            told = open_broker(settings.REDIS_URL).eval(_BEGIN, len(keys), *keys, *arguments)
            return int(told) / 1000
        except redis.RedisError as error:
            _log.warning("attempts to sign in are counted here: Redis does not answer (%s)", type(error).__name__)
    return _here.begin(keys)


def forgive_attempts(*, name: str, address: str) -> None:
    """Forget what was tried in this name, once its owner is in; other failures from the address still count."""
    keys = _keys(name, address)
    _here.forgive(*keys)
    if settings.REDIS_URL:
        try:
            open_broker(settings.REDIS_URL).eval(_FORGIVE, len(keys), *keys)
        except redis.RedisError as error:
            _log.warning("attempts to sign in are not forgiven: Redis does not answer (%s)", type(error).__name__)


def forget_attempts() -> None:
    """Empty this process's counts."""
    _here.forget_all()


def _keys(name: str, address: str) -> tuple[str, str, str]:
    """Digests under our own secret: who tries to sign in is not to be read in Redis."""
    name = " ".join(name.split()).casefold()
    secret = settings.SECRET_KEY.encode()[:64]
    told = (f"{name}\n{address}", address, name)
    both, from_address, in_name = (
        f"filiform:sign-in:{measure.kind}:{hashlib.blake2b(one.encode(), key=secret, digest_size=16).hexdigest()}"
        for measure, one in zip(MEASURES, told, strict=True)
    )
    return both, from_address, in_name
