"""Planning, changing and cancelling sessions, and who teaches and examines there."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max, Min, QuerySet

from accounts.models import Membership
from courses.ladders.shapes import Level
from courses.models import Attendance, Programme, Seat, Session, SessionStaff
from courses.operations.seating import LIVE, fill_seats
from courses.operations.telling import tell_session_cancelled, tell_session_changed
from courses.queries.teaching import levels_taught
from credentials.records.faults import Fault, Refusal, shown

MOST_DAYS = 366


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionPlan:
    """What a session is to be. `jurisdiction` is a canonical code; no `components` means all of the level."""

    level_code: str
    jurisdiction: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    capacity: int
    components: tuple[str, ...] = ()
    examinations: tuple[str, ...] = ()
    examiners_needed: int = 0


@transaction.atomic
def plan_session(*, programme: Programme, plan: SessionPlan) -> Session | Refusal:
    """Plan a session of a level that some published version of the programme has; a Refusal names every fault."""
    faults = tuple(_faults_of(programme.pk, plan))
    if faults:
        return Refusal(faults)
    return Session.objects.create(
        programme=programme,
        level_code=plan.level_code,
        jurisdiction=plan.jurisdiction,
        place=plan.place,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        capacity=plan.capacity,
        components=list(plan.components),
        examinations=list(plan.examinations),
        examiners_needed=plan.examiners_needed,
    )


@transaction.atomic
def change_session(*, session_id: int, plan: SessionPlan, at: dt.datetime, on: dt.date, by: str) -> Session | Refusal:
    """Change all but the level. More room seats whoever waits; new days or place are told to everybody concerned."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session_id)
    faults = tuple(_faults_of_change(session, plan))
    if faults:
        return Refusal(faults)
    told = ("jurisdiction", "place", "starts_on", "ends_on")
    is_told = any(getattr(session, name) != getattr(plan, name) for name in told)
    for name in (*told, "capacity", "examiners_needed"):
        setattr(session, name, getattr(plan, name))
    session.components, session.examinations = list(plan.components), list(plan.examinations)
    session.save()
    if is_told:
        tell_session_changed(session=session, seats=_live_seats(session), at=at)
    fill_seats(session=session, at=at, on=on, by=by)
    return session


@transaction.atomic
def cancel_session(*, session_id: int, because: str, at: dt.datetime, by: str) -> Session | Refusal:
    """Cancel a session at which nobody attended yet. Every seat ends, and whoever held or awaited one is told."""
    session = Session.objects.select_for_update(no_key=True).get(pk=session_id)
    if session.cancelled_at is not None:
        return Refusal((Fault("", "cancelled", "the session was cancelled before"),))
    if _attended(session).exists():
        return Refusal((Fault("", "attended", "somebody attended: what took place is not cancelled"),))
    session.cancelled_at, session.cancelled_because = at, because
    session.save(update_fields=["cancelled_at", "cancelled_because"])
    seats = _live_seats(session)
    for seat in seats:
        seat.state, seat.changed_at, seat.changed_by = Seat.State.WITHDRAWN, at, by
        seat.changed_because = f"session cancelled: {because}"
        seat.save(update_fields=["state", "changed_at", "changed_by", "changed_because"])
    tell_session_cancelled(session=session, seats=seats, at=at)
    return session


@transaction.atomic
def add_staff(*, session_id: int, user_id: int, role: str) -> SessionStaff | Refusal:
    """Let a member of the provider teach or examine there; who does so already stays as they are."""
    session = Session.objects.select_for_update(no_key=True).select_related("programme").get(pk=session_id)
    if session.cancelled_at is not None:
        return Refusal((Fault("", "cancelled", "the session was cancelled"),))
    member = Membership.objects.filter(
        user_id=user_id, organisation_id=session.programme.provider_id, ended_at__isnull=True, user__is_active=True
    )
    roles = set(member.values_list("role", flat=True))
    if not roles & {role, Membership.Role.PROVIDER_ADMIN}:
        return Refusal((Fault("/user", "not_in_that_role", f"the user is no {role} of this provider"),))
    staff, _ = SessionStaff.objects.get_or_create(session=session, user_id=user_id, role=role, removed_at=None)
    return staff


@transaction.atomic
def remove_staff(*, session_id: int, user_id: int, role: str, at: dt.datetime) -> bool:
    """Take somebody off; False where they were not on. What they did there stays."""
    standing = SessionStaff.objects.filter(session_id=session_id, user_id=user_id, role=role, removed_at=None)
    return bool(standing.update(removed_at=at))


def _faults_of(programme_id: int, plan: SessionPlan) -> Iterator[Fault]:
    levels = levels_taught(programme_id, plan.level_code)
    if not levels:
        yield Fault("/level", "unknown_level", f"no published version has a level {shown(plan.level_code)}")
    else:
        yield from _unknown_codes(levels, plan)
    if plan.ends_on < plan.starts_on:
        yield Fault("/ends_on", "reversed", "the session ends before it starts")
    elif (plan.ends_on - plan.starts_on).days >= MOST_DAYS:
        yield Fault("/ends_on", "too_long", f"a session spans at most {MOST_DAYS} days")


def _unknown_codes(levels: Sequence[Level], plan: SessionPlan) -> Iterator[Fault]:
    components = {one.code for level in levels for one in level.components}
    examinations = {one.code for level in levels for one in level.examinations}
    for name, told, known in (
        ("components", plan.components, components),
        ("examinations", plan.examinations, examinations),
    ):
        for place, code in enumerate(told):
            if code not in known:
                yield Fault(f"/{name}/{place}", f"unknown_{name[:-1]}", f"the level has no {shown(code)}")


def _faults_of_change(session: Session, plan: SessionPlan) -> Iterator[Fault]:
    if session.cancelled_at is not None:
        yield Fault("", "cancelled", "the session was cancelled")
    yield from _faults_of(session.programme_id, plan)
    seated = session.seats.filter(state=Seat.State.SEATED).count()
    if plan.capacity < seated:
        yield Fault("/capacity", "seats_are_taken", f"{seated} seats are taken: give them up first")
    days = _attended(session).aggregate(first=Min("on"), last=Max("on"))
    if days["first"] is not None and not plan.starts_on <= days["first"] <= days["last"] <= plan.ends_on:
        yield Fault("/starts_on", "attended", f"somebody attended from {days['first']} to {days['last']}")


def _attended(session: Session) -> QuerySet[Attendance]:
    return Attendance.objects.filter(seat__session=session, superseded_at__isnull=True, hundredths__gt=0)


def _live_seats(session: Session) -> list[Seat]:
    seats = Seat.objects.filter(session=session, state__in=LIVE).order_by("pk")
    return list(seats.select_related("enrolment__practitioner").select_for_update(of=("self",)))
