"""Sessions, seats and what the law says of learners there, as plain data."""

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from courses.api.session_reading import law_or_none
from courses.ladders.shapes import Ladder
from courses.models import Seat, Session, SessionStaff
from courses.queries.needling import CANNOT_TELL, MayNeedle, may_needle_on_course
from courses.queries.teaching import ladders_taught
from rulebook.law import Law

Data = dict[str, Any]


def tell_sessions(sessions: Collection[Session], *, today: dt.date) -> list[Data]:
    """Sessions as anybody may see them."""
    ladders = ladders_taught({session.programme_id for session in sessions})
    law = law_or_none()
    return [_tell(session, ladders, law, today) for session in sessions]


def tell_own_session(session: Session, *, today: dt.date) -> Data:
    """A session as its provider sees it; it was read with staff and seats."""
    staff: list[SessionStaff] = session.working  # type: ignore[attr-defined]  # prefetched by its query
    seats: list[Seat] = session.live  # type: ignore[attr-defined]  # prefetched by its query
    (told,) = tell_sessions([session], today=today)
    return told | {
        "examiners_needed": session.examiners_needed,
        "cancelled_at": session.cancelled_at,
        "cancelled_because": session.cancelled_because,
        "staff": [{"user": one.user_id, "role": one.role} for one in staff],
        "seats": [_tell_seat(seat) for seat in seats],
    }


def tell_needling(session: Session, profession: str, *, law: Law | None, today: dt.date) -> Data:
    """Whether a learner of the profession may needle there on every day of the session."""
    place, first, last = session.jurisdiction, session.starts_on, session.ends_on
    return tell_needling_at(place, profession, first, law=law, today=today, until=last)


def tell_needling_at(
    jurisdiction: str, profession: str, on: dt.date, *, law: Law | None, today: dt.date, until: dt.date | None = None
) -> Data:
    """The same for a place and a day, or every day until another."""
    if law is None:
        found = MayNeedle(CANNOT_TELL, "No law has been released here.")
    else:
        found = may_needle_on_course(jurisdiction, profession, on, law=law, asked_on=today, until=until)
    citations = [one.told for one in found.citations]
    return {"profession": profession, "may_needle": found.answer, "says": found.sentence, "citations": citations}


def _tell(session: Session, ladders: Mapping[int, list[Ladder]], law: Law | None, today: dt.date) -> Data:
    programme = session.programme
    seated: int = session.seated  # type: ignore[attr-defined]  # counted by its query
    waiting: int = session.waiting  # type: ignore[attr-defined]  # counted by its query
    professions = _professions(session, ladders.get(programme.pk, []))
    return {
        "id": session.pk,
        "programme": {
            "id": programme.pk,
            "code": programme.code,
            "title": programme.title,
            "provider": programme.provider.name,
        },
        "level": session.level_code,
        "jurisdiction": session.jurisdiction,
        "place": session.place,
        "starts_on": session.starts_on,
        "ends_on": session.ends_on,
        "capacity": session.capacity,
        "seats_free": max(0, session.capacity - seated),
        "waiting": waiting,
        "components": session.components,
        "examinations": session.examinations,
        "needling": [tell_needling(session, one, law=law, today=today) for one in professions],
    }


def _professions(session: Session, ladders: Collection[Ladder]) -> list[str]:
    """The professions that any version of the level takes, now or once: whoever was let in may sit there."""
    levels = (ladder.level(session.level_code) for ladder in ladders)
    found = (one.profession for level in levels if level is not None for one in level.eligible_professions)
    return sorted(set(found))


def _tell_seat(seat: Seat) -> Data:
    return {
        "id": seat.pk,
        "enrolment": seat.enrolment_id,
        "registry_number": seat.enrolment.practitioner.registry_number,
        "candidate": seat.enrolment.candidate,
        "state": seat.state,
        "asked_at": seat.asked_at,
    }
