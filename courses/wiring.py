"""What the courses do for the apps below, which know nothing of them: registered when the process starts."""

from courses.letters.awards import (
    write_award_changed,
    write_award_given,
    write_renewal_open,
    write_time_running_out,
)
from courses.letters.providers import write_results_unreleased, write_short_of_examiners
from courses.letters.seats import write_seat_freed, write_session_cancelled, write_session_changed
from courses.operations import reminders
from courses.operations.erasing import erase_learner, hold_learner
from courses.operations.telling import SEAT_FREED, SESSION_CANCELLED, SESSION_CHANGED
from credentials.operations.erasers import Eraser, register_eraser
from outbox.kinds import register_letter


def register_seats() -> None:
    """Learners hear of seats that became free, and of sessions that changed or were cancelled."""
    register_letter(SEAT_FREED, write_seat_freed)
    register_letter(SESSION_CHANGED, write_session_changed)
    register_letter(SESSION_CANCELLED, write_session_cancelled)


def register_awards() -> None:
    """Learners hear of what they were awarded and what became of it; learners and providers of what is due."""
    register_letter(reminders.AWARD_GIVEN, write_award_given)
    register_letter(reminders.AWARD_CHANGED, write_award_changed)
    register_letter(reminders.RENEWAL_OPEN, write_renewal_open)
    register_letter(reminders.TIME_RUNNING_OUT, write_time_running_out)
    register_letter(reminders.RESULTS_UNRELEASED, write_results_unreleased)
    register_letter(reminders.SHORT_OF_EXAMINERS, write_short_of_examiners)


def register_erasing() -> None:
    """What the courses keep of a person goes with it."""
    register_eraser(Eraser(hold_learner, erase_learner))
