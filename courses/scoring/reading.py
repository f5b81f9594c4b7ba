"""From a document to a paper, or to every fault in it."""

from collections.abc import Iterable
from typing import Any

from courses.scoring.documents import Place
from courses.scoring.papers import (
    CONFLICTS,
    EXAMINERS,
    RULES,
    Discrepancy,
    Item,
    Paper,
    PracticalPaper,
    Ratings,
    RubricItem,
    Section,
    Station,
    WrittenPaper,
)
from credentials.records.faults import Fault

WHOLE = 10_000  # hundredths of a per cent
MOST_MARKS = 1_000_000


def read_paper(form: str, content: Any) -> Paper | list[Fault]:
    """The paper that the document describes; otherwise every fault, each with a JSON pointer."""
    place = Place(content)
    paper = _read_written(place) if form == "written" else _read_practical(place)
    return place.faults or paper


def _read_written(place: Place) -> WrittenPaper:
    if not place.is_object(("sections",), ("at_least",)):
        return WrittenPaper((), None)
    sections = tuple(_read_section(one) for one in place.at("sections").entries(most=100))
    _refuse_twice(place.at("sections"), [section.code for section in sections])
    _refuse_twice(place.at("sections"), [item.code for section in sections for item in section.items])
    _refuse_half_weighted(place.at("sections"), [section.weight for section in sections])
    paper = WrittenPaper(sections, _read_share(place, "at_least"))
    if paper.at_least is None and all(section.at_least is None for section in sections):
        place.fail("no_threshold", "Neither a section nor the whole has a threshold: everybody would pass")
    return paper


def _read_section(place: Place) -> Section:
    if not place.is_object(("code", "title"), ("items", "maximum", "weight", "at_least")):
        return Section("", "", 100, (), None, None)
    items: tuple[Item, ...] = ()
    if place.has("items"):
        items = tuple(_read_item(one) for one in place.at("items").entries())
        maximum = sum(item.maximum for item in items)
        if place.has("maximum"):
            place.at("maximum").fail("contradicts", "Left out where items are given: it is their sum")
    else:
        maximum = place.at("maximum").hundredths(least=1, most=MOST_MARKS)
    return Section(
        place.at("code").text(most=40),
        place.at("title").text(),
        maximum,
        items,
        place.at("weight").hundredths(least=1, most=MOST_MARKS) if place.has("weight") else None,
        _read_share(place, "at_least"),
    )


def _read_item(place: Place) -> Item:
    if not place.is_object(("code", "maximum"), ("right",)):
        return Item("", 100, None)
    right = None
    if place.has("right"):
        right = tuple(one.text(most=40) for one in place.at("right").entries(most=26))
    return Item(place.at("code").text(most=40), place.at("maximum").hundredths(least=1, most=MOST_MARKS), right)


def _read_practical(place: Place) -> PracticalPaper:
    optional = ("at_least", "stations_to_pass", "examiners", "discrepancy", "ratings", "conflicts")
    if not place.is_object(("stations",), optional):
        return PracticalPaper((), None, None, EXAMINERS, None, None, frozenset())
    stations = tuple(_read_station(one) for one in place.at("stations").entries(most=100))
    paper = PracticalPaper(
        stations,
        _read_share(place, "at_least"),
        place.at("stations_to_pass").whole(least=0, most=100) if place.has("stations_to_pass") else None,
        place.at("examiners").whole(least=1, most=EXAMINERS) if place.has("examiners") else EXAMINERS,
        _read_discrepancy(place.at("discrepancy")) if place.has("discrepancy") else None,
        _read_ratings(place.at("ratings")) if place.has("ratings") else None,
        frozenset(one.word(CONFLICTS) for one in place.at("conflicts").entries(least=0))
        if place.has("conflicts")
        else frozenset(),
    )
    _check_practical(place, paper)
    return paper


def _check_practical(place: Place, paper: PracticalPaper) -> None:
    stations = place.at("stations")
    _refuse_twice(stations, [station.code for station in paper.stations])
    _refuse_half_weighted(stations, [station.weight for station in paper.stations])
    judged = [station for station in paper.stations if station.is_borderline or station.at_least is not None]
    if paper.at_least is None and not judged:
        place.fail("no_threshold", "Neither a station nor the whole has a threshold: everybody would pass")
    if paper.stations_to_pass is not None and paper.stations_to_pass > len(judged):
        place.at("stations_to_pass").fail("out_of_range", f"Only {len(judged)} stations have a threshold")
    if paper.examiners == EXAMINERS and paper.discrepancy is None:
        place.fail("missing", "Two examiners need a discrepancy: how far they may lie apart, and the rule beyond it")
    if paper.examiners == 1 and paper.discrepancy is not None:
        place.at("discrepancy").fail("contradicts", "One examiner differs from nobody")
    if paper.ratings is None and any(station.is_borderline for station in paper.stations):
        place.fail("missing", "Borderline regression needs the scale of global ratings")


def _read_station(place: Place) -> Station:
    if not place.is_object(("code", "title", "items"), ("weight", "at_least")):
        return Station("", "", (), None, None, is_borderline=False)
    items = tuple(_read_rubric_item(one) for one in place.at("items").entries(most=200))
    _refuse_twice(place.at("items"), [item.code for item in items])
    is_borderline = place.value.get("at_least") == "borderline"
    return Station(
        place.at("code").text(most=40),
        place.at("title").text(),
        items,
        place.at("weight").hundredths(least=1, most=MOST_MARKS) if place.has("weight") else None,
        None if is_borderline else _read_share(place, "at_least"),
        is_borderline=is_borderline,
    )


def _read_rubric_item(place: Place) -> RubricItem:
    if not place.is_object(("code", "title", "maximum"), ("critical",)):
        return RubricItem("", "", 100, None)
    maximum = place.at("maximum").hundredths(least=1, most=MOST_MARKS)
    critical = place.at("critical").hundredths(least=1, most=maximum) if place.has("critical") else None
    return RubricItem(place.at("code").text(most=40), place.at("title").text(), maximum, critical)


def _read_discrepancy(place: Place) -> Discrepancy:
    if not place.is_object(("allowed", "beyond")):
        return Discrepancy(0, RULES[0])
    return Discrepancy(place.at("allowed").hundredths(least=0, most=WHOLE), place.at("beyond").word(RULES))


def _read_ratings(place: Place) -> Ratings:
    if not place.is_object(("lowest", "highest", "borderline")):
        return Ratings(1, 5, 3)
    lowest = place.at("lowest").whole(least=0, most=100)
    highest = place.at("highest").whole(least=lowest + 1, most=101)
    return Ratings(lowest, highest, place.at("borderline").whole(least=lowest, most=highest))


def _read_share(place: Place, name: str) -> int | None:
    """A threshold in per cent above 0, as hundredths of a per cent. Zero would be met by everybody."""
    return place.at(name).hundredths(least=1, most=WHOLE) if place.has(name) else None


def _refuse_twice(place: Place, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code and code in seen:
            place.fail("same_code", f"{code} stands twice")
        seen.add(code)


def _refuse_half_weighted(place: Place, weights: list[int | None]) -> None:
    if any(weight is None for weight in weights) and any(weight is not None for weight in weights):
        place.fail("half_weighted", "Either each has a weight or none: without, each counts by its marks")
