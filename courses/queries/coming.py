"""Sessions that are still to come, by programme and level."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from courses.models import Seat, Session
from courses.queries.sessions import counted_sessions

Key = tuple[int, str]  # programme, level


@dataclass(frozen=True, slots=True)
class Coming:
    """A session to come. Nothing in `components` means all of the level."""

    id: int
    jurisdiction: str
    place: str
    starts_on: dt.date
    ends_on: dt.date
    components: frozenset[str]
    examinations: frozenset[str]
    seats_free: int

    def teaches(self, component: str) -> bool:
        """Whether the component is taught there."""
        return not self.components or component in self.components

    def examines(self, examination: str) -> bool:
        """Whether the examination is sat there."""
        return examination in self.examinations


def read_coming(*, programme_ids: Collection[int], since: dt.date) -> Mapping[Key, list[Coming]]:
    """Sessions that begin on the day or later and were not cancelled, in the order of their days."""
    found: dict[Key, list[Coming]] = defaultdict(list)
    sessions = counted_sessions().filter(programme__in=programme_ids, starts_on__gte=since, cancelled_at__isnull=True)
    for one in sessions.order_by("starts_on", "pk"):
        found[one.programme_id, one.level_code].append(_coming(one))
    return found


def list_seated(enrolment_id: int) -> set[int]:
    """The sessions at which the learner has a seat."""
    seats = Seat.objects.filter(enrolment=enrolment_id, state=Seat.State.SEATED)
    return set(seats.values_list("session_id", flat=True))


def next_of(sessions: Sequence[Coming], latest: dt.date | None, seated: set[int]) -> Coming | None:
    """The first that ends in time, one's own seat before a free one, and that before a waiting list."""
    in_time = [one for one in sessions if latest is None or one.ends_on <= latest]
    return min(
        in_time, key=lambda one: (one.id not in seated, one.seats_free <= 0, one.starts_on, one.id), default=None
    )


def _coming(session: Session) -> Coming:
    return Coming(
        session.pk,
        session.jurisdiction,
        session.place,
        session.starts_on,
        session.ends_on,
        frozenset(session.components),
        frozenset(session.examinations),
        max(session.capacity - session.seated, 0),  # type: ignore[attr-defined]  # annotated by its query
    )
