"""One row of a staff list: every cell read, every fault named."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from clinics.imports.fields import FIELDS
from clinics.imports.mapping import StaffMapping
from credentials.files.cells import Wrong, parse_day, refuse_text, shorten
from credentials.files.row_faults import RowFault
from credentials.records.faults import RefusedValue
from credentials.records.numbers import capitalise_number, is_npi, is_registry_number
from credentials.records.values import read_address
from rulebook.facts import PROFESSIONS, normalise_number
from rulebook.question import OLDEST

LONGEST, LONGEST_NUMBER = 100, 40
FIRST_DAY, LAST_DAY = dt.date(1900, 1, 1), dt.date(2199, 12, 31)
_GROUP_WORDS = {
    **dict.fromkeys(("adult", "adults", "erwachsene"), ("adult",)),
    **dict.fromkeys(("child", "children", "minor", "minors", "paediatric", "pediatric", "kinder"), ("child",)),
    **dict.fromkeys(("both", "all", "everyone", "alle"), ("adult", "child")),
}
_BETWEEN = re.compile(r"\s*(?:[,;/+&|]|\s\band\b\s|\s\bund\b\s)\s*")
_DAYS = ("born_on", "starts_on", "until_on", "on")


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A row as far as it could be read; with faults it goes no further. A licence's number stands as it was written."""

    row: int
    cells: Sequence[str]
    registry_number: str | None = None
    npi: str | None = None
    licence: tuple[str, str, str] | None = None
    name: str | None = None
    born_on: dt.date | None = None
    email: str | None = None
    site: str | None = None
    role: str | None = None
    patient_groups: tuple[str, ...] = ()
    starts_on: dt.date | None = None
    until_on: dt.date | None = None
    jurisdiction: str | None = None
    age: int | None = None
    on: dt.date | None = None
    faults: list[RowFault] = field(default_factory=list)


class StaffRowReader:
    """Reads the rows of one list. `read_place` gives a code as it is told, and raises ValueError for none."""

    def __init__(
        self, header: Sequence[str], mapping: StaffMapping, read_place: Callable[[str], str], needed: Sequence[str]
    ) -> None:
        self._header, self._mapping, self._read_place = tuple(header), mapping, read_place
        self._needed = needed
        places = {mapping.columns[name]: place for place, name in enumerate(header)}
        self._places = [(field, places[field]) for field in FIELDS if field in places]

    def read_all(self, rows: Iterator[tuple[int, list[str]]]) -> Iterator[StaffRow]:
        """Every row."""
        return (self.read(number, cells) for number, cells in rows)

    def read(self, number: int, cells: Sequence[str]) -> StaffRow:
        """One row; `cells` has at least as many as the header."""
        kept = tuple(str(cell) for cell in cells[: len(self._header)])
        if kept == self._header:
            return StaffRow(number, kept, faults=[RowFault("header_again", None)])
        faults = [RowFault("extra_cells", None)] if any(cells[len(self._header) :]) else []
        told = dict(self._mapping.constants)
        # A blank cell leaves the constant out: it says that nothing is there.
        told.update({name: cells[place].strip() for name, place in self._places})
        _check_texts(told, faults)
        days = {name: self._read_day(name, told, faults) for name in _DAYS}
        row = StaffRow(
            number,
            kept,
            registry_number=_read_registry_number(told, faults),
            npi=_read_npi(told, faults),
            licence=self._read_licence(told, faults),
            name=told.get("name") or " ".join(filter(None, (told.get("given_name"), told.get("family_name")))) or None,
            email=_read_email(told, faults),
            site=told.get("site") or None,
            role=told.get("role") or None,
            patient_groups=_read_groups(told, faults),
            jurisdiction=self._read_place_in("jurisdiction", told, faults),
            age=_read_age(told, faults),
            faults=faults,
            **days,
        )
        _check_whole(row, told, self._needed)
        return row

    def _read_day(self, name: str, told: Mapping[str, str], faults: list[RowFault]) -> dt.date | None:
        text = told.get(name)
        if not text:
            return None
        day = parse_day(text, self._mapping.day_format)
        if isinstance(day, Wrong):
            faults.append(RowFault(day.code, name, day.about))
            return None
        if not FIRST_DAY <= day <= LAST_DAY:
            faults.append(RowFault("day_out_of_range", name, (day.isoformat(),)))
            return None
        return day

    def _read_place_in(self, name: str, told: Mapping[str, str], faults: list[RowFault]) -> str | None:
        text = told.get(name)
        if not text:
            return None
        try:
            return self._read_place(text)
        except ValueError:
            faults.append(RowFault("unknown_place", name, (shorten(text),)))
            return None

    def _read_licence(self, told: Mapping[str, str], faults: list[RowFault]) -> tuple[str, str, str] | None:
        number = told.get("licence_number")
        if not number:
            return None
        if not told.get("licence_jurisdiction") or not told.get("licence_profession"):
            faults.append(RowFault("licence_incomplete", "licence_number"))
            return None
        if not normalise_number(number):
            faults.append(RowFault("missing", "licence_number"))
            return None
        place = self._read_place_in("licence_jurisdiction", told, faults)
        profession = told["licence_profession"].upper()
        if profession not in PROFESSIONS:
            about = (shorten(told["licence_profession"]), ", ".join(PROFESSIONS))
            faults.append(RowFault("unknown_profession", "licence_profession", about))
            return None
        return None if place is None else (place, profession, number)


