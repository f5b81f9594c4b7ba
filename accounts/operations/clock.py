from datetime import datetime

from django.db import connection


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
            "INSERT INTO accounts_registryclock (id, ticked_at) VALUES (1, clock_timestamp())"
            " ON CONFLICT (id) DO UPDATE SET ticked_at ="
            " greatest(clock_timestamp(), accounts_registryclock.ticked_at + interval '1 microsecond')"
            " RETURNING ticked_at"
        )
        ticked_at: datetime = cursor.fetchone()[0]
    return ticked_at
