"""Awarding what became complete without anybody's writing it here, as when a licence comes on file in the registry."""

import datetime as dt

from courses.models import Enrolment
from courses.operations.awarding import reconsider

BATCH = 500


def award_waiting(*, on: dt.date, at: dt.datetime, by: str, batch: int = BATCH) -> int:
    """Reconsider every enrolment in force; give how many awards were given or given back.

    Each batch is a transaction of its own: killed at any instant, what was given is given, and the next run goes on
    with the rest. Two runs at once give nothing twice.
    """
    given, after = 0, 0
    while ids := _next(after, batch):
        given += len(reconsider(enrolment_ids=ids, on=on, at=at, by=by).awarded)
        after = ids[-1]
    return given


def _next(after: int, batch: int) -> list[int]:
    active = Enrolment.objects.filter(pk__gt=after, state=Enrolment.State.ACTIVE, practitioner__person__erased_at=None)
    return list(active.order_by("pk").values_list("pk", flat=True)[:batch])
