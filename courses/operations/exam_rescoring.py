"""Scoring everybody again who sat a paper, after an item was voided or restored, or a standard was set."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.models import Attempt, Paper, Result
from courses.operations.exam_drafting import same_result, told_by
from courses.queries.marking import score_attempts

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt's result is and would become; `result` is None where the attempt has none yet."""

    attempt: Attempt
    result: Result | None
    told: dict[str, Any]

    @property
    def is_released(self) -> bool:
        """Whether the candidate has seen what it was."""
        return self.result is not None and self.result.released_at is not None


@dataclass(frozen=True, slots=True)
class Rescoring:
    """Every result that would change, how many would not, and attempts that cannot be scored again, with the reason.

    Left alone are results that were stated by the provider, or that rest on totals which hide the voided item.
    """

    changed: tuple[Outcome, ...]
    unchanged: int
    left: tuple[tuple[int, str], ...]

    @property
    def enrolment_ids(self) -> list[int]:
        """The enrolments whose results would change."""
        return sorted({one.attempt.enrolment_id for one in self.changed})


def plan_rescoring(paper: Paper, *, voided: frozenset[str], cuts: Mapping[str, int]) -> Rescoring:
    """What everybody who sat the paper would get; nothing is written."""
    attempts = list(Attempt.objects.filter(paper=paper).select_related("enrolment__practitioner").order_by("pk"))
    standing = Result.objects.filter(attempt__in=attempts, superseded_at__isnull=True).select_related("attempt")
    results = {result.attempt_id: result for result in standing}
    scores = score_attempts(paper, attempts, voided=voided, cuts=cuts)
    changed, unchanged, left = [], 0, []
    for attempt in attempts:
        score, result = scores[attempt.pk], results.get(attempt.pk)
        if result is not None and result.detail.get("stated"):
            left.append((attempt.pk, "stated"))
        elif isinstance(score, str):
            if result is not None:
                left.append((attempt.pk, score))
        elif result is not None and same_result(result, told_by(score)):
            unchanged += 1
        else:
            changed.append(Outcome(attempt, result, told_by(score)))
    return Rescoring(tuple(changed), unchanged, tuple(left))


def write_rescoring(rescoring: Rescoring, *, because: str, drafted_by: str, confirmed_by: str, at: dt.datetime) -> None:
    """Supersede what changed. A released result is followed by a released one, a draft by a draft to be checked anew.

    `drafted_by` proposed the change and `confirmed_by` is the second person. The caller holds the enrolments' locks.
    """
    superseded = [one.result.pk for one in rescoring.changed if one.result is not None]
    told = {"superseded_at": at, "superseded_by": confirmed_by, "superseded_because": because}
    Result.objects.filter(pk__in=superseded).update(**told)
    made = [_successor(one, drafted_by, confirmed_by, at) for one in rescoring.changed]
    Result.objects.bulk_create(made, batch_size=_CHUNK)


def _successor(outcome: Outcome, drafted_by: str, confirmed_by: str, at: dt.datetime) -> Result:
    result = Result(attempt=outcome.attempt, drafted_by=drafted_by, **outcome.told)
    if outcome.is_released:
        result.checked_by, result.checked_at = confirmed_by, at
        result.released_by, result.released_at = confirmed_by, at
    return result
