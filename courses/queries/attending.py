"""What a session's attendance is judged by: seats, what stands recorded, hours of the day, days of birth."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from accounts.models import PersonalDetail
from courses.models import Attendance, Seat

Cell = tuple[int, str, dt.date]  # seat, component, day


def seats_of(session_id: int, enrolment_ids: Collection[int]) -> dict[int, Seat]:
    """Each learner's last seat at a session; seats that moved away too."""
    seats = Seat.objects.filter(session_id=session_id, enrolment_id__in=enrolment_ids).order_by("pk")
    return {seat.enrolment_id: seat for seat in seats.select_related("enrolment__practitioner")}


def standing_attendance(seat_ids: Collection[int]) -> dict[Cell, Attendance]:
    """What stands recorded for these seats."""
    rows = Attendance.objects.filter(seat_id__in=seat_ids, superseded_at__isnull=True)
    return {(row.seat_id, row.component, row.on): row for row in rows}


def hours_of_days(roots: Collection[int], days: Collection[dt.date]) -> Mapping[tuple[int, dt.date], int]:
    """Hundredths of hours that learners (surviving records) attended on these days, at whatever session."""
    rows = (
        Attendance.objects.filter(superseded_at__isnull=True, on__in=days)
        .annotate(
            root=Coalesce(F("seat__enrolment__practitioner__merged_into_id"), F("seat__enrolment__practitioner_id"))
        )
        .filter(root__in=roots)
        .values_list("root", "on")
        .annotate(sum=Sum("hundredths"))
    )
    return defaultdict(int, {(root, on): told for root, on, told in rows})


def births_of(person_ids: Collection[int]) -> dict[int, dt.date]:
    """The days of birth that sources tell, the latest where they differ; whoever has none is left out."""
    told = PersonalDetail.objects.filter(
        person_id__in=person_ids, kind=PersonalDetail.Kind.BORN_ON, superseded_at__isnull=True, value__isnull=False
    )
    found: dict[int, dt.date] = {}
    for person_id, day in told.values_list("person_id", "value"):
        birth = dt.date.fromisoformat(day or "")
        found[person_id] = max(birth, found.get(person_id, birth))
    return found
