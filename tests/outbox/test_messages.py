"""What is written down: once for each cause and recipient, with its cause or not at all, and never taken back."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from outbox.models import Message, stable_id
from outbox.operations import enqueue

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def write(cause="c-1", recipient="user:7", payload=None):
    return enqueue(kind="greeting", cause=cause, recipient=recipient, payload=payload or {"practitioner": 3}, at=NOON)


def test_the_database_gives_the_id_that_python_computes():
    told = write(cause="größer – c")
    assert Message.objects.get().pk == told == stable_id("greeting", "größer – c", "user:7")


def test_a_row_is_written_as_told():
    write()
    row = Message.objects.get()
    assert (row.kind, row.cause, row.recipient, row.payload) == ("greeting", "c-1", "user:7", {"practitioner": 3})
    assert (row.created_at, row.due_at, row.attempts, row.closed_because, row.dead_at) == (NOON, NOON, 0, None, None)


def test_the_same_cause_tells_a_recipient_once():
    assert write() == write(payload={"practitioner": 4})
    assert Message.objects.get().payload == {"practitioner": 3}
    assert len({write(), write(cause="c-2"), write(recipient="user:8")}) == 3


def test_a_set_of_rows_is_written_by_one_statement_and_not_twice():
    told = """INSERT INTO outbox_message (kind, cause, recipient, payload, created_at, due_at)
              SELECT 'greeting', 'c-' || n, 'person:' || n, '{}', %s, %s FROM generate_series(1, 5) n
              ON CONFLICT DO NOTHING"""
    with connection.cursor() as cursor:
        cursor.execute(told, [NOON, NOON])
        assert cursor.rowcount == 5
        cursor.execute(told, [NOON, NOON])
        assert cursor.rowcount == 0


@pytest.mark.django_db(transaction=True)
def test_no_message_without_the_transaction_of_its_cause():
    with pytest.raises(RuntimeError):
        write()


@pytest.mark.django_db(transaction=True)
def test_a_cause_that_is_rolled_back_tells_nobody():
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "told",
    [
        {"recipient": "ada@example.org"},
        {"recipient": "user:7 or 8"},
        {"cause": ""},
    ],
    ids=["an address is no recipient", "one recipient a row", "no cause"],
)
def test_what_no_row_may_hold(told):
    with pytest.raises(IntegrityError), transaction.atomic():
        write(**told)


CHANGES = {
    "another text": "UPDATE outbox_message SET payload = '{}'",
    "another recipient": "UPDATE outbox_message SET recipient = 'user:8'",
    "deleted": "DELETE FROM outbox_message",
    "sent, and not said when": "UPDATE outbox_message SET closed_because = 'sent'",
}


@pytest.mark.parametrize("statement", CHANGES.values(), ids=CHANGES.keys())
def test_a_row_is_never_rewritten(statement):
    write()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_was_sent_stays_sent():
    write()
    Message.objects.update(closed_because="sent", sent_at=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.update(closed_because=None, sent_at=None)


def test_the_table_is_not_emptied():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL filiform.truncate = ''")
        with pytest.raises(IntegrityError):
            cursor.execute("TRUNCATE outbox_message")
