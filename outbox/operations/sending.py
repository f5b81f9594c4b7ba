"""Telling machines elsewhere: many receivers at once, each by one message at a time, in a turn that nobody else has."""

import logging
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from contextvars import copy_context
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic

from django.db import connection, transaction

from outbox.causes import request_id
from outbox.failures import UnknownKind
from outbox.kinds import Clock, GiveUp, TryAgain, sendings
from outbox.models import SENDINGS, Message
from outbox.operations.claiming import hold, take_next
from outbox.operations.counting import count_deliveries
from outbox.operations.delivering import note_failure, tell_result
from outbox.operations.resting import leave_alone

TURN = 0x0B0C5E9D  # the advisory lock of the one turn that may be going on
TAIL = 20.0  # seconds after its end for which a turn goes on with quick receivers while it waits for slow ones
SLOW = 2.0  # seconds after which a receiver counts as slow
LOOK_AGAIN = 0.25  # seconds between two looks at what has become due, while something is on its way
# A process that is frozen while it sends must not keep its locks: PostgreSQL ends its transaction.
FROZEN = "SET LOCAL idle_in_transaction_session_timeout = '120s'"
_log = logging.getLogger(__name__)


def send_due(*, clock: Clock, seconds: float, senders: int) -> int:
    """Send what is due, at most `senders` messages at once, until nothing is or the seconds are over; give how many
    were tried.

    One turn goes on at a time, whoever asks for another meanwhile gets 0; so each receiver is told one thing at a time,
    and all slow receivers together hold one worker. Killed at any instant, a turn leaves nothing undone that the next
    does not do; only what was received and not yet noted goes out again.
    """
    if not Message.objects.filter(SENDINGS, due_at__lte=clock()).exists():
        return 0
    with _only_turn() as is_ours:
        if not is_ours:
            return 0
        turn = _Turn(clock, monotonic() + seconds, senders)
        with ThreadPoolExecutor(senders, thread_name_prefix="sending") as pool:
            turn.run(pool)
    count_deliveries(turn.done)
    return turn.done.total()


def send_one(taken: Message, clock: Clock) -> str:
    """Send what was taken and note what became of it, in one transaction; give the result in a word."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(FROZEN)
            message = hold(taken)
            if message is None:
                return "taken by another"
            send = sendings.get(message.kind)
            if send is None:
                raise UnknownKind
            return _note(taken, send(message, clock), clock())
    except Exception as error:  # one message that fails, however it does, must not hold up the others
        return note_failure(taken, error, clock())


def _note(message: Message, told: Message.Closed | TryAgain | GiveUp, at: datetime) -> str:
    row = Message.objects.filter(pk=message.pk)
    if isinstance(told, TryAgain):
        message.last_error = told.why
        row.update(due_at=told.due_at, last_error=told.why)
        if told.rest_until is not None:
            leave_alone(recipient=message.recipient, until=told.rest_until)
        return "failed"
    if isinstance(told, GiveUp):
        message.last_error = told.why
        row.update(closed_because=Message.Closed.GIVEN_UP, last_error=told.why)
        return Message.Closed.GIVEN_UP.value
    row.update(closed_because=told, sent_at=at if told == Message.Closed.SENT else None, last_error=None)
    return told.value


@contextmanager
def _only_turn() -> Iterator[bool]:
    """Whether this turn is the only one, held in a transaction of a connection of its own: it ends with the process."""
    own = connection.copy()
    try:
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute(FROZEN)
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [TURN])
            (is_ours,) = cursor.fetchone()
        yield is_ours
    finally:
        own.close()


@dataclass(slots=True)
class _Turn:
    """What is on its way, and which receivers were slow; only the thread that runs the turn touches it."""

    clock: Clock
    ends: float  # of monotonic()
    senders: int
    flying: dict[Future[str], tuple[Message, float]] = field(default_factory=dict)
    slow: set[str] = field(default_factory=set)
    done: Counter[tuple[str, str]] = field(default_factory=Counter)

    def run(self, pool: ThreadPoolExecutor) -> None:
        """Take and send until nothing is due and nothing on its way."""
        woken_by = request_id.get()
        while self._goes_on():
            taken = self._take() if len(self.flying) < self.senders else None
            if taken is not None:
                request_id.set(taken.request_id)
                self._start(taken, pool)
            elif self.flying:
                wait(self.flying, timeout=LOOK_AGAIN, return_when=FIRST_COMPLETED)
            else:
                break
            self._land()
        wait(self.flying)
        self._land()
        request_id.set(woken_by)

    def _goes_on(self) -> bool:
        now = monotonic()
        return now < self.ends or (bool(self.flying) and now < self.ends + TAIL)

    def _take(self) -> Message | None:
        busy = {message.recipient for message, _ in self.flying.values()}
        # After its end a turn takes nothing that could keep it much longer.
        without = busy if monotonic() < self.ends else busy | self.slow
        return take_next(at=self.clock(), lane=SENDINGS, without=without)

    def _start(self, taken: Message, pool: ThreadPoolExecutor) -> None:
        if taken.dead_at is not None:
            self.done[taken.kind, "dead"] += 1
            tell_result("dead", taken)
            return
        future = pool.submit(copy_context().run, _send_and_close, taken, self.clock)
        self.flying[future] = (taken, monotonic())

    def _land(self) -> None:
        """Note what has ended; how long it took is told by when it was looked at, which is soon enough."""
        for future in [one for one in self.flying if one.done()]:
            message, began = self.flying.pop(future)
            if monotonic() - began > SLOW:
                self.slow.add(message.recipient)
            self.done[message.kind, future.result()] += 1


def _send_and_close(taken: Message, clock: Clock) -> str:
    """What a thread does: its connection goes with it, for the next message may be minutes away."""
    try:
        result = send_one(taken, clock)
        tell_result(result, taken)
        return result
    finally:
        connection.close()
