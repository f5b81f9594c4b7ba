"""The mails about seats: one became free, days or place changed, a session does not take place."""

from courses.models import Seat
from outbox.kinds import Letter
from outbox.letters import compose_letter
from outbox.models import Message


def write_seat_freed(message: Message) -> Letter | None:
    """You have a seat now; None where it was given up again before the mail went out."""
    seat = _read(message)
    if seat.state != Seat.State.SEATED or seat.session.cancelled_at is not None:
        return None
    return compose_letter(
        subject="A seat became free for you",
        paragraphs=[f"You waited for a seat at {_name(seat)}. One became free, and it is yours."],
        after=["If you cannot come, tell the provider, so that the next on the list may have it."],
    )


def write_session_changed(message: Message) -> Letter | None:
    """Days or place are others now; as they stand when the mail is written."""
    seat = _read(message)
    if seat.state not in (Seat.State.SEATED, Seat.State.WAITING) or seat.session.cancelled_at is not None:
        return None
    held = "You have a seat at" if seat.state == Seat.State.SEATED else "You are waiting for a seat at"
    return compose_letter(
        subject="Your course session has changed",
        paragraphs=[f"{held} a session that has changed. It is now {_name(seat)}."],
        after=["If the new days or place do not suit you, ask the provider to move you to another session."],
    )


def write_session_cancelled(message: Message) -> Letter | None:
    """The session does not take place."""
    seat = _read(message)
    return compose_letter(
        subject="Your course session was cancelled",
        paragraphs=[
            f"The provider cancelled {_name(seat)}.",
            f"The reason given: {seat.session.cancelled_because}",
        ],
        after=["You stay enrolled. Ask the provider for a seat at another session."],
    )


def _read(message: Message) -> Seat:
    return Seat.objects.select_related("session__programme").get(pk=message.payload["seat"])


def _name(seat: Seat) -> str:
    session = seat.session
    first, last = f"{session.starts_on:%-d %B %Y}", f"{session.ends_on:%-d %B %Y}"
    days = first if first == last else f"{first} to {last}"
    return f"“{session.programme.title}”, level {session.level_code}, {session.place}, {days}"
