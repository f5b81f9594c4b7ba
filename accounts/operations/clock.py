from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import connection

# Null reads the server's clock.
_history: ContextVar[datetime | None] = ContextVar("history", default=None)


@contextmanager
def recording_at(instant: datetime) -> Iterator[None]:
    """Record as though it were `instant`: for demos and tests, which tell a history that nobody lived through.

    Nothing is ever recorded before what stands on record already: then the instant just after that is taken.
    """
    token = _history.set(instant)
    try:
        yield
    finally:
        _history.reset(token)


def tick() -> datetime:
    """Take the instant of recording and hold the clock's lock until the transaction ends.

    Call it inside the transaction, as the last thing before writing facts, personal details, packs or policies: what is
    written then carries this instant, and instants rise in the order of commits. A writer that waits here sees what the
    one before it wrote.
    """
    if not connection.in_atomic_block:  # the lock would be gone before the first row is written
        raise RuntimeError("tick() needs a transaction around it")
    with connection.cursor() as cursor:
        # Upsert, not update: a database emptied by TRUNCATE has lost its row. The lock is taken before the clock is
        # read.
        cursor.execute(
            "INSERT INTO accounts_registryclock (id, ticked_at) VALUES (1, coalesce(%(at)s, clock_timestamp()))"
            " ON CONFLICT (id) DO UPDATE SET ticked_at = greatest("
            "coalesce(%(at)s, clock_timestamp()), accounts_registryclock.ticked_at + interval '1 microsecond')"
            " RETURNING ticked_at",
            {"at": _history.get()},
        )
        ticked_at: datetime = cursor.fetchone()[0]
    return ticked_at
