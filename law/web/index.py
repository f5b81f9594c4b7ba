"""The index of places: by country, with the position for each profession on a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import pycountry

from law.web.documents import Document, last_checked_on, positions_on
from law.web.words import POSITIONS, name_profession


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

    code: str
    name: str
    places: tuple[PlaceRow, ...]
    has_own: bool
    """Whether the country has a file, whose law then applies in its parts too."""


def index_places(
    documents: Iterable[Document], *, on: dt.date, profession: str = "", wanted: str = ""
) -> list[CountryGroup]:
    """The places whose name, code or country holds `wanted` (case-folded), grouped by country, in order of names."""
    held = list(documents)
    names = {document["jurisdiction"]: str(document["name"]) for document in held}
    groups: dict[str, list[PlaceRow]] = defaultdict(list)
    for document in held:
        code = str(document["jurisdiction"])
        country = code[:2]
        haystack = f"{code} {document['name']} {names.get(country) or name_country(country)}".casefold()
        if wanted in haystack:
            groups[country].append(_read_row(document, on, profession))
    countries = [
        CountryGroup(code, names.get(code) or name_country(code), tuple(sorted(rows, key=_order)), code in names)
        for code, rows in groups.items()
    ]
    return sorted(countries, key=lambda country: country.name)


def name_country(code: str) -> str:
    """ISO's everyday name of a country; a code that ISO leaves to users stands as it is."""
    country = pycountry.countries.get(alpha_2=code)
    return str(getattr(country, "common_name", country.name)) if country else code


def _order(row: PlaceRow) -> tuple[bool, str]:
    return "-" in row.code, row.name


def _read_row(document: Document, on: dt.date, profession: str) -> PlaceRow:
    held = positions_on(document, on)
    if profession:
        held = {code: position for code, position in held.items() if code == profession}
    groups = []
    for position, words in POSITIONS.items():
        professions = tuple((code, name_profession(code)) for code, found in held.items() if found == position)
        if professions:
            groups.append(PositionGroup(position, words, professions))
    return PlaceRow(str(document["jurisdiction"]), str(document["name"]), tuple(groups), last_checked_on(document))
