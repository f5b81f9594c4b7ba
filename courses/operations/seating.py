"""Seats at sessions: as many as there is room for, then a waiting list in order, whoever asks at the same time.

Whoever needs several rows locks enrolments first and sessions after them, each in the order of their ids.
"""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from courses.models import Enrolment, Seat, Session
from courses.operations.eligibility import Seen, judge_enrolled
from courses.operations.telling import tell_seat_freed
from credentials.records.faults import Fault, Refusal

LIVE = (Seat.State.SEATED, Seat.State.WAITING)


@transaction.atomic
def ask_seat(
    *, session_id: int, enrolment_id: int, at: dt.datetime, on: dt.date, by: str, seen: Seen | None = None
) -> Seat | Refusal:
    """Give a learner a seat, or the end of the waiting list where all are taken.

    Prerequisites are judged for the session's first day by what is known now. A Refusal names what stands in the way.
    """
    enrolment = lock_enrolment(enrolment_id)
    session = lock_sessions([session_id])[session_id]
    return _take_seat(session, enrolment, at=at, on=on, by=by, seen=seen)


@transaction.atomic
def withdraw_seat(*, seat_id: int, because: str, at: dt.datetime, on: dt.date, by: str) -> Seat | Refusal:
    """Give a seat up, or a place on the waiting list. Who waited longest takes a seat that is given up."""
    session_id, enrolment_id = Seat.objects.values_list("session_id", "enrolment_id").get(pk=seat_id)
    lock_enrolment(enrolment_id)
    session = lock_sessions([session_id])[session_id]
    seat = Seat.objects.get(pk=seat_id)
    if seat.state not in LIVE:
        return Refusal((Fault("", f"seat_{seat.state}", "the seat was given up before"),))
    end_seat(seat, Seat.State.WITHDRAWN, because=because, at=at, by=by)
    fill_seats(session=session, at=at, on=on, by=by)
    return seat


@transaction.atomic
def move_seat(
    *, seat_id: int, to_session_id: int, because: str, at: dt.datetime, on: dt.date, by: str, seen: Seen | None = None
) -> Seat | Refusal:
    """Move a learner to another session of the same level that has room; gives the new seat.

    A seat is never exchanged for a place on a waiting list: what is full refuses.
    """
    session_id, enrolment_id = Seat.objects.values_list("session_id", "enrolment_id").get(pk=seat_id)
    enrolment = lock_enrolment(enrolment_id)
    sessions = lock_sessions({session_id, to_session_id})
    seat, source, target = Seat.objects.get(pk=seat_id), sessions[session_id], sessions[to_session_id]
    if seat.state not in LIVE:
        return Refusal((Fault("", f"seat_{seat.state}", "the seat was given up before"),))
    if (target.programme_id, target.level_code) != (source.programme_id, source.level_code):
        return Refusal((Fault("/session", "other_level", "only another session of the same level will do"),))
    if seat.state == Seat.State.SEATED and _free_seats(target) == 0:
        return Refusal((Fault("/session", "session_full", "every seat there is taken"),))
    taken = _take_seat(target, enrolment, at=at, on=on, by=by, seen=seen)
    if isinstance(taken, Refusal):
        return taken
    seat.moved_to = taken
    end_seat(seat, Seat.State.MOVED, because=because, at=at, by=by)
    fill_seats(session=source, at=at, on=on, by=by)
    return taken


def fill_seats(*, session: Session, at: dt.datetime, on: dt.date, by: str) -> list[Seat]:
    """Seat who waited longest while there is room, and tell them. The session's lock is the caller's to hold.

    Nobody is called to a session that has begun, or that does not take place.
    """
    if session.cancelled_at is not None or on > session.starts_on:
        return []
    waiting = session.seats.filter(state=Seat.State.WAITING).order_by("asked_at", "pk")
    called = list(waiting.select_related("enrolment__practitioner")[: _free_seats(session)])
    for seat in called:
        seat.state, seat.changed_at, seat.changed_by = Seat.State.SEATED, at, by
        seat.changed_because = "a seat became free"
        seat.save(update_fields=["state", "changed_at", "changed_by", "changed_because"])
        tell_seat_freed(seat=seat, at=at)
    return called


def end_seat(seat: Seat, state: Seat.State, *, because: str, at: dt.datetime, by: str) -> None:
    """Write that a seat ended; whoever calls holds the session's lock and fills the seat."""
    seat.state, seat.changed_because, seat.changed_at, seat.changed_by = state, because, at, by
    seat.save(update_fields=["state", "changed_because", "changed_at", "changed_by", "moved_to"])


def lock_sessions(session_ids: Collection[int]) -> dict[int, Session]:
    """The sessions, locked in the order of their ids; whoever counts seats stands behind this lock."""
    sessions = Session.objects.filter(pk__in=session_ids).order_by("pk").select_for_update(no_key=True)
    return {session.pk: session for session in sessions}


def lock_enrolment(enrolment_id: int) -> Enrolment:
    """An enrolment with its version, locked: nothing about it is decided or written beside whoever holds this."""
    enrolments = Enrolment.objects.select_related("version", "practitioner")
    return enrolments.select_for_update(of=("self",), no_key=True).get(pk=enrolment_id)


def _take_seat(
    session: Session, enrolment: Enrolment, *, at: dt.datetime, on: dt.date, by: str, seen: Seen | None
) -> Seat | Refusal:
    refused = _refuse(session, enrolment, on)
    if refused is not None:
        return Refusal((refused,))
    entry = judge_enrolled(enrolment=enrolment, level_code=session.level_code, on=max(session.starts_on, on))
    if entry is None:
        return Refusal((Fault("", "level_not_in_version", "the version of this enrolment has no such level"),))
    refusal = entry.refusal(seen)
    if refusal is not None:
        return refusal
    has_room = _free_seats(session) > 0 and not session.seats.filter(state=Seat.State.WAITING).exists()
    return Seat.objects.create(
        session=session,
        enrolment=enrolment,
        state=Seat.State.SEATED if has_room else Seat.State.WAITING,
        asked_at=at,
        changed_at=at,
        changed_by=by,
        decided=entry.told(seen),
    )


def _refuse(session: Session, enrolment: Enrolment, on: dt.date) -> Fault | None:
    """Why this enrolment can have no seat there whatever is on file; the first that applies says enough."""
    if session.cancelled_at is not None:
        return Fault("", "cancelled", "the session was cancelled")
    if session.ends_on < on:
        return Fault("", "over", "the session is over")
    if session.programme_id != enrolment.programme_id:
        return Fault("/enrolment", "other_programme", "the enrolment is in another programme")
    if enrolment.state != Enrolment.State.ACTIVE:
        return Fault("/enrolment", f"enrolment_{enrolment.state}", f"the enrolment is {enrolment.state}")
    if session.seats.filter(enrolment=enrolment, state__in=LIVE).exists():
        return Fault("/enrolment", "seat_held", "the learner has a seat there, or waits for one")
    return None


def _free_seats(session: Session) -> int:
    return max(0, session.capacity - session.seats.filter(state=Seat.State.SEATED).count())
