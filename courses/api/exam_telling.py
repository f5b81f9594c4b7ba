"""Attempts, sheets, results, corrections and appeals as JSON."""

from typing import Any

from courses.models import Appeal, Attempt, Correction, MarkSheet, Result
from courses.queries.exam_sight import ExamSight
from courses.queries.marking import count_sheets, settlements_of, visible_sheets
from courses.scoring.documents import shown_hundredths


def tell_attempt_brief(attempt: Attempt, sight: ExamSight) -> dict[str, Any]:
    """An attempt, found by `seen_attempts`, with the results that may be seen."""
    enrolment = attempt.enrolment
    results: list[Result] = attempt.seen_results  # type: ignore[attr-defined]  # prefetched by its query
    is_staff = not sight.is_candidate(attempt)
    return {
        "id": attempt.pk,
        "enrolment": enrolment.pk,
        "registry_number": enrolment.practitioner.registry_number,
        "candidate": enrolment.candidate,
        "examination": attempt.examination,
        "form": attempt.form,
        "number": attempt.number,
        "sat_on": attempt.sat_on,
        "paper": attempt.paper_id,
        "session": attempt.session_id,
        "results": [tell_result(one, is_staff=is_staff) for one in results],
    }


def tell_attempt(attempt: Attempt, sight: ExamSight, user_id: int | None) -> dict[str, Any]:
    """The same with stations and the sheets that may be seen; a candidate is shown neither."""
    stations, sheets = [], []
    if not sight.is_candidate(attempt):
        counted = count_sheets(attempt)
        stations = [
            {"station": code, "sheets": counted.get(code, 0), "status": one.status}
            for code, one in settlements_of(attempt).items()
        ]
        sheets = [tell_sheet(one) for one in visible_sheets(attempt, user_id=user_id)]
    return {**tell_attempt_brief(attempt, sight), "stations": stations, "sheets": sheets}


def tell_sheet(sheet: MarkSheet) -> dict[str, Any]:
    """An examiner's sheet."""
    return {
        "id": sheet.pk,
        "station": sheet.station,
        "place": sheet.place,
        "examiner": sheet.examiner_id,
        "marks": {item: shown_hundredths(marks) for item, marks in sheet.marks.items()},
        "rating": sheet.rating,
        "submitted_at": sheet.submitted_at,
        "superseded_at": sheet.superseded_at,
        "superseded_because": sheet.superseded_because,
    }


def tell_result(result: Result, *, is_staff: bool) -> dict[str, Any]:
    """A result; who made it is for staff alone."""
    return {
        "id": result.pk,
        "attempt": result.attempt_id,
        "passed": result.passed,
        "percent": None if result.percent is None else shown_hundredths(result.percent),
        "detail": result.detail,
        "drafted_by": result.drafted_by if is_staff else None,
        "checked_by": result.checked_by if is_staff else None,
        "checked_at": result.checked_at if is_staff else None,
        "released_by": result.released_by if is_staff else None,
        "released_at": result.released_at,
        "superseded_at": result.superseded_at,
        "superseded_because": result.superseded_because,
    }


def tell_correction(correction: Correction, effect: dict[str, Any] | None = None) -> dict[str, Any]:
    """A correction with what it did, or with what it would do now."""
    return {
        "id": correction.pk,
        "kind": correction.kind,
        "paper": correction.paper_id,
        "result": correction.result_id,
        "content": correction.content,
        "because": correction.because,
        "proposed_by": correction.proposed_by,
        "proposed_at": correction.proposed_at,
        "confirmed_by": correction.confirmed_by,
        "confirmed_at": correction.confirmed_at,
        "effect": correction.effect or effect,
    }


def tell_appeal(appeal: Appeal) -> dict[str, Any]:
    """An appeal and what came of it."""
    return {
        "id": appeal.pk,
        "result": appeal.result_id,
        "grounds": appeal.grounds,
        "lodged_at": appeal.lodged_at,
        "upheld": appeal.upheld,
        "decision": appeal.decision,
        "decided_at": appeal.decided_at,
        "correction": appeal.correction_id,
    }
