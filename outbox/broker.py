"""The connection to the broker for what is not a Celery job."""

from functools import lru_cache

import redis
from django.conf import settings

WORKER_SEEN = "filiform:worker:seen"
DELIVERIES = "filiform:outbox:deliveries"


def connect_broker() -> redis.Redis:
    """Give the process's client; calls raise redis.RedisError within a second when the broker is away."""
    return open_broker(settings.REDIS_URL)


@lru_cache(maxsize=4)
def open_broker(redis_url: str) -> redis.Redis:
    """Open one pool for each address."""
    return redis.Redis.from_url(redis_url, socket_connect_timeout=1, socket_timeout=1)
