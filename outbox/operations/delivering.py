"""Sending what is due: at least once, and jobs exactly once."""

import logging
from collections import Counter
from datetime import datetime
from time import monotonic

from django.db import transaction

from outbox.causes import request_id
from outbox.failures import NobodyYet, Undeliverable, UnknownKind, describe, is_refused_for_good
from outbox.kinds import Clock, addresses_of, jobs, letters
from outbox.mail import Carrier, MailNotConfigured, build_mail
from outbox.models import OPEN, Message
from outbox.operations.claiming import hold, take_next
from outbox.operations.counting import count_deliveries
from outbox.schedule import MOST_ATTEMPTS

# What may be mended without the message, however long that takes: it waits and is never given up.
WAITS = (UnknownKind, MailNotConfigured, NobodyYet)
_log = logging.getLogger(__name__)


def deliver_due(*, clock: Clock, seconds: float) -> int:
    """Send what is due, one message after another, until nothing is or the seconds are over; give how many were tried.

    Any number of senders may do so at once: each message is held by one. A sender that is killed at any instant leaves
    nothing undone that another does not do later; only a mail that was received and not yet noted goes out again, with
    the same id.
    """
    ends, done = monotonic() + seconds, Counter[tuple[str, str]]()
    woken_by = request_id.get()
    with Carrier() as carrier:
        while monotonic() < ends:
            taken = take_next(at=clock())
            if taken is None:
                break
            request_id.set(taken.request_id)
            result = _deliver(taken, carrier, clock) if taken.dead_at is None else "dead"
            done[taken.kind, result] += 1
            tell_result(result, taken)
    request_id.set(woken_by)
    count_deliveries(done)
    return done.total()


def _deliver(taken: Message, carrier: Carrier, clock: Clock) -> str:
    try:
        with transaction.atomic():
            message = hold(taken)
            if message is None:
                return "taken by another"
            closed = _carry_out(message, carrier)
            sent_at = None if closed == Message.Closed.NOT_NEEDED else clock()
            Message.objects.filter(pk=message.pk).update(closed_because=closed, sent_at=sent_at, last_error=None)
    except Exception as error:  # one message that fails, however it does, must not hold up the others
        return note_failure(taken, error, clock())
    return closed.value


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


def note_failure(taken: Message, error: Exception, at: datetime) -> str:
    """Write down why; when it is tried again was written when it was taken."""
    taken.last_error, result = describe(error), "failed"
    changes: dict[str, object] = {"last_error": taken.last_error}
    if isinstance(error, WAITS):
        changes["attempts"] = min(taken.attempts, MOST_ATTEMPTS - 1)
    elif taken.attempts >= MOST_ATTEMPTS or isinstance(error, Undeliverable) or is_refused_for_good(error):
        changes["dead_at"], result = at, "dead"
    Message.objects.filter(OPEN, pk=taken.pk, attempts=taken.attempts).update(**changes)
    return result


def tell_result(result: str, message: Message) -> None:
    """A line of the log."""
    why = f": {message.last_error}" if result in ("failed", "dead", "given_up") else ""
    extra = {"message_id": str(message.pk), "kind": message.kind, "attempts": message.attempts}
    _log.log(logging.WARNING if why else logging.INFO, "message %s%s", result, why, extra=extra)
