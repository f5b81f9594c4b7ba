"""How far behind the sender is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from outbox.models import OPEN, Message

# The schedule wakes the sender every five seconds; a message that failed is due again only after its delay.
LATE_AFTER = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits. `overdue`: for how long the oldest message that is due has been due; None when none is."""

    overdue: timedelta | None
    dead: int

    @property
    def is_late(self) -> bool:
        """Whether a message has been due for longer than senders at work would leave it."""
        return self.overdue is not None and self.overdue >= LATE_AFTER


def read_backlog(now: datetime) -> Backlog:
    """Tell how far behind the senders are at this instant: the first entry of one index, and the count of another."""
    oldest = Message.objects.filter(OPEN, due_at__lte=now).order_by("due_at").values_list("due_at", flat=True).first()
    dead = Message.objects.filter(dead_at__isnull=False).count()
    return Backlog(now - oldest if oldest else None, dead)
