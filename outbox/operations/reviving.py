"""Sending dead letters again."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from outbox.models import Message
from outbox.operations.waking import DELIVER, SEND, wake_sender


@transaction.atomic
def send_again(*, ids: Iterable[UUID] | None, at: datetime) -> int:
    """Put these dead letters (None: all) back among what is due, from the first attempt; give how many."""
    dead = Message.objects.filter(dead_at__isnull=False)
    if ids is not None:
        dead = dead.filter(pk__in=list(ids))
    count = dead.update(dead_at=None, due_at=at, attempts=0)
    if count:
        wake_sender(DELIVER)
        wake_sender(SEND)
    return count
