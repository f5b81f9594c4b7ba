"""Sending what is due: at least once, and jobs exactly once."""

import logging
from collections.abc import Callable
from datetime import datetime
from time import monotonic

from django.db import transaction

from outbox.failures import Undeliverable, UnknownKind, describe, is_refused_for_good
from outbox.kinds import addresses_of, jobs, letters
from outbox.mail import Carrier, MailNotConfigured, build_mail
from outbox.models import OPEN, Message
from outbox.operations.claiming import hold, take_next
from outbox.schedule import MOST_ATTEMPTS

Clock = Callable[[], datetime]
# What will be mended on our side, however long that takes: such a message waits and is never given up.
WAITS = (UnknownKind, MailNotConfigured)
_log = logging.getLogger(__name__)


def deliver_due(*, clock: Clock, seconds: float) -> int:
    """Send what is due, one message after another, until nothing is or the seconds are over; give how many were tried.

    Any number of senders may do so at once: each message is held by one. A sender that is killed at any instant leaves
    nothing undone that another does not do later; only a mail that was received and not yet noted goes out again, with
    the same id.
    """
    ends, tried = monotonic() + seconds, 0
    with Carrier() as carrier:
        while monotonic() < ends:
            taken = take_next(at=clock())
            if taken is None:
                break
            tried += 1
            if taken.dead_at is None:
                _deliver(taken, carrier, clock)
            else:
                _tell("given up", taken)
    return tried


def _deliver(taken: Message, carrier: Carrier, clock: Clock) -> None:
    try:
        with transaction.atomic():
            message = hold(taken)
            if message is None:
                return
            closed = _carry_out(message, carrier)
            sent_at = None if closed == Message.Closed.NOT_NEEDED else clock()
            Message.objects.filter(pk=message.pk).update(closed_because=closed, sent_at=sent_at, last_error=None)
    except Exception as error:  # one message that fails, however it does, must not hold up the others
        _note_failure(taken, error, clock())
    else:
        _tell(closed, taken)


def _carry_out(message: Message, carrier: Carrier) -> Message.Closed:
    if run := jobs.get(message.kind):
        run(message)
        return Message.Closed.DONE
    if message.kind not in letters:
        raise UnknownKind
    letter = letters[message.kind](message)
    if letter is None:
        return Message.Closed.NOT_NEEDED
    addresses = addresses_of(message.recipient)
    if not addresses:
        raise Undeliverable("no address")
    carrier.send(build_mail(message, letter, addresses))
    return Message.Closed.SENT


def _note_failure(taken: Message, error: Exception, at: datetime) -> None:
    """Write down why; when it is tried again was written when it was taken."""
    told = describe(error)
    if isinstance(error, WAITS):
        changes: dict[str, object] = {"attempts": min(taken.attempts, MOST_ATTEMPTS - 1)}
    elif taken.attempts >= MOST_ATTEMPTS or isinstance(error, Undeliverable) or is_refused_for_good(error):
        changes = {"dead_at": at}
    else:
        changes = {}
    still_ours = Message.objects.filter(OPEN, pk=taken.pk, attempts=taken.attempts)
    still_ours.update(last_error=told, **changes)
    _tell(f"{'given up' if 'dead_at' in changes else 'failed'}: {told}", taken, logging.WARNING)


def _tell(what: str, message: Message, level: int = logging.INFO) -> None:
    extra = {"message_id": str(message.pk), "kind": message.kind, "attempts": message.attempts}
    _log.log(level, "message %s %s", what, message.pk, extra=extra)
