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
from psycopg.pq import ConnStatus, DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

Columns = tuple[bytes | None, ...]
# Only then is the name free again: to prepare a statement that failed for another reason would fail for ever.
_UNKNOWN = {b"26000"}  # invalid_sql_statement_name
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
    return _read(connection, result)


def run_prepared_after(
    connection: psycopg.Connection, statement: bytes, parameters: Sequence[bytes | None], then: tuple[bytes, bytes]
) -> tuple[list[Columns] | None, list[Columns] | None]:
    """Run it, and `then` (a statement with its one parameter) once it is committed, in one round trip.

    Both are sent at once and each is a transaction by itself, in this order. None stands for what was not run.
    """
    wire = connection.pgconn
    if not connection.autocommit or wire.transaction_status != TransactionStatus.IDLE:
        return None, None
    names = [_name_of(connection, one) for one in (statement, then[0])]
    if None in names:
        return None, None
    wire.enter_pipeline_mode()
    try:
        for name, given in zip(names, (parameters, [then[1]]), strict=True):
            wire.send_query_prepared(name, given, None, 1)  # type: ignore[arg-type]  # None is null, to libpq
            wire.pipeline_sync()
        first, second = _take(wire), _take(wire)
    finally:
        if wire.status == ConnStatus.OK:
            wire.exit_pipeline_mode()
    return _read(connection, first), _read(connection, second)


def _take(wire: PGconn) -> PGresult | None:
    """The result of one statement of a pipeline, which ends with nothing and the mark of its end."""
    result = wire.get_result()
    while (left := wire.get_result()) is None or left.status != ExecStatus.PIPELINE_SYNC:
        if left is None and wire.status != ConnStatus.OK:
            return None
    return result


def _read(connection: psycopg.Connection, result: PGresult | None) -> list[Columns] | None:
    if result is None or result.status != ExecStatus.TUPLES_OK:
        if result is None or result.error_field(DiagnosticField.SQLSTATE) in _UNKNOWN:
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
