"""Sessions as lists and single answers need them: with seats counted, never one query for each."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, F, Prefetch, Q, QuerySet

from courses.models import Seat, Session, SessionStaff

PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSearch:
    """Which sessions: not over on `since` and not cancelled, narrowed by what is given, in the order of their days."""

    since: dt.date
    programme_id: int | None = None
    level_code: str | None = None
    jurisdiction: str | None = None
    after: tuple[dt.date, int] | None = None


def list_sessions(search: SessionSearch) -> tuple[list[Session], tuple[dt.date, int] | None]:
    """A page in the order of first days, and the place after which the next begins (None: there is none)."""
    found = counted_sessions().filter(cancelled_at__isnull=True, ends_on__gte=search.since)
    for name, value in (
        ("programme_id", search.programme_id),
        ("level_code", search.level_code),
        ("jurisdiction", search.jurisdiction),
    ):
        if value is not None:
            found = found.filter(**{name: value})
    if search.after is not None:
        day, last = search.after
        found = found.filter(Q(starts_on__gt=day) | Q(starts_on=day, pk__gt=last))
    page = list(found.order_by("starts_on", "pk")[: PAGE + 1])
    if len(page) <= PAGE:
        return page, None
    return page[:PAGE], (page[PAGE - 1].starts_on, page[PAGE - 1].pk)


def counted_sessions() -> QuerySet[Session]:
    """Sessions with their programme and provider; `seated` and `waiting` are counted."""
    return Session.objects.select_related("programme__provider").annotate(
        seated=Count("seats", filter=Q(seats__state=Seat.State.SEATED)),
        waiting=Count("seats", filter=Q(seats__state=Seat.State.WAITING)),
    )


def session_of_provider(session_id: int, organisation_id: int) -> Session | None:
    """The provider's session with staff (`working`) and seats held or awaited (`live`), in the order of asking."""
    seats = Seat.objects.filter(state__in=(Seat.State.SEATED, Seat.State.WAITING))
    live = seats.select_related("enrolment__practitioner").order_by(F("state").asc(), "asked_at", "pk")
    working = SessionStaff.objects.filter(removed_at__isnull=True).order_by("role", "user_id")
    found = counted_sessions().filter(pk=session_id, programme__provider_id=organisation_id)
    return found.prefetch_related(
        Prefetch("seats", live, to_attr="live"), Prefetch("staff", working, to_attr="working")
    ).first()


def teaches_at(session_id: int, user_id: int | None) -> bool:
    """Whether the user is an instructor of the session now."""
    if user_id is None:
        return False
    role = SessionStaff.Role.INSTRUCTOR
    staff = SessionStaff.objects.filter(session_id=session_id, user_id=user_id, role=role, removed_at__isnull=True)
    return staff.exists()
