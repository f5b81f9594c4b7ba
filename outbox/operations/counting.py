"""What senders did, counted in the broker: it may be lost with the broker, and then counts from nothing again."""

from collections import Counter

import redis

from outbox.broker import DELIVERIES, connect_broker


def count_deliveries(done: Counter[tuple[str, str]]) -> None:
    """Add attempts, by kind and result, to the counts of every worker; not being able to is no failure."""
    if not done:
        return
    try:
        pipeline = connect_broker().pipeline(transaction=False)
        for (kind, result), count in done.items():
            pipeline.hincrby(DELIVERIES, f"{kind}|{result}", count)
        pipeline.execute()
    except (redis.RedisError, ValueError):  # ValueError: no broker is named at all
        return
