"""Changing what was told: one person proposes, everybody whom it touches is listed, another person confirms."""

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from courses.models import Correction, Paper, Result
from courses.operations.awarding import hold_enrolments, preview, reconsider
from courses.operations.exam_applying import Applied, apply_correction, judge_content
from courses.operations.exam_rescoring import Outcome
from courses.operations.exam_results import is_person
from credentials.records.faults import Fault, Refusal

MOST_TOLD = 1000
SOMEBODY_ELSE = "nobody yet"  # stands for the second person while a preview is made and undone


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts, when, and on which day."""

    by: str
    at: dt.datetime
    on: dt.date


@transaction.atomic
def propose_correction(
    *, kind: str, target: Paper | Result, content: Any, because: str, by: str
) -> Correction | Refusal:
    """Write down what should change, and why. Nothing changes until a second person confirms it."""
    faults = judge_content(kind, target, content)
    if faults:
        return Refusal(tuple(faults))
    paper, result = (target, None) if isinstance(target, Paper) else (None, target)
    return Correction.objects.create(
        kind=kind, paper=paper, result=result, content=content, because=because, proposed_by=by
    )


def preview_correction(*, correction: Correction, acting: Acting) -> dict[str, Any] | Refusal:
    """What confirming it now would do: results, certifications, past answers and of how many organisations.

    Done in a transaction that is rolled back. Of past answers only their number is told, never whose they are.
    """
    found = _refuse_unready(correction)
    if found is not None:
        return found
    applied: list[Applied] = []

    def change() -> None:
        # Whoever proposed it may look too, and rows keep proposer and confirmer apart.
        applied.append(apply_correction(correction, by=SOMEBODY_ELSE, at=acting.at))

    with transaction.atomic():
        ids = hold_touched(correction)
        effect = preview(change=change, enrolment_ids=ids, on=acting.on, at=acting.at, by=acting.by)
    return {**_tell_applied(applied[0]), **asdict(effect)}


@transaction.atomic
def confirm_correction(*, correction: Correction, acting: Acting) -> Correction | Refusal:
    """Make the change, keep what it did, and let awards follow; by another person than proposed it."""
    held = Correction.objects.select_for_update().get(pk=correction.pk)
    refused = _refuse_unready(held) or _refuse_same_person(held, acting.by)
    if refused is not None:
        return refused
    effect = preview_correction(correction=held, acting=acting)
    if isinstance(effect, Refusal):
        return effect
    ids = hold_touched(held)
    apply_correction(held, by=acting.by, at=acting.at)
    reconsider(enrolment_ids=ids, on=acting.on, at=acting.at, by=acting.by)
    held.confirmed_by, held.confirmed_at, held.effect = acting.by, acting.at, effect
    held.save(update_fields=["confirmed_by", "confirmed_at", "effect"])
    return held


def hold_touched(correction: Correction) -> list[int]:
    """The enrolments that the correction may touch, locked."""
    if correction.result is not None:
        ids = [correction.result.attempt.enrolment_id]
    else:
        assert correction.paper is not None  # noqa: S101 (a constraint of the table)
        ids = list(correction.paper.attempts.order_by().values_list("enrolment_id", flat=True).distinct())
    hold_enrolments(ids)
    return ids


def _refuse_unready(correction: Correction) -> Refusal | None:
    if correction.confirmed_at is not None:
        return Refusal((Fault("/correction", "already_confirmed", "It was confirmed before"),))
    target = correction.result or correction.paper
    faults = judge_content(correction.kind, target, correction.content) if target is not None else []
    return Refusal(tuple(faults)) if faults else None


def _refuse_same_person(correction: Correction, by: str) -> Refusal | None:
    if not is_person(by):
        detail = "A confirmation is a person's: sign in, or use a key bound to a membership"
        return Refusal((Fault("", "no_person", detail),))
    if by == correction.proposed_by:
        return Refusal((Fault("", "not_a_second_person", "Whoever proposed it does not confirm it"),))
    return None


def _tell_applied(applied: Applied) -> dict[str, Any]:
    turned = [one for one in applied.changed if one.result is None or one.result.passed != one.told["passed"]]
    return {
        "outcomes": [_tell(one) for one in turned[:MOST_TOLD]],
        "outcomes_changed": len(turned),
        "results_changed": len(applied.changed),
        "results_unchanged": applied.unchanged,
        "left": [{"attempt": pk, "because": because} for pk, because in applied.left[:MOST_TOLD]],
        "left_count": len(applied.left),
    }


def _tell(outcome: Outcome) -> dict[str, Any]:
    enrolment = outcome.attempt.enrolment
    return {
        "attempt": outcome.attempt.pk,
        "candidate": enrolment.candidate,
        "registry_number": enrolment.practitioner.registry_number,
        "was": None if outcome.result is None else outcome.result.passed,
        "becomes": outcome.told["passed"],
        "released": outcome.is_released,
    }
