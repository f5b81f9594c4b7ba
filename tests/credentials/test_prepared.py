"""The hot path's way round the cursor, and that everything unusual goes back to it."""

import pytest
from django.db import OperationalError, connection, transaction

from credentials.queries.evidence import read_evidence
from credentials.queries.prepared import run_prepared
from credentials.questions import Reference
from tests.credentials.api.world import ADA, record_people, release_law

REFERENCE = Reference("registry_number", ADA)
STATEMENT = b"SELECT $1::text, NULL, 7::bigint"


@pytest.fixture
def wire(transactional_db):
    """The connection, outside any transaction."""
    connection.ensure_connection()
    assert connection.get_autocommit()
    return connection.connection


def test_columns_come_as_bytes(wire):
    expected = [("Zoë".encode(), None, (7).to_bytes(8))]
    for _ in range(2):
        assert run_prepared(wire, STATEMENT, ["Zoë".encode()]) == expected


def test_inside_a_transaction_nothing_is_run(wire):
    with transaction.atomic():
        assert run_prepared(wire, STATEMENT, [b"x"]) is None


@pytest.mark.parametrize("statement", [b"SELECT $1::int / 0", b"SELECT nothing FROM nowhere"], ids=["run", "prepare"])
def test_what_fails_is_left_to_the_cursor(wire, statement):
    assert run_prepared(wire, statement, [b"1"]) is None
    assert run_prepared(wire, STATEMENT, [b"x"]) is not None


def test_a_statement_that_was_deallocated_is_prepared_again(wire):
    assert run_prepared(wire, STATEMENT, [b"x"])
    connection.cursor().execute("DEALLOCATE ALL")
    assert run_prepared(wire, STATEMENT, [b"x"]) is None
    assert run_prepared(wire, STATEMENT, [b"x"])


def test_a_person_is_read_alike_either_way(wire):
    release_law()
    record_people()
    around = read_evidence([REFERENCE], known_at=None)
    with transaction.atomic():
        through = read_evidence([REFERENCE], known_at=None)
    (record,) = around.records[0]
    assert type(record.content) is bytes
    assert record.rows == through.records[0][0].rows
    assert (around.known_at, around.pack_id) == (through.known_at, through.pack_id)


def test_a_lost_connection_is_told_as_one(wire):
    read_evidence([REFERENCE], known_at=None)
    pid = wire.info.backend_pid
    connection.cursor().execute("SELECT 1")
    other = connection.copy()
    try:
        other.cursor().execute("SELECT pg_terminate_backend(%s)", [pid])
    finally:
        other.close()
    with pytest.raises(OperationalError):
        read_evidence([REFERENCE], known_at=None)
    connection.close()
    assert read_evidence([REFERENCE], known_at=None).records == {}
