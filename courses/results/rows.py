"""One row of a file as a result: every cell read, every fault named, sections scored by their paper."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import orjson

from courses.results.cells import MOST_REMEMBERED, CellReader, to_hundredths
from courses.results.fields import FIELDS, FORMS, SECTION
from courses.results.mapping import ResultMapping
from courses.scoring.papers import WrittenPaper
from courses.scoring.scores import tell_score
from courses.scoring.written import score_written
from credentials.files.cells import Wrong, refuse_text, shorten
from credentials.files.row_faults import RowFault

STATED = orjson.dumps({"stated": True}).decode()
LONGEST = 100
_ODD = frozenset("=#")  # with which formulas and errors of a spreadsheet begin
_NEEDED = ("examination", "form", "sat_on")


@dataclass(frozen=True, slots=True)
class PaperAtHand:
    """A published paper; `scored` is None where it is scored by stations, which no file of totals can tell."""

    id: int
    scored: WrittenPaper | None
    voided: frozenset[str]


class ReadRow(NamedTuple):
    """A row as far as it could be read; with faults it goes no further. `detail` and `answers` are JSON."""

    row: int
    candidate: str | None
    registry_number: str | None
    examination: str | None
    form: str | None
    sat_on: date | None
    passed: bool | None
    percent: int | None
    detail: str
    answers: str | None
    paper_id: int | None
    session_id: int | None
    faults: list[RowFault]


class RowReader:
    """Reads the rows of one file, whose columns are told. `papers` are by examination, form and number."""

    def __init__(
        self,
        header: Sequence[str],
        mapping: ResultMapping,
        papers: Mapping[tuple[str, str, int], PaperAtHand],
        last_day: date,
    ) -> None:
        self._header, self._mapping, self._papers = tuple(header), mapping, papers
        self._cells = CellReader(mapping, last_day)
        places = {mapping.columns[name]: place for place, name in enumerate(header)}
        self._candidate_field = "candidate" if "candidate" in places else "registry_number"
        self._constants = [mapping.constants.get(field, "") for field in FIELDS]
        self._places = [(slot, places[field]) for slot, field in enumerate(FIELDS) if field in places]
        self._sections = [(f[len(SECTION) :], place) for f, place in places.items() if f.startswith(SECTION)]
        self._scores: dict[tuple[Any, ...], Any] = {}

    def read_all(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[ReadRow]:
        """Every row."""
        return (self.read(number, cells) for number, cells in rows)

    def read(self, number: int, cells: Sequence[str]) -> ReadRow:
        """One row; `cells` has at least as many as the header."""
        told = self._constants.copy()
        for slot, place in self._places:
            told[slot] = cells[place].strip()
        candidate, registry, examination, form, day, passed, percent, score, most, paper, session = told
        faults: list[RowFault] = []
        if len(cells) > len(self._header) and any(cells[len(self._header) :]):
            faults.append(RowFault("extra_cells", None))
        if cells[0] == self._header[0] and tuple(cells[: len(self._header)]) == self._header:
            return _nothing(number, [RowFault("header_again", None)])
        form = form.lower()
        self._check_words(candidate, registry, examination, form, faults)
        totals = self._read_totals(cells, faults) if self._sections else {}
        at_hand = self._find_paper(examination, form, paper, faults) if paper else None
        read_passed = self._take(faults, "passed", self._cells.read_passed(passed)) if passed else None
        scored = self._score(at_hand, totals, read_passed, faults) if totals else None
        _check_decided(paper, totals, passed, faults)
        stated_percent = self._read_percent(percent, score, most, faults)
        return ReadRow(
            number,
            candidate or None,
            registry or None,
            examination or None,
            form if form in FORMS else None,
            self._take(faults, "sat_on", self._cells.read_day(day)) if day else None,
            scored.passed if scored else read_passed,
            scored.percent if scored else stated_percent,
            orjson.dumps(tell_score(scored)).decode() if scored else STATED,
            orjson.dumps({"totals": {code: float(value) for code, value in totals.items()}}).decode()
            if totals
            else None,
            at_hand.id if at_hand else None,
            self._take(faults, "session", self._cells.read_whole(session)) if session else None,
            faults if day else [*faults, RowFault("missing", "sat_on")],
        )

    def _check_words(self, candidate: str, registry: str, examination: str, form: str, faults: list[RowFault]) -> None:
        """Whose result it is, of what: words that are compared later with what is on file."""
        if not candidate and not registry:
            faults.append(RowFault("missing", self._candidate_field))
        if not examination:
            faults.append(RowFault("missing", "examination"))
        if form not in FORMS:
            faults.append(RowFault("unknown_form", "form", (shorten(form),)) if form else RowFault("missing", "form"))
        if len(candidate) + len(registry) + len(examination) <= LONGEST and _ODD.isdisjoint(
            (candidate[:1], registry[:1], examination[:1])
        ):
            return
        for field, text in (("candidate", candidate), ("registry_number", registry), ("examination", examination)):
            if len(text) > LONGEST:
                faults.append(RowFault("too_long", field, (str(LONGEST),)))
            elif text[:1] in ("=", "#") and (refused := refuse_text(text)):
                faults.append(RowFault(refused.code, field, refused.about))

    def _read_percent(self, percent: str, score: str, most: str, faults: list[RowFault]) -> int | None:
        """Hundredths of a per cent, told or reckoned from a score and its maximum; None where neither stands."""
        if percent:
            read: int | None = self._take(faults, "percent", self._cells.read_percent(percent))
            return read
        if not score:
            return None
        marks = self._take(faults, "score", self._cells.read_number(score))
        if not most:
            faults.append(RowFault("missing", "max_score"))
            return None
        maximum = self._take(faults, "max_score", self._cells.read_number(most))
        if marks is None or maximum is None:
            return None
        if marks > maximum or maximum == 0:
            faults.append(RowFault("above_maximum", "score", (score, most)))
            return None
        return to_hundredths(marks * 100 / maximum)

    def _read_totals(self, cells: Sequence[str], faults: list[RowFault]) -> dict[str, Decimal]:
        totals = {}
        for code, place in self._sections:
            text = cells[place].strip()
            if text:
                value = self._take(faults, SECTION + code, self._cells.read_number(text))
                totals.update({code: value} if value is not None else {})
        return totals

    def _find_paper(self, examination: str, form: str, told: str, faults: list[RowFault]) -> PaperAtHand | None:
        number = self._take(faults, "paper", self._cells.read_whole(told))
        found = self._papers.get((examination, form, number)) if number is not None else None
        if found is None and number is not None:
            faults.append(RowFault("unknown_paper", "paper", (shorten(told),)))
        return found

    def _score(
        self, paper: PaperAtHand | None, totals: Mapping[str, Decimal], told: bool | None, faults: list[RowFault]
    ) -> Any:
        """The score by the paper, with its faults named by section; None where it cannot be scored."""
        if faults or paper is None:
            return None  # half a row has no score, and what is wrong is named already
        if paper.scored is None:
            faults.append(RowFault("scored_by_stations", "paper"))
            return None
        key = (paper.id, *totals.items())
        if key not in self._scores:
            if len(self._scores) >= MOST_REMEMBERED:
                self._scores.clear()
            marks = {code: _plain(one) for code, one in totals.items()}
            self._scores[key] = score_written(paper.scored, {"totals": marks}, paper.voided)
        score = self._scores[key]
        if isinstance(score, list):
            named = [_tell_scoring(fault, totals, paper.scored) for fault in score]
            faults.extend(named + [one for one in _list_above(totals, paper.scored) if one not in named])
            return None
        if told is not None and told != score.passed:
            words = ("passed" if told else "failed", "passed" if score.passed else "failed")
            faults.append(RowFault("contradicts_score", "passed", words))
        return score

    @staticmethod
    def _take(faults: list[RowFault], field: str, value: Any) -> Any:
        """The value of a cell; None where it could not be read, with the reason among the faults."""
        if not isinstance(value, Wrong):
            return value
        faults.append(RowFault(value.code, field, value.about))
        return None


def _check_decided(paper: str, totals: Mapping[str, Decimal], passed: str, faults: list[RowFault]) -> None:
    """By what it was decided: told as passed or failed, or by totals and their paper, one as the other whole."""
    if paper and not totals:
        faults.append(RowFault("paper_without_totals", "paper"))
    elif totals and not paper:
        faults.append(RowFault("missing", "paper"))
    elif not totals and not passed:
        faults.append(RowFault("missing", "passed"))


def _write_totals(totals: Mapping[str, Decimal]) -> str:
    return orjson.dumps({"totals": {code: _plain(value) for code, value in totals.items()}}).decode()


def _plain(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)


def _nothing(number: int, faults: list[RowFault]) -> ReadRow:
    return ReadRow(number, None, None, None, None, None, None, None, STATED, None, None, None, faults)


def _tell_scoring(fault: Any, totals: Mapping[str, Decimal], paper: WrittenPaper) -> RowFault:
    """A fault of scoring, whose pointer ends in the section's code, as a fault of the section's cell."""
    code = fault.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
    field = SECTION + code
    if fault.code == "over_maximum":
        return next(one for one in _list_above(totals, paper) if one.field == field)
    if fault.code == "unknown_field":
        return RowFault("unknown_section", field, (code,))
    return RowFault(fault.code, field if fault.code == "missing" else None, (fault.detail,))


def _list_above(totals: Mapping[str, Decimal], paper: WrittenPaper) -> list[RowFault]:
    """The sections whose marks are above their maximum; scoring says so only where every section is told."""
    return [
        RowFault("above_maximum", SECTION + one.code, (str(totals[one.code]), format(one.maximum / 100, "g")))
        for one in paper.sections if totals.get(one.code, 0) * 100 > one.maximum
    ]  # fmt: skip
