"""Results told as JSON objects: read by the same rules as rows of a file, numbered from 0."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from courses.results.fields import FIELDS, SECTION
from courses.results.mapping import ResultMapping
from courses.results.rows import PaperAtHand, ReadRow, RowReader
from credentials.files.row_faults import RowFault
from credentials.files.xlsx_rows import TypedText

_TEXTS = ("candidate", "registry_number", "examination", "form", "sat_on")
_NUMBERS = ("percent", "score", "max_score", "paper", "session")
_MOST_SECTIONS = 50


def read_objects(
    results: Sequence[object], papers: Mapping[tuple[str, str, int], PaperAtHand], last_day: date
) -> Iterator[ReadRow]:
    """Every result as a row; what is no result at all is a row with that fault alone."""
    sections = sorted({code for one in results for code in _sections_of(one)})
    header = (*FIELDS, *(SECTION + code for code in sections))
    mapping = ResultMapping(columns={name: name for name in header}, constants={})
    reader = RowReader(header, mapping, papers, last_day)
    for number, one in enumerate(results):
        faults: list[RowFault] = []
        cells = _to_cells(one, sections, faults)
        read = reader.read(number, cells)
        yield read._replace(faults=faults + [fault for fault in read.faults if not _is_of(fault, faults)])


def _is_of(fault: RowFault, others: Sequence[RowFault]) -> bool:
    """Whether a field without a readable value is called missing only for that."""
    return any(other.field in (fault.field, None) for other in others)


def _sections_of(one: object) -> Sequence[str]:
    totals = one.get("totals") if isinstance(one, dict) else None
    return [code for code in totals if code][:_MOST_SECTIONS] if isinstance(totals, dict) else ()


def _to_cells(one: object, sections: Sequence[str], faults: list[RowFault]) -> list[str]:
    told: Mapping[str, Any] = one if isinstance(one, dict) else {}
    if not isinstance(one, dict):
        faults.append(RowFault("not_an_object", None))
    faults.extend(RowFault("unknown_field", name) for name in told if name not in FIELDS and name != "totals")
    cells = [_to_text(told, field, faults) for field in FIELDS]
    totals = told.get("totals")
    if totals is not None and (not isinstance(totals, dict) or len(totals) > _MOST_SECTIONS):
        faults.append(RowFault("wrong_type", "totals", ("an object of numbers by section",)))
    marks = totals if isinstance(totals, dict) else {}
    return cells + [_number(marks.get(code), SECTION + code, faults) for code in sections]


def _to_text(told: Mapping[str, Any], field: str, faults: list[RowFault]) -> str:
    value = told.get(field)
    if value is None:
        return ""
    if field in _TEXTS:
        if isinstance(value, str) and "\0" not in value:
            return value
        faults.append(RowFault("wrong_type", field, ("a text",)))
        return ""
    if field in _NUMBERS:
        return _number(value, field, faults)
    if isinstance(value, bool):
        return "true" if value else "false"
    faults.append(RowFault("wrong_type", field, ("true or false",)))
    return ""


def _number(value: object, field: str, faults: list[RowFault]) -> str:
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e9:
        return TypedText(value if isinstance(value, int) else format(value, "f").rstrip("0").rstrip("."))
    faults.append(RowFault("wrong_type", field, ("a number",)))
    return ""
