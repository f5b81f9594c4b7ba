"""A candidate objects to a released result, and somebody who had no hand in it decides."""

import datetime as dt

from django.db import IntegrityError, transaction

from courses.models import Appeal, Correction, Result
from courses.operations.exam_corrections import Acting, confirm_correction
from courses.operations.exam_results import is_person
from courses.queries.marking import examiners_of
from credentials.records.faults import Fault, Refusal


def lodge_appeal(*, result: Result, grounds: str, by: str, at: dt.datetime) -> Appeal | Refusal:
    """Object to a released result that still stands; one appeal at a time."""
    if result.released_at is None or result.superseded_at is not None:
        return Refusal((Fault("", "no_standing_result", "Only a released result that still stands is appealed"),))
    try:
        with transaction.atomic():
            return Appeal.objects.create(result=result, grounds=grounds, lodged_by=by, lodged_at=at)
    except IntegrityError:
        return Refusal((Fault("", "appeal_open", "An appeal against this result is not decided yet"),))


@transaction.atomic
def decide_appeal(
    *, appeal: Appeal, upheld: bool, decision: str, correction: Correction | None, acting: Acting
) -> Appeal | Refusal:
    """Dismiss an appeal, or uphold it by confirming a correction of the result that another person proposed.

    Nobody decides about a result that they drafted, checked, released or marked.
    """
    held = Appeal.objects.select_for_update(of=("self",)).select_related("result").get(pk=appeal.pk)
    faults = _judge(held, upheld, correction, acting.by)
    if faults:
        return Refusal(tuple(faults))
    if correction is not None:
        confirmed = confirm_correction(correction=correction, acting=acting)
        if isinstance(confirmed, Refusal):
            return confirmed
    held.upheld, held.decision, held.correction = upheld, decision, correction
    held.decided_by, held.decided_at = acting.by, acting.at
    held.save(update_fields=["upheld", "decision", "correction", "decided_by", "decided_at"])
    return held


def _judge(appeal: Appeal, upheld: bool, correction: Correction | None, by: str) -> list[Fault]:
    if appeal.decided_at is not None:
        return [Fault("", "already_decided", "The appeal was decided before")]
    faults = []
    if upheld and correction is None:
        faults.append(Fault("/correction", "missing", "An appeal that is upheld names the correction that it confirms"))
    if not upheld and correction is not None:
        faults.append(Fault("/correction", "contradicts", "An appeal that is dismissed corrects nothing"))
    if correction is not None and correction.result_id != appeal.result_id:
        faults.append(Fault("/correction", "other_result", "The correction is of another result"))
    result = appeal.result
    involved = {f"user:{user_id}" for user_id in examiners_of([result.attempt_id]).get(result.attempt_id, ())}
    involved |= {who for who in (result.drafted_by, result.checked_by, result.released_by) if who}
    if not is_person(by):
        faults.append(Fault("", "no_person", "An appeal is decided by a person"))
    elif by in involved | {appeal.lodged_by}:
        faults.append(Fault("", "had_a_hand_in_it", "Whoever drafted, checked, released or marked it does not decide"))
    return faults
