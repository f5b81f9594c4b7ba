"""How far behind the sender is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from outbox.models import ORDINARY, SENDINGS, Message

# The schedule wakes the sender every five seconds; a message that failed is due again only after its delay.
LATE_AFTER = timedelta(minutes=2)
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits. `overdue`: for how long the oldest message that is due has been due; None when none is.

    `sendings` are told to machines elsewhere: how long those wait is up to their receivers, so they are counted apart.
    `waiting`, `sendings` and `dead` stop counting at ten thousand.
    """

    overdue: timedelta | None
    waiting: int
    dead: int
    sendings: int = 0

    @property
    def is_late(self) -> bool:
        """Whether a message has been due for longer than senders at work would leave it."""
        return self.overdue is not None and self.overdue >= LATE_AFTER


def read_backlog(now: datetime) -> Backlog:
    """Tell how far behind the senders are at this instant, from the open and the dead rows alone."""
    oldest = (
        Message.objects.filter(ORDINARY, due_at__lte=now).order_by("due_at").values_list("due_at", flat=True).first()
    )
    waiting, sendings = (
        Message.objects.filter(lane).order_by("due_at")[:MOST].count() for lane in (ORDINARY, SENDINGS)
    )
    dead = Message.objects.filter(dead_at__isnull=False).order_by("dead_at")[:MOST].count()
    return Backlog(now - oldest if oldest else None, waiting, dead, sendings)
