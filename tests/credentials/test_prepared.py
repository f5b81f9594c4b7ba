"""The hot path's way round the cursor, and that everything unusual goes back to it."""

import pytest
from django.db import OperationalError, connection, transaction

from credentials.queries.evidence import read_evidence
from credentials.queries.prepared import run_prepared, run_prepared_after
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


def test_what_comes_after_sees_what_was_committed_before(wire):
    source = b"INSERT INTO accounts_organisation (name, kind) VALUES ($1::text, 'other') RETURNING name"
    look = b"SELECT name FROM accounts_organisation WHERE name = $1::text"
    for name in (b"Once", b"Twice"):
        assert run_prepared_after(wire, source, [name], (look, name)) == ([(name,)], [(name,)])
    # The second is a transaction of its own: a first that fails neither hides it nor is hidden by it.
    assert run_prepared_after(wire, source, [b"ONCE"], (look, b"Once")) == (None, [(b"Once",)])
    fails = (b"SELECT 1 / ($1::text)::int", b"0")
    assert run_prepared_after(wire, source, [b"Thrice"], fails) == ([(b"Thrice",)], None)
    assert run_prepared(wire, look, [b"Thrice"]) == [(b"Thrice",)]
    with transaction.atomic():
        assert run_prepared_after(wire, source, [b"Never"], (look, b"Never")) == (None, None)


def test_a_connection_lost_in_between_runs_nothing(wire):
    then = (b"SELECT $1::text", b"y")
    assert run_prepared_after(wire, STATEMENT, [b"x"], then)[1] == [(b"y",)]
    other = connection.copy()
    try:
        other.cursor().execute("SELECT pg_terminate_backend(%s)", [wire.info.backend_pid])
    finally:
        other.close()
    assert run_prepared_after(wire, STATEMENT, [b"x"], then) == (None, None)
    connection.close()
    assert run_prepared_after(connection_anew(), STATEMENT, [b"x"], then)[1] == [(b"y",)]


def connection_anew():
    connection.ensure_connection()
    return connection.connection


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
