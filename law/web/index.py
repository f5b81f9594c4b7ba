"""The index of places: by country, with the position for each profession on a day."""

import datetime as dt
from dataclasses import dataclass

from law.web.held import HeldLaw
from law.web.provisions import last_checked_on, positions_on
from law.web.words import POSITIONS, name_profession
from rulebook.law import Jurisdiction


@dataclass(frozen=True, slots=True)
class PositionGroup:
    """The professions of a place that stand alike on the day."""

    position: str
    words: str
    professions: tuple[tuple[str, str], ...]
    """Code and name of each."""


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A place in the index."""

    code: str
    name: str
    positions: tuple[PositionGroup, ...]
    last_checked_on: dt.date | None


@dataclass(frozen=True, slots=True)
class CountryGroup:
    """A country and its places on file; the country's own file comes first."""

    key: str
    name: str
    places: tuple[PlaceRow, ...]
    has_own: bool
    """Whether the country has a file, whose law then applies in its parts too."""


def index_places(
    held: HeldLaw, *, on: dt.date, today: dt.date, profession: str = "", wanted: str = ""
) -> list[CountryGroup]:
    """The places whose name, code or country holds `wanted` (case-folded), grouped by country, in order of names."""
    countries = []
    for country, places in held.list_places():
        rows = tuple(
            _read_row(held.law.jurisdictions[code], on, today, profession)
            for code, name in places
            if wanted in f"{code} {name} {country}".casefold()
        )
        if rows:
            key = rows[0].code[:2]
            countries.append(CountryGroup(key, country, rows, key in held.law.jurisdictions))
    return countries


def _read_row(place: Jurisdiction, on: dt.date, today: dt.date, profession: str) -> PlaceRow:
    held = positions_on(place, on=on, today=today)
    if profession:
        held = {code: position for code, position in held.items() if code == profession}
    groups = []
    for position, words in POSITIONS.items():
        professions = tuple((code, name_profession(code)) for code, found in held.items() if found == position)
        if professions:
            groups.append(PositionGroup(position, words, professions))
    return PlaceRow(place.code, place.name, tuple(groups), last_checked_on(place))
