"""What senders did."""

import redis

from outbox.broker import DELIVERIES, connect_broker


def read_deliveries() -> dict[tuple[str, str], int]:
    """Attempts by kind and result since the broker was last emptied; nothing when it is away."""
    try:
        told = connect_broker().hgetall(DELIVERIES)
    except (redis.RedisError, ValueError):  # ValueError: no broker is named at all
        return {}
    assert isinstance(told, dict)  # noqa: S101 (the client's type allows a coroutine too)
    return {_split(name): int(count) for name, count in told.items()}


def _split(name: bytes | str) -> tuple[str, str]:
    text = name.decode() if isinstance(name, bytes) else name
    kind, _, result = text.partition("|")
    return kind, result
