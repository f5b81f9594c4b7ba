"""Writing down what is to happen, in the transaction that causes it."""

import json
import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection

from outbox.causes import request_id
from outbox.models import stable_id
from outbox.operations.waking import DELIVER, SEND, wake_sender

_INSERT = """
INSERT INTO outbox_message (kind, cause, recipient, payload, request_id, created_at, due_at)
VALUES (%s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING
"""


def enqueue(
    *, kind: str, cause: str, recipient: str, payload: Mapping[str, Any], at: datetime, due_at: datetime | None = None
) -> uuid.UUID:
    """Write down a message, due at `due_at` (`at` where none is given), and wake its sender on commit; give its id.

    The same kind, cause and recipient again change nothing. `payload` holds ids, never personal data. RuntimeError
    outside a transaction: a message without its cause, or a cause without its message, must not be possible.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("enqueue() needs the transaction of its cause around it")
    told = json.dumps(payload, cls=DjangoJSONEncoder)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [kind, cause, recipient, told, request_id.get(), at, due_at or at])
    wake_sender(SEND if recipient.startswith("endpoint:") else DELIVER)
    return stable_id(kind, cause, recipient)


def enqueue_many(*, kind: str, told: Sequence[tuple[str, Mapping[str, Any]]], recipient: str, at: datetime) -> None:
    """The same for many messages of a kind to one recipient, each with its cause and payload."""
    if not connection.in_atomic_block:
        raise RuntimeError("enqueue_many() needs the transaction of its causes around it")
    if not told:
        return
    woken_by = request_id.get()
    rows: list[list[Any]] = [
        [kind, cause, recipient, json.dumps(payload, cls=DjangoJSONEncoder), woken_by, at, at]
        for cause, payload in told
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT, rows)
    wake_sender(SEND if recipient.startswith("endpoint:") else DELIVER)
