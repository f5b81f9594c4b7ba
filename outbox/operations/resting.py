"""When a receiver's messages come, all of them together."""

from datetime import datetime

from outbox.models import OPEN, Message
from outbox.operations.waking import SEND, wake_sender


def hasten(*, recipient: str, at: datetime) -> int:
    """Have everything that waits for this endpoint be due now; give how many messages that were."""
    count = Message.objects.filter(OPEN, recipient=recipient, due_at__gt=at).update(due_at=at)
    if count:
        wake_sender(SEND)
    return count


def leave_alone(*, recipient: str, until: datetime) -> None:
    """Have nothing that waits for this endpoint be due before then."""
    Message.objects.filter(OPEN, recipient=recipient, due_at__lt=until).update(due_at=until)
