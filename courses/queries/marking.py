"""Examiners' sheets: what they come to, and who may see them before both are in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from courses.models import Attempt, CorrectedAnswers, MarkSheet, Paper
from courses.queries.papers import cuts_of, scored_paper, voided_items
from courses.scoring.papers import EXAMINERS, PracticalPaper
from courses.scoring.practical import RECONCILE, SETTLED, Settlement, Sheet, score_practical, settle
from courses.scoring.scores import Score
from courses.scoring.written import score_written

Sheets = Mapping[int, Mapping[str, list[Sheet]]]


def read_sheets(attempt_ids: Collection[int]) -> Sheets:
    """The sheets that count, by attempt and station."""
    found: dict[int, dict[str, list[Sheet]]] = defaultdict(lambda: defaultdict(list))
    rows = MarkSheet.objects.filter(attempt_id__in=attempt_ids, superseded_at__isnull=True)
    for row in rows.order_by("place"):
        found[row.attempt_id][row.station].append(sheet_of(row))
    return found


def sheet_of(row: MarkSheet) -> Sheet:
    """A row as scoring reads it."""
    return Sheet(row.place, row.marks, row.rating)


def score_attempts(
    paper: Paper,
    attempts: Iterable[Attempt],
    *,
    voided: frozenset[str] | None = None,
    cuts: Mapping[str, int] | None = None,
) -> dict[int, Score | str]:
    """The score of each attempt at the paper, or why there is none: `waiting`, `reconcile`, `no_answers` ….

    `voided` and `cuts` default to those in force; others tell what would be.
    """
    scored, attempts = scored_paper(paper), list(attempts)
    out = voided_items(paper.pk) if voided is None else voided
    ids = [attempt.pk for attempt in attempts]
    if isinstance(scored, PracticalPaper):
        known, sheets = cuts_of(paper.pk) if cuts is None else cuts, read_sheets(ids)
        practical = {pk: score_practical(scored, sheets.get(pk, {}), voided=out, cuts=known) for pk in ids}
        return {pk: one if isinstance(one, Score) else _first_open(one) for pk, one in practical.items()}
    answers = {attempt.pk: attempt.answers for attempt in attempts} | corrected_answers(ids)
    found: dict[int, Score | str] = {}
    for pk, told in answers.items():
        score = score_written(scored, told, out) if told is not None else "no_answers"
        found[pk] = score[0].code if isinstance(score, list) else score
    return found


def corrected_answers(attempt_ids: Collection[int]) -> dict[int, object]:
    """The newest corrected answers by attempt, where there are any."""
    rows = CorrectedAnswers.objects.filter(attempt_id__in=attempt_ids).order_by("attempt_id", "-pk")
    return dict(rows.distinct("attempt_id").values_list("attempt_id", "answers"))


def settlements_of(attempt: Attempt) -> dict[str, Settlement]:
    """Where each station of a practical attempt stands."""
    paper = attempt.paper
    scored = scored_paper(paper) if paper is not None else None
    if paper is None or not isinstance(scored, PracticalPaper):
        return {}
    sheets, out = read_sheets([attempt.pk])[attempt.pk], voided_items(paper.pk)
    return {station.code: settle(scored, station, sheets.get(station.code, ()), out) for station in scored.stations}


def visible_sheets(attempt: Attempt, *, user_id: int | None) -> list[MarkSheet]:
    """The sheets that this user may see: their own always, others' once nobody marks blind there any more.

    While a third examiner is called for, the first two stay hidden from everybody but their authors.
    """
    settled = settlements_of(attempt)
    is_open = {code for code, one in settled.items() if one.status in (SETTLED, RECONCILE)}
    rows = MarkSheet.objects.filter(attempt=attempt).order_by("station", "place", "pk")
    return [row for row in rows if row.station in is_open or (user_id is not None and row.examiner_id == user_id)]


def count_sheets(attempt: Attempt) -> dict[str, int]:
    """How many sheets are in, by station; that a sheet is in is no secret, what stands on it is."""
    return {station: len(sheets) for station, sheets in read_sheets([attempt.pk])[attempt.pk].items()}


def examiners_of(attempt_ids: Collection[int]) -> dict[int, set[int]]:
    """The users who ever marked each attempt."""
    found: dict[int, set[int]] = defaultdict(set)
    for attempt_id, user_id in MarkSheet.objects.filter(attempt_id__in=attempt_ids).values_list(
        "attempt_id", "examiner_id"
    ):
        found[attempt_id].add(user_id)
    return found


def first_sheets(paper_id: int) -> list[MarkSheet]:
    """Each examiner's first word at each station, of places 1 and 2, before anybody reconciled: for the report."""
    rows = MarkSheet.objects.filter(attempt__paper_id=paper_id, place__lte=EXAMINERS)
    return list(rows.order_by("attempt_id", "station", "place", "pk").distinct("attempt_id", "station", "place"))


def _first_open(settlements: tuple[Settlement, ...]) -> str:
    return settlements[0].status if settlements else "nothing_counts"
