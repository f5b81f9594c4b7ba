"""What a paper consists of. Marks, weights and per cents are whole hundredths."""

from dataclasses import dataclass

FORMS = ("written", "practical")
RULES = ("reconcile", "average", "third_examiner")
CONFLICTS = ("supervisor", "instructor")
EXAMINERS = 2


@dataclass(frozen=True, slots=True)
class Item:
    """A question. `right` are the choices that earn its whole maximum; None where somebody gives marks."""

    code: str
    maximum: int
    right: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a written paper with a threshold of its own, if it has one (hundredths of a per cent).

    Without items only its total is told, out of `maximum`.
    """

    code: str
    title: str
    maximum: int
    items: tuple[Item, ...]
    weight: int | None
    at_least: int | None


@dataclass(frozen=True, slots=True)
class WrittenPaper:
    """Sections whose thresholds must all be met, and the threshold of the weighted whole, if there is one."""

    sections: tuple[Section, ...]
    at_least: int | None


@dataclass(frozen=True, slots=True)
class RubricItem:
    """What an examiner marks. A critical item marked below `critical` fails the whole examination outright."""

    code: str
    title: str
    maximum: int
    critical: int | None


@dataclass(frozen=True, slots=True)
class Station:
    """A station of a practical paper. With `is_borderline` its threshold is set by borderline regression."""

    code: str
    title: str
    items: tuple[RubricItem, ...]
    weight: int | None
    at_least: int | None
    is_borderline: bool

    @property
    def maximum(self) -> int:
        """The marks of all its items."""
        return sum(item.maximum for item in self.items)


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """How far two examiners' totals may lie apart (hundredths of a per cent of the station), and the rule beyond it.

    `reconcile`: both look again; `average`: the mean stands; `third_examiner`: a third marks, blind too, and the mean
    of the two nearest totals stands. Two who differ on whether a critical item was failed are beyond it always.
    """

    allowed: int
    beyond: str


@dataclass(frozen=True, slots=True)
class Ratings:
    """The scale of global ratings, and which of them means borderline."""

    lowest: int
    highest: int
    borderline: int


@dataclass(frozen=True, slots=True)
class PracticalPaper:
    """Stations, of which `stations_to_pass` must be passed (None: each that has a threshold).

    `conflicts` says whether the candidate's supervisors and instructors may not examine.
    """

    stations: tuple[Station, ...]
    at_least: int | None
    stations_to_pass: int | None
    examiners: int
    discrepancy: Discrepancy | None
    ratings: Ratings | None
    conflicts: frozenset[str]


Paper = WrittenPaper | PracticalPaper
