"""Which message a sender takes next: taking writes down when another may try, holding keeps the row locked."""

import random
from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Q

from outbox.models import OPEN, ORDINARY, Message
from outbox.schedule import MOST_ATTEMPTS, delay_after


def take_next(*, at: datetime, lane: Q = ORDINARY, without: Collection[str] = ()) -> Message | None:
    """Take the message of this lane that has been due for longest, counting an attempt before it begins.

    None when none is due, apart from those to the recipients `without`.

    The next attempt is written down first: a message that kills its sender comes back after its delay like one that
    failed, and never stands before the others. One that has done so every time is given up.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            # Losing this to a power cut means an attempt that was not counted: no reason to wait for the disk.
            cursor.execute("SET LOCAL synchronous_commit TO off")
        due = Message.objects.select_for_update(skip_locked=True).filter(lane, due_at__lte=at)
        message = due.exclude(recipient__in=without).order_by("due_at").first()
        if message is None:
            return None
        if message.attempts >= MOST_ATTEMPTS:
            told = message.last_error or "its sender was ended each time"
            Message.objects.filter(pk=message.pk).update(dead_at=at, last_error=told)
            message.dead_at, message.last_error = at, told
            return message
        message.attempts += 1
        message.due_at = at + delay_after(message.attempts, random.random())  # noqa: S311 (spreads load, hides nothing)
        Message.objects.filter(pk=message.pk).update(attempts=message.attempts, due_at=message.due_at)
    return message


def hold(taken: Message) -> Message | None:
    """Lock the row for the rest of this transaction; None when it ended meanwhile, or another sender has taken it.

    The count of attempts is the token: whoever slept past its own delay finds another number.
    """
    held = Message.objects.select_for_update(skip_locked=True).filter(OPEN, pk=taken.pk, attempts=taken.attempts)
    return held.first()
