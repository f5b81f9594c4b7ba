"""Scoring a written paper: answers or marks by item, or totals by section."""

from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Any

from courses.scoring.documents import Place
from courses.scoring.papers import Item, Section, WrittenPaper
from courses.scoring.scores import WHOLE, PartScore, Score, weigh
from credentials.records.faults import Fault, shown


def score_written(paper: WrittenPaper, answers: Any, voided: AbstractSet[str] = frozenset()) -> Score | list[Fault]:
    """The score of the answers without the voided items, or every fault in them.

    `answers` is `{"items": {code: choice, marks or null}}` or `{"totals": {section: marks}}`. Each item must be named:
    one left out may be one not yet entered, so a blank is told as null. Totals cannot be cleared of a voided item.
    """
    place = Place(answers)
    marks = _read_marks(paper, place, voided)
    if not place.faults and all(maximum_of(section, voided) == 0 for section in paper.sections):
        place.fail("nothing_counts", "Every item is voided")
    if place.faults:
        return place.faults
    parts = []
    for section in paper.sections:
        maximum = maximum_of(section, voided)
        if maximum:
            weight = Fraction(section.weight if section.weight is not None else maximum)
            needs = None if section.at_least is None else Fraction(section.at_least, WHOLE)
            parts.append(PartScore(section.code, Fraction(marks[section.code]), maximum, weight, needs))
    return weigh(parts, at_least=paper.at_least, failed=())


def maximum_of(section: Section, voided: AbstractSet[str]) -> int:
    """The marks of a section that count."""
    if not section.items:
        return section.maximum
    return sum(item.maximum for item in section.items if item.code not in voided)


def _read_marks(paper: WrittenPaper, place: Place, voided: AbstractSet[str]) -> dict[str, int]:
    if not isinstance(place.value, dict) or len(place.value) != 1 or not {"items", "totals"} & place.value.keys():
        place.fail("wrong_type", 'Either {"items": {…}} or {"totals": {…}}')
        return {}
    if "totals" in place.value:
        return _read_totals(paper, place.at("totals"), voided)
    return _read_items(paper, place.at("items"), voided)


def _read_totals(paper: WrittenPaper, place: Place, voided: AbstractSet[str]) -> dict[str, int]:
    if voided:
        place.fail("totals_hide_items", "An item was voided: what it gave cannot be taken out of a total")
    if not place.is_object([section.code for section in paper.sections]):
        return {}
    return {one.code: place.at(one.code).hundredths(least=0, most=one.maximum) for one in paper.sections}


def _read_items(paper: WrittenPaper, place: Place, voided: AbstractSet[str]) -> dict[str, int]:
    for section in paper.sections:
        if not section.items:
            place.fail("no_items", f"Section {section.code} has no items: tell totals")
    items = {item.code: item for section in paper.sections for item in section.items}
    needed = [code for code in items if code not in voided]
    if not place.is_object(needed, [code for code in items if code in voided]):
        return {}
    earned = {code: _read_answer(place.at(code), items[code]) for code in needed}
    return {one.code: sum(earned.get(item.code, 0) for item in one.items) for one in paper.sections}


def _read_answer(place: Place, item: Item) -> int:
    if place.value is None:
        return 0
    if item.right is None:
        return place.hundredths(least=0, most=item.maximum)
    if not isinstance(place.value, str):
        place.fail("wrong_type", f"The choice as a text, or null for none, not {shown(place.value)}")
        return 0
    return item.maximum if place.value in item.right else 0
