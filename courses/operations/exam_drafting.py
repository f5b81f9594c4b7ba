"""Drafting results: from a score, or as the provider states them."""

from collections.abc import Mapping
from typing import Any

from courses.models import Attempt, Paper, Result
from courses.queries.marking import score_attempts
from courses.scoring.documents import Place
from courses.scoring.scores import Score, tell_score
from credentials.records.faults import Fault

WHOLE = 10_000


def read_stated(told: Any) -> dict[str, Any] | list[Fault]:
    """A result as it is stated, `{"passed", "percent"}`, ready for a row; otherwise every fault."""
    place = Place(told)
    if not place.is_object(("passed",), ("percent",)):
        return place.faults
    passed = place.at("passed").flag()
    percent = place.at("percent").hundredths(least=0, most=WHOLE) if place.has("percent") else None
    return place.faults or {"passed": passed, "percent": percent, "detail": {"stated": True}}


def told_by(score: Score) -> dict[str, Any]:
    """What a score says in a row of results."""
    return {"passed": score.passed, "percent": score.percent, "detail": tell_score(score)}


def draft_if_scored(*, attempt: Attempt, by: str) -> Result | None:
    """Draft the result of an attempt whose answers or sheets are complete; None while they are not.

    The caller holds the attempt's lock, so that no two are drafted.
    """
    if attempt.paper is None:
        return None
    hold_paper(attempt.paper)
    score = score_attempts(attempt.paper, [attempt])[attempt.pk]
    if isinstance(score, str) or Result.objects.filter(attempt=attempt, superseded_at__isnull=True).exists():
        return None
    return Result.objects.create(attempt=attempt, drafted_by=by, **told_by(score))


def hold_paper(paper: Paper) -> None:
    """Wait for whoever drafts or scores again by this paper: a draft must not miss an item that is voided meanwhile.

    Held until the transaction ends, and taken after enrolments and attempts. Rows may still be made that point at it.
    """
    Paper.objects.select_for_update(no_key=True).get(pk=paper.pk)


def same_result(result: Result, told: Mapping[str, Any]) -> bool:
    """Whether a result says this already."""
    return (result.passed, result.percent, result.detail) == (told["passed"], told["percent"], told["detail"])
