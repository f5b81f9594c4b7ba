"""A second person checks what an import brought, and releases it: some hundred results at a time."""

import datetime as dt
from typing import Any

from django.db import connection

from courses.models import Attempt, ResultImport
from courses.operations.awarding import hold_enrolments, reconsider

# Rows that are checked once stay as they are; what was corrected since, or checked one by one, is left alone. Whose own
# result is among them leaves it to somebody else.
_CHECK = """
UPDATE courses_result AS r SET checked_by = %(by)s, checked_at = %(at)s
FROM courses_attempt a JOIN courses_enrolment e ON e.id = a.enrolment_id
    JOIN credentials_practitioner p ON p.id = e.practitioner_id
WHERE r.attempt_id = a.id AND a.id = ANY(%(attempts)s) AND r.superseded_at IS NULL AND r.checked_at IS NULL
    AND r.drafted_by <> %(by)s
    AND NOT EXISTS (SELECT FROM accounts_personlink l
        WHERE l.person_id = p.person_id AND l.ended_at IS NULL AND 'user:' || l.user_id = %(by)s)
"""
_RELEASE = """
UPDATE courses_result SET released_by = %(by)s, released_at = %(at)s
WHERE attempt_id = ANY(%(attempts)s) AND superseded_at IS NULL AND checked_at IS NOT NULL AND released_at IS NULL
"""
CHECKED_AT_ONCE = 5_000
RELEASED_AT_ONCE = 500  # enrolments that are held, and whose awards are reconsidered, in one transaction


def check_chunk(job: ResultImport, _: dt.datetime, chunk: int) -> None:
    """Check the next results in the name of whoever checks the import."""
    held = ResultImport.objects.select_for_update().get(pk=job.pk)
    if held.state == "checking":
        attempts = _next_attempts(held, min(chunk, CHECKED_AT_ONCE))
        ids = [attempt for attempt, _ in attempts]
        _execute(_CHECK, {"by": held.checked_by, "at": held.checked_at, "attempts": ids})
        _go_on(held, attempts, "checked")


def release_chunk(job: ResultImport, at: dt.datetime, chunk: int) -> None:
    """Release the next results, and let awards follow."""
    held = ResultImport.objects.get(pk=job.pk)
    attempts = _next_attempts(held, min(chunk, RELEASED_AT_ONCE))
    enrolments = {enrolment for _, enrolment in attempts}
    hold_enrolments(enrolments)  # before anything else is held: the order that every writer keeps
    held = ResultImport.objects.select_for_update().get(pk=job.pk)
    if held.state == "releasing":
        ids = [attempt for attempt, _ in attempts]
        _execute(_RELEASE, {"by": held.released_by, "at": held.released_at, "attempts": ids})
        reconsider(enrolment_ids=enrolments, on=at.date(), at=at, by=str(held.released_by))
        _go_on(held, attempts, "released")


def _next_attempts(job: ResultImport, most: int) -> list[tuple[int, int]]:
    """The attempts that come next, with their enrolments."""
    rows = Attempt.objects.filter(brought_by=job, pk__gt=job.attempt_done).order_by("pk")
    return list(rows.values_list("pk", "enrolment_id")[:most])


def _go_on(job: ResultImport, attempts: list[tuple[int, int]], end: str) -> None:
    """Write down how far it has come; without more attempts the action has ended."""
    if attempts:
        job.attempt_done = attempts[-1][0]
    else:
        job.state = end
    job.failures = 0
    job.save(update_fields=["attempt_done", "state", "failures"])


def _execute(statement: str, told: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, told)