def _check_texts(told: Mapping[str, str], faults: list[RowFault]) -> None:
    """Whatever a cell holds: not too long, no formula, nothing that PostgreSQL or UTF-8 cannot hold."""
    for name, text in told.items():
        most = LONGEST_NUMBER if name in ("registry_number", "npi", "licence_number") else LONGEST
        if len(text) > (254 if name == "email" else most):
            faults.append(RowFault("too_long", name, (str(254 if name == "email" else most),)))
        elif "\0" in text or any("\ud800" <= letter <= "\udfff" for letter in text):
            faults.append(RowFault("unprintable", name))
        elif name not in _DAYS and text[:1] in ("=", "#") and (refused := refuse_text(text)):
            faults.append(RowFault(refused.code, name, refused.about))


def _read_registry_number(told: Mapping[str, str], faults: list[RowFault]) -> str | None:
    text = told.get("registry_number")
    if not text:
        return None
    number = capitalise_number(text)
    if is_registry_number(number):
        return number
    faults.append(RowFault("not_a_registry_number", "registry_number", (shorten(text),)))
    return None


def _read_npi(told: Mapping[str, str], faults: list[RowFault]) -> str | None:
    text = told.get("npi")
    if not text:
        return None
    if is_npi(text):
        return text
    faults.append(RowFault("not_an_npi", "npi", (shorten(text),)))
    return None


def _read_email(told: Mapping[str, str], faults: list[RowFault]) -> str | None:
    text = told.get("email")
    if not text:
        return None
    try:
        return str(read_address(text))
    except RefusedValue:
        faults.append(RowFault("not_an_address", "email", (shorten(text),)))
        return None


def _read_groups(told: Mapping[str, str], faults: list[RowFault]) -> tuple[str, ...]:
    text = told.get("patient_groups")
    found: set[str] = set()
    for word in _BETWEEN.split(text.strip().lower()) if text else ():
        if word not in _GROUP_WORDS:
            faults.append(RowFault("unknown_group", "patient_groups", (shorten(word),)))
        found.update(_GROUP_WORDS.get(word, ()))
    return tuple(sorted(found))


def _read_age(told: Mapping[str, str], faults: list[RowFault]) -> int | None:
    text = told.get("age")
    if not text:
        return None
    if text.isascii() and text.isdigit() and len(text) <= 3 and int(text) <= OLDEST:
        return int(text)
    faults.append(RowFault("not_an_age", "age", (shorten(text),)))
    return None


def _check_whole(row: StaffRow, told: Mapping[str, str], needed: Sequence[str]) -> None:
    """What a row misses altogether, and days in the wrong order."""
    if not any(told.get(one) for one in ("registry_number", "npi", "licence_number")) and row.name is None:
        row.faults.append(RowFault("nobody_told", None))
    row.faults.extend(RowFault("missing", name) for name in needed if not told.get(name))
    if row.starts_on is not None and row.until_on is not None and row.until_on <= row.starts_on:
        row.faults.append(RowFault("reversed", "until_on", (row.starts_on.isoformat(),)))
