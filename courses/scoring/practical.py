"""Scoring a practical paper: two examiners who mark blind, what becomes of a discrepancy, critical items."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Any

from courses.scoring.documents import Place
from courses.scoring.papers import EXAMINERS, PracticalPaper, Station
from courses.scoring.scores import WHOLE, PartScore, Score, weigh
from credentials.records.faults import Fault

THIRD = 3
WAITING, SETTLED, RECONCILE, THIRD_NEEDED = STATUSES = ("waiting", "settled", "reconcile", "third_examiner")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One examiner's marks at one station, in hundredths by item. `place` is 1 or 2, and 3 for a third examiner."""

    place: int
    marks: Mapping[str, int]
    rating: int | None = None


@dataclass(frozen=True, slots=True)
class Settlement:
    """Where a station stands: `waiting` for an examiner, `settled`, or asking for what its rule says.

    `marks` (hundredths) and `failed` (critical items, as STATION/ITEM) are there once it is settled.
    """

    station: str
    status: str
    marks: Fraction | None = None
    failed: tuple[str, ...] = ()


def read_sheet(paper: PracticalPaper, station: Station, marks: Any, rating: Any) -> Sheet | list[Fault]:
    """An examiner's marks and global rating, or every fault in them. Each item must be marked."""
    place = Place({"marks": marks, "rating": rating})
    told = place.at("marks")
    read: dict[str, int] = {}
    if told.is_object([item.code for item in station.items]):
        read = {item.code: told.at(item.code).hundredths(least=0, most=item.maximum) for item in station.items}
    global_rating = None
    if paper.ratings is not None:
        global_rating = place.at("rating").whole(least=paper.ratings.lowest, most=paper.ratings.highest)
    elif rating is not None:
        place.at("rating").fail("unknown_field", "This paper asks for no global rating")
    return place.faults or Sheet(0, read, global_rating)


def settle(
    paper: PracticalPaper, station: Station, sheets: Iterable[Sheet], voided: AbstractSet[str] = frozenset()
) -> Settlement:
    """What the sheets of one station come to, whichever examiner handed in first."""
    by_place = {sheet.place: sheet for sheet in sheets}
    first = [by_place[place] for place in range(1, paper.examiners + 1) if place in by_place]
    if len(first) < paper.examiners:
        return Settlement(station.code, WAITING)
    third = by_place.get(THIRD)
    if not is_beyond(paper, station, first, voided):
        return _agree(station, first, voided)
    rule = paper.discrepancy.beyond if paper.discrepancy else ""
    if rule == "average":
        return _agree(station, first, voided)
    if rule == "reconcile":
        return Settlement(station.code, RECONCILE)
    if third is None:
        return Settlement(station.code, THIRD_NEEDED)
    return _decide_by_third(station, [*first, third], voided)


def is_beyond(paper: PracticalPaper, station: Station, pair: Sequence[Sheet], voided: AbstractSet[str]) -> bool:
    """Whether two examiners lie further apart than is allowed, or differ on a critical item."""
    maximum = station_maximum(station, voided)
    if len(pair) < EXAMINERS or paper.discrepancy is None or not maximum:
        return False
    one, other = (total(station, sheet, voided) for sheet in pair)
    if Fraction(abs(one - other), maximum) > Fraction(paper.discrepancy.allowed, WHOLE):
        return True
    return _failed_by(station, pair[0], voided) != _failed_by(station, pair[1], voided)


def score_practical(
    paper: PracticalPaper,
    sheets: Mapping[str, Sequence[Sheet]],
    *,
    voided: AbstractSet[str] = frozenset(),
    cuts: Mapping[str, int] | None = None,
) -> Score | tuple[Settlement, ...]:
    """The score once every station is settled; otherwise the stations that are not, with what each waits for.

    `cuts` are the standards set by borderline regression: marks in hundredths that just pass the whole station. One
    that is still to be set is told as a settlement with the status `standard`.
    """
    known = cuts or {}
    counting = [station for station in paper.stations if station_maximum(station, voided)]
    settled = {station.code: settle(paper, station, sheets.get(station.code, ()), voided) for station in counting}
    open_ones = [one for one in settled.values() if one.status != SETTLED]
    unset = [one for one in counting if one.is_borderline and one.code not in known]
    if open_ones or unset or not counting:
        return (*open_ones, *(Settlement(station.code, "standard") for station in unset))
    parts = [_part(station, settled[station.code], voided, known) for station in counting]
    failed = [item for one in settled.values() for item in one.failed]
    reasons = [f"critical:{item}" for item in failed]
    return weigh(parts, at_least=paper.at_least, failed=reasons, stations_to_pass=paper.stations_to_pass)


def station_maximum(station: Station, voided: AbstractSet[str]) -> int:
    """The marks of a station that count."""
    return sum(item.maximum for item in station.items if f"{station.code}/{item.code}" not in voided)


def total(station: Station, sheet: Sheet, voided: AbstractSet[str]) -> int:
    """What one examiner gave, in hundredths, without the voided items."""
    return sum(sheet.marks[item.code] for item in station.items if f"{station.code}/{item.code}" not in voided)


def _part(station: Station, settled: Settlement, voided: AbstractSet[str], cuts: Mapping[str, int]) -> PartScore:
    maximum = station_maximum(station, voided)
    weight = Fraction(station.weight if station.weight is not None else maximum)
    needs = None if station.at_least is None else Fraction(station.at_least, WHOLE)
    if station.is_borderline:
        needs = Fraction(cuts[station.code], station.maximum)
    return PartScore(station.code, settled.marks or Fraction(0), maximum, weight, needs)


def _agree(station: Station, sheets: Sequence[Sheet], voided: AbstractSet[str]) -> Settlement:
    """The mean of all; a critical item that any of them saw failed is failed."""
    mean = Fraction(sum(total(station, sheet, voided) for sheet in sheets), len(sheets))
    failed = frozenset[str]().union(*(_failed_by(station, sheet, voided) for sheet in sheets))
    return Settlement(station.code, SETTLED, mean, tuple(sorted(failed)))


def _decide_by_third(station: Station, sheets: Sequence[Sheet], voided: AbstractSet[str]) -> Settlement:
    """The mean of the two nearest totals, the middle one where both are as near; two of three decide what is critical.

    With the middle total exactly half-way, the pairs are as near as each other and their means differ: neither side is
    preferred, so the middle total itself stands.
    """
    low, middle, high = sorted(total(station, sheet, voided) for sheet in sheets)
    marks = Fraction(middle)
    if middle - low != high - middle:
        marks = Fraction(low + middle, 2) if middle - low < high - middle else Fraction(middle + high, 2)
    verdicts = [_failed_by(station, sheet, voided) for sheet in sheets]
    failed = frozenset[str]().union(*(one & other for one, other in combinations(verdicts, 2)))
    return Settlement(station.code, SETTLED, marks, tuple(sorted(failed)))


def _failed_by(station: Station, sheet: Sheet, voided: AbstractSet[str]) -> frozenset[str]:
    """The critical items that this examiner saw failed, as STATION/ITEM."""
    return frozenset(
        f"{station.code}/{item.code}"
        for item in station.items
        if item.critical is not None
        and sheet.marks[item.code] < item.critical
        and f"{station.code}/{item.code}" not in voided
    )
