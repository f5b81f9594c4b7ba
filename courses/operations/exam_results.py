"""From a drafted result to a released one: a second person checks it, and then the candidate sees it."""

import datetime as dt
import re

from django.db import transaction

from courses.models import Result
from courses.operations.awarding import Reconsidered, hold_enrolments, reconsider
from courses.queries.marking import examiners_of
from credentials.records.faults import Fault, Refusal

_PERSON = re.compile(r"user:[0-9]+")


@transaction.atomic
def check_result(*, result: Result, by: str, at: dt.datetime) -> Result | Refusal:
    """A second person finds the draft right: a person, not the drafter, and nobody who marked the attempt."""
    held = Result.objects.select_for_update().get(pk=result.pk)
    fault = _objection_to_check(held, by)
    if fault is not None:
        return Refusal((fault,))
    held.checked_by, held.checked_at = by, at
    held.save(update_fields=["checked_by", "checked_at"])
    return held


@transaction.atomic
def release_result(
    *, result: Result, by: str, at: dt.datetime, on: dt.date
) -> tuple[Result, Reconsidered | None] | Refusal:
    """Let the candidate see a checked result, and awards follow it. Releasing again changes nothing."""
    hold_enrolments([result.attempt.enrolment_id])
    held = Result.objects.select_for_update().get(pk=result.pk)
    if held.superseded_at is not None:
        return Refusal((Fault("", "superseded", "Another result stands in its place"),))
    if held.checked_at is None:
        return Refusal((Fault("", "not_checked", "A second person checks it first"),))
    if held.released_at is not None:
        return held, None
    held.released_by, held.released_at = by, at
    held.save(update_fields=["released_by", "released_at"])
    return held, reconsider(enrolment_ids=[result.attempt.enrolment_id], on=on, at=at, by=by)


def is_person(by: str) -> bool:
    """Whether a reference names a user: a key that is no person's cannot be a second pair of eyes."""
    return _PERSON.fullmatch(by) is not None


def _objection_to_check(result: Result, by: str) -> Fault | None:
    if result.superseded_at is not None:
        return Fault("", "superseded", "Another result stands in its place")
    if result.checked_at is not None:
        return Fault("", "already_checked", "It was checked before")
    if not is_person(by):
        return Fault("", "no_person", "A check is a person's: sign in, or use a key bound to a membership")
    marked_by = {f"user:{user_id}" for user_id in examiners_of([result.attempt_id]).get(result.attempt_id, ())}
    if by == result.drafted_by or by in marked_by:
        return Fault("", "not_a_second_person", "Whoever drafted or marked it does not check it")
    return None
