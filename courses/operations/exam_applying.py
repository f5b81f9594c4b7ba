"""What each kind of correction does to the rows, and what is wrong with one that cannot be done."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from courses.models import Attempt, CorrectedAnswers, Correction, Paper, Result, StationCut, VoidedItem
from courses.operations.exam_drafting import hold_paper, read_stated, same_result, told_by
from courses.operations.exam_rescoring import Outcome, Rescoring, plan_rescoring, write_rescoring
from courses.queries.marking import read_sheets
from courses.queries.papers import cuts_of, items_of, scored_paper, voided_items
from courses.scoring.papers import PracticalPaper, WrittenPaper
from courses.scoring.practical import SETTLED, settle, total
from courses.scoring.standards import Cut, NoCut, set_cut
from courses.scoring.written import score_written
from credentials.records.faults import Fault

VOID, RESTORE, STANDARD = Correction.Kind.VOID, Correction.Kind.RESTORE, Correction.Kind.STANDARD


@dataclass(frozen=True, slots=True)
class Applied:
    """What a correction changed, as `exam_rescoring.Rescoring` tells it."""

    changed: tuple[Outcome, ...]
    unchanged: int
    left: tuple[tuple[int, str], ...]


def judge_content(kind: str, target: Paper | Result, content: Any) -> list[Fault]:
    """Every fault for which the correction cannot be made now; found again when it is confirmed."""
    if isinstance(target, Result):
        return _judge_result(target, content)
    if kind == STANDARD:
        cuts = find_cuts(target)
        faults = [Fault("", one.code, f"{code}: {one.detail}") for code, one in cuts.items() if isinstance(one, NoCut)]
        return faults if cuts else [Fault("", "no_borderline", "No station of the paper is set by regression")]
    return _judge_item(kind, target, content["item"])


def apply_correction(correction: Correction, *, by: str, at: dt.datetime) -> Applied:
    """Write what the correction says. The caller holds the enrolments' locks and lets awards follow."""
    if correction.result is not None:
        return _apply_result(correction, correction.result, by, at)
    paper = correction.paper
    assert paper is not None  # noqa: S101 (a constraint of the table)
    hold_paper(paper)
    voided, cuts = voided_items(paper.pk), cuts_of(paper.pk)
    if correction.kind == STANDARD:
        cuts = {**cuts, **_write_cuts(paper, correction, by, at)}
    else:
        voided = _write_item(paper, correction, voided, by, at)
    plan = plan_rescoring(paper, voided=voided, cuts=cuts)
    _write(plan, correction, by, at)
    return Applied(plan.changed, plan.unchanged, plan.left)


def find_cuts(paper: Paper) -> Mapping[str, Cut | NoCut]:
    """The standard of each borderline station from all settled sheets so far, or why there can be none."""
    scored = scored_paper(paper)
    if not isinstance(scored, PracticalPaper) or scored.ratings is None:
        return {}
    out = voided_items(paper.pk)
    sheets = read_sheets(list(paper.attempts.values_list("pk", flat=True)))
    found: dict[str, Cut | NoCut] = {}
    for station in scored.stations:
        if station.is_borderline:
            stations = [one.get(station.code, []) for one in sheets.values()]
            ready = [one for one in stations if settle(scored, station, one, out).status == SETTLED]
            pairs = [(sheet.rating, total(station, sheet, frozenset())) for one in ready for sheet in one]
            known = [(rating, marks) for rating, marks in pairs if rating is not None]
            found[station.code] = set_cut(known, borderline=scored.ratings.borderline, maximum=station.maximum)
    return found


def _judge_result(result: Result, content: Any) -> list[Fault]:
    if result.superseded_at is not None:
        return [Fault("", "superseded", "Another result stands in its place")]
    told = _read_result(result, content)
    if isinstance(told, list):
        return told
    if same_result(result, told):
        return [Fault("", "nothing_changes", "The result says this already")]
    return []


def _read_result(result: Result, content: Any) -> dict[str, Any] | list[Fault]:
    """The row that a correction of one result asks for: scored from other answers, or stated."""
    if "answers" not in content:
        return read_stated(content)
    paper = result.attempt.paper
    scored = scored_paper(paper) if paper is not None else None
    if paper is None or not isinstance(scored, WrittenPaper):
        return [Fault("/answers", "no_written_paper", "Only a written paper has answers")]
    found = score_written(scored, content["answers"], voided_items(paper.pk))
    return [fault.under("answers") for fault in found] if isinstance(found, list) else told_by(found)


def _judge_item(kind: str, paper: Paper, item: str) -> list[Fault]:
    items, voided = items_of(scored_paper(paper)), voided_items(paper.pk)
    if item not in items:
        return [Fault("/item", "unknown_item", "The paper has no such item")]
    if kind == RESTORE:
        return [] if item in voided else [Fault("/item", "not_voided", "The item counts")]
    if item in voided:
        return [Fault("/item", "already_voided", "The item counts for nobody already")]
    if len(voided) + 1 == len(items):
        return [Fault("/item", "last_item", "Without this item nothing counts any more")]
    return []


def _apply_result(correction: Correction, result: Result, by: str, at: dt.datetime) -> Applied:
    told = _read_result(result, correction.content)
    if isinstance(told, list):
        raise ValueError(f"{correction} is not ready: {told[0].code}")  # judged before, under the same lock
    outcome = Outcome(Attempt.objects.select_related("enrolment__practitioner").get(pk=result.attempt_id), result, told)
    if "answers" in correction.content:
        CorrectedAnswers.objects.create(
            attempt=outcome.attempt,
            answers=correction.content["answers"],
            because=correction.because,
            entered_by=correction.proposed_by,
        )
    one = Rescoring((outcome,), 0, ())
    _write(one, correction, by, at)
    return Applied(one.changed, 0, ())


def _write(plan: Rescoring, correction: Correction, by: str, at: dt.datetime) -> None:
    write_rescoring(plan, because=correction.because, drafted_by=correction.proposed_by, confirmed_by=by, at=at)


def _write_item(
    paper: Paper, correction: Correction, voided: frozenset[str], by: str, at: dt.datetime
) -> frozenset[str]:
    item = correction.content["item"]
    if correction.kind == VOID:
        VoidedItem.objects.create(
            paper=paper, item=item, reason=correction.because, voided_by=correction.proposed_by, voided_at=at
        )
        return voided | {item}
    rows = VoidedItem.objects.filter(paper=paper, item=item, restored_at__isnull=True)
    rows.update(restored_at=at, restored_by=by)
    return voided - {item}


def _write_cuts(paper: Paper, correction: Correction, by: str, at: dt.datetime) -> dict[str, int]:
    cuts = {code: one for code, one in find_cuts(paper).items() if isinstance(one, Cut)}
    standing = StationCut.objects.filter(paper=paper, station__in=cuts, superseded_at__isnull=True)
    standing.update(superseded_at=at, superseded_by=by, superseded_because=correction.because)
    for code, cut in cuts.items():
        line = {"slope": float(cut.slope), "intercept": float(cut.intercept), "r_squared": float(cut.r_squared)}
        StationCut.objects.create(
            paper=paper,
            station=code,
            hundredths=cut.hundredths,
            rests_on={"sheets": cut.candidates, **line},
            set_by=correction.proposed_by,
        )
    return {code: cut.hundredths for code, cut in cuts.items()}
