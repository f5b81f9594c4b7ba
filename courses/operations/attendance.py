"""Recording who attended what: a whole session at once, each row taken or refused by itself."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from courses.models import Attendance
from courses.operations.attendance_sheet import UNCHANGED, Answer, Sheet, Taken, Told
from courses.operations.awarding import hold_enrolments, reconsider
from courses.operations.seating import lock_sessions
from credentials.records.faults import Fault, Refusal


@transaction.atomic
def record_attendance(
    *,
    session_id: int,
    rows: Sequence[Told],
    at: dt.datetime,
    today: dt.date,
    by: str,
    recorder: int | None = None,
) -> list[Answer] | Refusal:
    """Record the rows that can be; the answers stand in the order of the rows. A Refusal where no row could be taken.

    The same row again changes nothing; other hours supersede those recorded, and need a reason. What completes a level
    by it is awarded in the same transaction, and what a correction takes the grounds from is withdrawn. `recorder` is
    the surviving record of whoever writes, if they are a practitioner on file: nobody records for themselves.
    """
    hold_enrolments({row.enrolment_id for row in rows})
    session = lock_sessions([session_id])[session_id]
    if session.cancelled_at is not None:
        return Refusal((Fault("", "cancelled", "the session was cancelled"),))
    sheet = Sheet.of(session, rows, today, recorder)
    answers = [sheet.take(row, by) for row in rows]
    _supersede(sheet.superseded, at=at, by=by)
    Attendance.objects.bulk_create(sheet.added)
    changed = {row.enrolment_id for row, answer in zip(rows, answers, strict=True) if _has_changed(answer)}
    if changed:
        reconsider(enrolment_ids=sorted(changed), on=today, at=at, by=by)
    return answers


def _has_changed(answer: Answer) -> bool:
    return isinstance(answer, Taken) and answer.status != UNCHANGED


def _supersede(rows: Sequence[tuple[Attendance, str]], *, at: dt.datetime, by: str) -> None:
    for row, because in rows:
        row.superseded_at, row.superseded_by, row.superseded_because = at, by, because
    Attendance.objects.bulk_update(
        [row for row, _ in rows], ["superseded_at", "superseded_by", "superseded_because"], batch_size=500
    )
