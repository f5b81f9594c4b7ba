"""When the mails about alerts are written: one digest for each person and day, and what cannot wait at once."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet

from clinics.models import MailItem
from clinics.queries.alert_settings import Hearer, read_hearers
from outbox.models import OPEN, Message, stable_id
from outbox.operations import enqueue

DIGEST, URGENT = "alert_digest", "alert_urgent"
# One cause often raises many alerts: they go into one mail.
GATHERING = dt.timedelta(minutes=1)
HOUR = dt.timedelta(hours=1)


def enqueue_urgent(*, user_id: int, at: dt.datetime) -> None:
    """Have a mail written about what cannot wait, a minute later; at most one in each hour of the clock.

    What comes after the mail of this hour went out is told by that of the next.
    """
    due_at, recipient = at + GATHERING, f"user:{user_id}"
    of_this_hour = Message.objects.filter(pk=stable_id(URGENT, _hour_of(due_at), recipient))
    if of_this_hour.exclude(OPEN).exists():
        due_at = due_at.replace(minute=0, second=0, microsecond=0) + HOUR
    enqueue(kind=URGENT, cause=_hour_of(due_at), recipient=recipient, payload={}, at=at, due_at=due_at)


@transaction.atomic
def enqueue_mails(*, at: dt.datetime) -> int:
    """Have a digest written to everybody for whom something waits and whose hour has come; give how many.

    One for each person and day, whoever runs this how often. What is urgent and was missed by its own mail, because it
    came while that was being written, gets another.
    """
    waiting = MailItem.objects.filter(message__isnull=True)
    hearers = read_hearers(sorted(set(waiting.values_list("user_id", flat=True))))
    _enqueue_missed(waiting, at)
    due = [one for one in hearers.values() if one.local(at).hour >= one.digest_hour]
    causes = {one.user_id: _day_of(one, at) for one in due}
    ids = {user_id: stable_id(DIGEST, cause, f"user:{user_id}") for user_id, cause in causes.items()}
    written = set(Message.objects.filter(pk__in=ids.values()).values_list("pk", flat=True))
    new = [user_id for user_id, id_ in ids.items() if id_ not in written]
    for user_id in new:
        enqueue(kind=DIGEST, cause=causes[user_id], recipient=f"user:{user_id}", payload={}, at=at)
    return len(new)


def _enqueue_missed(waiting: QuerySet[MailItem], at: dt.datetime) -> None:
    missed = waiting.filter(is_urgent=True, alert__raised_at__lt=at - HOUR)
    for user_id in sorted(set(missed.values_list("user_id", flat=True))):
        if not Message.objects.filter(OPEN, kind=URGENT, recipient=f"user:{user_id}").exists():
            enqueue_urgent(user_id=user_id, at=at)


def take_items(message: Message) -> Sequence[MailItem]:
    """What this mail is to tell, oldest first: noted as told by it, in the transaction that sends it.

    What another mail is telling at this instant is left to it.
    """
    user_id = int(message.recipient.removeprefix("user:"))
    found = MailItem.objects.select_for_update(skip_locked=True, of=("self",)).filter(
        user=user_id, message__isnull=True
    )
    if message.kind == URGENT:
        found = found.filter(is_urgent=True)
    items = list(found.select_related("alert").order_by("alert_id"))
    MailItem.objects.filter(pk__in=[one.pk for one in items]).update(message=message.pk)
    return items


def _hour_of(at: dt.datetime) -> str:
    return f"hour:{at.astimezone(dt.UTC):%Y-%m-%dT%H}"


def _day_of(hearer: Hearer, at: dt.datetime) -> str:
    return f"day:{hearer.local(at).date()}"
