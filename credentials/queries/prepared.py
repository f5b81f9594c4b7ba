"""Runs a prepared statement in one round trip, without the cursor around it.

A psycopg cursor costs several times what the look at one row does, in PostgreSQL and on the way together. What is run
here is the hot path's alone: plain texts in, columns as PostgreSQL's own bytes out. Whatever is out of the ordinary is
left to the cursor: a lost connection, a statement that was deallocated (as psycopg does after a rollback, and a pooler
may), and anything inside a transaction, which a failure would abort.
"""

import hashlib
import weakref
from collections.abc import Sequence

import psycopg
from psycopg.pq import ExecStatus, TransactionStatus

Columns = tuple[bytes | None, ...]
_prepared: weakref.WeakKeyDictionary[psycopg.Connection, set[bytes]] = weakref.WeakKeyDictionary()


def run_prepared(
    connection: psycopg.Connection, statement: bytes, parameters: Sequence[bytes | None]
) -> list[Columns] | None:
    """The rows; None when the statement was not run or failed: then ask by a cursor."""
    wire = connection.pgconn
    if not connection.autocommit or wire.transaction_status != TransactionStatus.IDLE:
        return None
    name = _name_of(connection, statement)
    if name is None:
        return None
    result = wire.exec_prepared(name, parameters, None, 1)  # type: ignore[arg-type]  # None is null, to libpq
    if result.status != ExecStatus.TUPLES_OK:
        _prepared.pop(connection, None)
        return None
    value, width = result.get_value, range(result.nfields)
    return [tuple([value(row, column) for column in width]) for row in range(result.ntuples)]


def _name_of(connection: psycopg.Connection, statement: bytes) -> bytes | None:
    """The name under which this connection knows the statement; prepared the first time."""
    known = _prepared.get(connection)
    if known is None:
        known = _prepared[connection] = set()
    name = _digest(statement)
    if name not in known:
        if connection.pgconn.prepare(name, statement).status != ExecStatus.COMMAND_OK:
            return None
        known.add(name)
    return name


_names: dict[bytes, bytes] = {}


def _digest(statement: bytes) -> bytes:
    """A name of its own for each text, so that a statement changed by a new release is never mistaken for the old."""
    name = _names.get(statement)
    if name is None:
        name = _names[statement] = b"filiform_" + hashlib.sha256(statement).hexdigest()[:32].encode()
    return name
