"""Telling learners what became of their seats and sessions: outbox rows in the transaction that causes them."""

import datetime as dt
from collections.abc import Iterable

from courses.models import Seat, Session
from outbox.operations.messages import enqueue

SEAT_FREED, SESSION_CHANGED, SESSION_CANCELLED = "seat_freed", "session_changed", "session_cancelled"


def tell_seat_freed(*, seat: Seat, at: dt.datetime) -> None:
    """Tell whoever waited longest that the seat is theirs; once for each seat."""
    _tell(SEAT_FREED, f"seat:{seat.pk}", [seat], at)


def tell_session_changed(*, session: Session, seats: Iterable[Seat], at: dt.datetime) -> None:
    """Tell everybody with a seat, and whoever waits for one, that days or place are others now."""
    _tell(SESSION_CHANGED, f"session:{session.pk}:{at.isoformat()}", seats, at)


def tell_session_cancelled(*, session: Session, seats: Iterable[Seat], at: dt.datetime) -> None:
    """Tell everybody with a seat, and whoever waited for one, that the session does not take place."""
    _tell(SESSION_CANCELLED, f"session:{session.pk}", seats, at)


def _tell(kind: str, cause: str, seats: Iterable[Seat], at: dt.datetime) -> None:
    for seat in seats:
        recipient = f"person:{seat.enrolment.practitioner.person_id}"
        enqueue(kind=kind, cause=cause, recipient=recipient, payload={"seat": seat.pk}, at=at)
