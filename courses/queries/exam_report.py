"""What the report on a paper is reckoned from: marks of items by candidate, and pairs of examiners' first sheets."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from courses.models import Attempt, MarkSheet, Paper, Result
from courses.queries.marking import corrected_answers, first_sheets, read_sheets, sheet_of
from courses.queries.papers import scored_paper, voided_items
from courses.scoring.documents import hundredths_of
from courses.scoring.papers import PracticalPaper, Station, WrittenPaper
from courses.scoring.practical import SETTLED, settle, total

HUNDREDTH = 100


@dataclass(frozen=True, slots=True)
class Parts:
    """Items or stations by code with their maxima, and a row of marks for each candidate of whom all are known."""

    codes: tuple[str, ...]
    maxima: tuple[float, ...]
    rows: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """What two examiners gave at one station before they spoke, the one with the lower user id first."""

    station: str
    marks: tuple[tuple[float, float], ...]
    ratings: tuple[tuple[int, int], ...]
    examiners: frozenset[tuple[int, int]] = field(default_factory=frozenset)


def read_results(paper: Paper) -> tuple[list[float], int]:
    """Per cents of all results of the paper that stand, drafts too, and how many of them passed."""
    rows = list(
        Result.objects.filter(attempt__paper=paper, superseded_at__isnull=True).values_list("percent", "passed")
    )
    return [percent / HUNDREDTH for percent, _ in rows if percent is not None], sum(passed for _, passed in rows)


def read_items(paper: Paper) -> Parts:
    """Marks by item of a written paper, for candidates whose answers are told item by item. Voided items are left out.

    Answers are as corrected. Candidates of whom only totals are told are not there.
    """
    scored, out = scored_paper(paper), voided_items(paper.pk)
    if not isinstance(scored, WrittenPaper):
        return Parts((), (), ())
    items = [item for section in scored.sections for item in section.items if item.code not in out]
    rows = []
    for answers in _answers(paper):
        told = answers.get("items", {})
        marks = [_mark(told.get(item.code), item.right, item.maximum) if item.code in told else None for item in items]
        if items and all(one is not None for one in marks):
            rows.append(tuple(one for one in marks if one is not None))
    return Parts(tuple(item.code for item in items), tuple(item.maximum / HUNDREDTH for item in items), tuple(rows))


def read_stations(paper: Paper) -> Parts:
    """Settled marks by station of a practical paper, for candidates of whom every station is settled."""
    scored, out = scored_paper(paper), voided_items(paper.pk)
    if not isinstance(scored, PracticalPaper):
        return Parts((), (), ())
    rows = []
    for sheets in read_sheets(list(paper.attempts.values_list("pk", flat=True))).values():
        settled = [settle(scored, station, sheets.get(station.code, ()), out) for station in scored.stations]
        if all(one.status == SETTLED for one in settled):
            rows.append(tuple(float(one.marks or 0) / HUNDREDTH for one in settled))
    maxima = tuple(station.maximum / HUNDREDTH for station in scored.stations)
    return Parts(tuple(station.code for station in scored.stations), maxima, tuple(rows))


def read_pairs(paper: Paper) -> list[Pairs]:
    """What two examiners gave each candidate, by station, at first: what they agreed on afterwards says nothing."""
    scored, out = scored_paper(paper), voided_items(paper.pk)
    if not isinstance(scored, PracticalPaper):
        return []
    found: dict[str, dict[int, list[MarkSheet]]] = defaultdict(lambda: defaultdict(list))
    for sheet in first_sheets(paper.pk):
        found[sheet.station][sheet.attempt_id].append(sheet)
    return [_pair(station, list(found[station.code].values()), out) for station in scored.stations]


def _pair(station: Station, sheets: Sequence[list[MarkSheet]], out: frozenset[str]) -> Pairs:
    # By user and not by who came first: kappa asks for the same examiner in the same place.
    pairs = [sorted(two, key=lambda one: one.examiner_id) for two in sheets if len(two) == 2]
    rated = [(a.rating, b.rating) for a, b in pairs]
    return Pairs(
        station.code,
        tuple((_total(station, a, out), _total(station, b, out)) for a, b in pairs),
        tuple((one, other) for one, other in rated if one is not None and other is not None),
        frozenset((a.examiner_id, b.examiner_id) for a, b in pairs),
    )


def _total(station: Station, row: MarkSheet, out: frozenset[str]) -> float:
    return total(station, sheet_of(row), out) / HUNDREDTH


def _answers(paper: Paper) -> list[dict[str, Any]]:
    rows = Attempt.objects.filter(paper=paper, answers__isnull=False).values_list("pk", "answers")
    told: dict[int, Any] = dict(rows)
    told |= corrected_answers(list(told))
    return list(told.values())


def _mark(answer: Any, right: tuple[str, ...] | None, maximum: int) -> float | None:
    """The marks that an answer earned; a blank earns none, and what is no answer is not known."""
    if answer is None:
        return 0.0
    if right is not None:
        return maximum / HUNDREDTH if answer in right else 0.0
    marks = hundredths_of(answer)
    return None if marks is None else marks / HUNDREDTH
