"""How far each provision is on its way to being overdue, and what each keeper has heard of it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Max

from law.models import ReviewTold
from rulebook.review import DueProvision

SOON = dt.timedelta(days=30)
AGAIN = dt.timedelta(days=30)

Look = tuple[str, dt.date]  # a provision's id and the day from which its yes is withheld


def stage_on(overdue_from: dt.date, on: dt.date) -> int:
    """How far it has come: 0 due within 30 days, 1 overdue, and one more for every 30 days that it stays so."""
    return 0 if on < overdue_from else 1 + (on - overdue_from) // AGAIN


def told_stages(users: Sequence[int], due: Iterable[DueProvision]) -> dict[tuple[int, Look], int]:
    """The latest stage that each of these users heard of each of these provisions."""
    rows = ReviewTold.objects.filter(user__in=users, provision__in=[one.id for one in due])
    latest = rows.values_list("user", "provision", "overdue_from").annotate(latest=Max("stage"))
    return {(user, (provision, overdue_from)): stage for user, provision, overdue_from, stage in latest}


def told_on(users: Sequence[int], on: dt.date) -> set[int]:
    """Which of these users were told something that day."""
    return set(ReviewTold.objects.filter(user__in=users, told_on=on).values_list("user", flat=True))
