"""The law of one place and of its country laid together, once for all questions about the place.

What a question needs of the law depends on little: the place, the profession, the day, the patient's age. A compiled
law never changes, so what was laid together is kept with it (`Law.local`).
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable

from rulebook.case import Band
from rulebook.law import Jurisdiction, Law, Provision
from rulebook.requirements.bedside import Attestation, Fixed
from rulebook.requirements.nodes import Origin, Tree, plant
from rulebook.status import UNKNOWN

_PLACES_KEPT = 1024  # of the few thousand that there are; emptied when full, for only a few have law of their own


class ProfessionLaw:
    """What a place and its country provide for one profession; `turns` are the days on which that changes."""

    def __init__(self, place: str, profession: str, provisions: tuple[Provision, ...]) -> None:
        self.alone = frozenset((profession,))
        self.every = provisions
        self.turns = sorted({day for one in provisions for day in (one.starts, one.until) if day is not None})
        self._by_period = [_counting(provisions, day) for day in (dt.date.min, *self.turns)]
        self._not_on_file = (_not_on_file(place, profession),)

    def provisions_on(self, day: dt.date) -> tuple[Provision, ...]:
        """Those that count: in force, the place's first; a silent one only beside none that speaks."""
        return self._by_period[bisect_right(self.turns, day)]

    def trees_on(self, day: dt.date, asked_on: dt.date) -> tuple[Tree, ...]:
        """What they ask."""
        provisions = self.provisions_on(day)
        return tuple([one.node(asked_on) for one in provisions]) if provisions else self._not_on_file


class LocalLaw:
    """A place with its country: its provisions by profession, its age of majority, its consents."""

    def __init__(self, law: Law, place: str) -> None:
        self.place = place
        self.here = (place, place[:2])
        self._held = _places(law, place)
        self._professions: dict[str, ProfessionLaw] = {}
        self.age_of_majority = law.age_of_majority_in(place)
        banded = next((held for held in self._held if held.bands), None)
        self.bands: tuple[Band, ...] = banded.bands if banded else ()
        leaves = banded.consent if banded else ()
        self._consent_of_all = _consent(leaf for needed in leaves for leaf in needed)
        self._consent_of_band = tuple(_consent(needed) for needed in leaves)

    def of_profession(self, profession: str) -> ProfessionLaw:
        """What is provided for a profession."""
        held = self._professions.get(profession)
        if held is None:
            provisions = tuple(one for place in self._held for one in place.provisions.get(profession, ()))
            held = self._professions[profession] = ProfessionLaw(self.place, profession, provisions)
        return held

    def consent_asked(self, age: int | None) -> Tree | None:
        """The consents that the law asks for a child: of the band that holds the age, else of all, each key once."""
        if age is None:
            return self._consent_of_all
        held = (tree for band, tree in zip(self.bands, self._consent_of_band, strict=True) if band.holds(age))
        return next(held, None)


def local_law(law: Law, place: str) -> LocalLaw:
    """The law of a place, laid together when it is first asked for."""
    held = law.local.get(place)
    if held is None:
        if len(law.local) >= _PLACES_KEPT:
            law.local.clear()
        held = law.local[place] = LocalLaw(law, place)
    return held


def _places(law: Law, place: str) -> list[Jurisdiction]:
    """The place's law file, then its country's, as far as there are any."""
    codes = dict.fromkeys((place, place[:2]))
    return [law.jurisdictions[code] for code in codes if code in law.jurisdictions]


def _counting(provisions: tuple[Provision, ...], day: dt.date) -> tuple[Provision, ...]:
    in_force = [one for one in provisions if one.is_in_force(day)]
    return tuple([one for one in in_force if one.position != "silent"] or in_force)


def _consent(leaves: Iterable[Attestation]) -> Tree | None:
    asked: dict[str, Attestation] = {}
    for leaf in leaves:
        asked.setdefault(leaf.key, leaf)
    return plant(*asked.values()) if asked else None


def _not_on_file(place: str, profession: str) -> Tree:
    origin, word = Origin("law", None, place), "law_not_on_file"
    return plant(Fixed(origin=origin, path=word, word=word, fixed=UNKNOWN, profession=profession))
