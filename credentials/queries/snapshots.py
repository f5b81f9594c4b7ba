"""One snapshot of the database for several statements, and for another process too."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

_ONE_VIEW = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


@contextmanager
def one_snapshot(exported: str | None = None) -> Iterator[None]:
    """All that is read inside belongs to one snapshot: a new one, or that which another process exported.

    Only where no transaction is open: its snapshot is older. DatabaseError where the exported one is gone.
    """
    if connection.in_atomic_block:
        raise transaction.TransactionManagementError("a snapshot of its own cannot be taken inside a transaction")
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ONE_VIEW)
            if exported is not None:
                cursor.execute("SET TRANSACTION SNAPSHOT %s", [exported])
        yield


def export_snapshot() -> str:
    """The name of this transaction's snapshot, good for others as long as this transaction lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (name,) = cursor.fetchone()
    return str(name)
