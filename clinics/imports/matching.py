"""Whom a row may mean: who its numbers fit, and whether name, birth date and the other numbers agree with that.

By registry number, then NPI, then licence. A person whom nothing but a name fits is nobody's match, and one whom name
and birth date alone fit is a human's to judge.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from credentials.records.matching import Fits
from credentials.records.reading import LicenceKey
from rulebook.identity import judge_identity
from rulebook.status import MET

REGISTRY_NUMBER, NPI, LICENCE, NAME, BORN_ON = "registry_number", "npi", "licence", "name", "born_on"
POINTS = (REGISTRY_NUMBER, NPI, LICENCE, NAME, BORN_ON)  # on which a row and a person agree or differ


@dataclass(frozen=True, slots=True)
class ToldPerson:
    """Whom a row is about; the licence's number is in the form in which numbers are compared."""

    registry_number: str | None = None
    npi: str | None = None
    licence: LicenceKey | None = None
    name: str | None = None
    born_on: dt.date | None = None


@dataclass(slots=True)
class PersonOnFile:
    """What counts of a person on file, self-stated things left out; days as ISO texts."""

    registry_numbers: set[str] = field(default_factory=set)
    npis: set[str] = field(default_factory=set)
    licences: set[LicenceKey] = field(default_factory=set)
    names: list[str] = field(default_factory=list)
    born_on: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on file whom the row may mean: which points agree and which differ, of those told on both sides."""

    practitioner_id: int
    agrees: tuple[str, ...]
    differs: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        """Whether nobody needs to look: a number fits, and nothing speaks against it."""
        return not self.differs and bool({REGISTRY_NUMBER, NPI, LICENCE} & set(self.agrees))


def find_candidates(told: ToldPerson, fits: Fits) -> set[int]:
    """Every record that a number of the row fits."""
    named = fits.by_number.get(told.registry_number or "")
    found = set() if named is None else {named}
    found |= fits.by_npi.get(told.npi or "", frozenset())
    return found | (fits.by_licence.get(told.licence, frozenset()) if told.licence else frozenset())


def compare(told: ToldPerson, practitioner_id: int, on_file: PersonOnFile) -> Candidate:
    """What agrees and what differs between a row and a person on file."""
    points = {
        REGISTRY_NUMBER: _holds(told.registry_number, on_file.registry_numbers),
        NPI: _holds(told.npi, on_file.npis),
        LICENCE: _compare_licence(told.licence, on_file.licences),
        NAME: _compare_name(told.name, on_file.names),
        BORN_ON: _holds(told.born_on.isoformat() if told.born_on else None, on_file.born_on),
    }
    return Candidate(
        practitioner_id,
        tuple(name for name, agrees in points.items() if agrees is True),
        tuple(name for name, agrees in points.items() if agrees is False),
    )


def matched_by(candidate: Candidate) -> str | None:
    """The strongest point that agrees."""
    return next((one for one in (REGISTRY_NUMBER, NPI, LICENCE) if one in candidate.agrees), None)


def rank_candidates(told: ToldPerson, ids: Collection[int], people: Mapping[int, PersonOnFile]) -> list[Candidate]:
    """The candidates compared, the likeliest first."""
    compared = [compare(told, one, people[one]) for one in sorted(ids) if one in people]
    return sorted(compared, key=lambda one: (len(one.differs), -len(one.agrees), one.practitioner_id))


def _holds(value: str | None, held: Collection[str]) -> bool | None:
    return value in held if value is not None and held else None


def _compare_licence(told: LicenceKey | None, held: Collection[LicenceKey]) -> bool | None:
    """Another number of the same profession in the same place differs; a licence of elsewhere says nothing."""
    if told is None:
        return None
    if told in held:
        return True
    return False if any(one[:2] == told[:2] for one in held) else None


def _compare_name(told: str | None, recorded: Sequence[str]) -> bool | None:
    """As a question's name is: every word given stands in one and the same recorded name."""
    return judge_identity(told, tuple(recorded)).status is MET if told and recorded else None
