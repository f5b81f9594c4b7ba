"""The mails to providers: results that wait, sessions that lack examiners."""

import datetime as dt

from courses.models import Result, Session, SessionStaff
from outbox.kinds import Letter
from outbox.letters import compose_letter
from outbox.models import Message


def write_results_unreleased(message: Message) -> Letter | None:
    """How many results wait and since when; None where all were released before the mail went out."""
    until = dt.date.fromisoformat(message.payload["drafted_until"])
    waiting = Result.objects.filter(
        attempt__enrolment__programme__provider=message.payload["provider"],
        released_at=None,
        superseded_at=None,
        drafted_at__lt=dt.datetime.combine(until + dt.timedelta(days=1), dt.time(), dt.UTC),
    )
    oldest = waiting.order_by("drafted_at").values_list("drafted_at", flat=True).first()
    if oldest is None:
        return None
    count, unchecked = waiting.count(), waiting.filter(checked_at=None).count()
    told = "One result waits" if count == 1 else f"{count} results wait"
    return compose_letter(
        subject="Results wait to be released",
        paragraphs=[
            f"{told} to be released, the oldest since {oldest:%-d %B %Y}; {unchecked} of them were not checked yet.",
            "Until a second person has checked a result and it is released, the candidate sees nothing, and nobody is"
            " certified by it.",
        ],
    )


def write_short_of_examiners(message: Message) -> Letter | None:
    """How many examiners a session lacks; None where it lacks none any more, or was cancelled."""
    session = Session.objects.select_related("programme").get(pk=message.payload["session"])
    staff = SessionStaff.objects.filter(session=session, role=SessionStaff.Role.EXAMINER, removed_at=None)
    missing = session.examiners_needed - staff.count()
    if missing <= 0 or session.cancelled_at is not None:
        return None
    lacks = "one examiner" if missing == 1 else f"{missing} examiners"
    return compose_letter(
        subject="A session is short of examiners",
        paragraphs=[
            f"“{session.programme.title}”, level {session.level_code}, {session.place},"
            f" {session.starts_on:%-d %B %Y}: {lacks} missing of {session.examiners_needed}."
        ],
        after=["Name them among the session's staff, or cancel it in time for those who have a seat."],
    )
