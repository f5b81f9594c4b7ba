"""What the courses do for the apps below, which know nothing of them: registered when the process starts."""

from courses.letters.seats import write_seat_freed, write_session_cancelled, write_session_changed
from courses.operations.telling import SEAT_FREED, SESSION_CANCELLED, SESSION_CHANGED
from outbox.kinds import register_letter


def register_seats() -> None:
    """Learners hear of seats that became free, and of sessions that changed or were cancelled."""
    register_letter(SEAT_FREED, write_seat_freed)
    register_letter(SESSION_CHANGED, write_session_changed)
    register_letter(SESSION_CANCELLED, write_session_cancelled)
