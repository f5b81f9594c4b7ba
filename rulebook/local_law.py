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

NO_CONSENT = 0
# Emptied when full: of the few thousand places few have law, and most questions are asked on one day or another near.
_PLACES_KEPT, _TREES_KEPT = 1024, 256


class ProfessionLaw:
    """What a place and its country provide for one profession; `turns` are the days on which that changes."""

    __slots__ = ("_by_period", "_local", "_profession", "_trees", "alone", "every", "turns")

    def __init__(self, local: "LocalLaw", profession: str, provisions: tuple[Provision, ...]) -> None:
        self.alone = frozenset((profession,))
        self.every = provisions
        self.turns = sorted({day for one in provisions for day in (one.starts, one.until) if day is not None})
        self._local, self._profession = local, profession
        self._by_period = [_counting(provisions, day) for day in (dt.date.min, *self.turns)]
        self._trees: dict[tuple[int, dt.date, int, int], Tree] = {}

    def provisions_on(self, day: dt.date) -> tuple[Provision, ...]:
        """Those that count: in force, the place's first; a silent one only beside none that speaks."""
        return self._by_period[bisect_right(self.turns, day)]

    def tree_on(self, day: dt.date, asked_on: dt.date, consent: int = NO_CONSENT, index: int = 0) -> Tree:
        """What they ask together on a day, and the consents after it; `index` of the basis of whom it is asked."""
        key = (bisect_right(self.turns, day), asked_on, consent, index)
        tree = self._trees.get(key)
        if tree is None:
            if len(self._trees) >= _TREES_KEPT:
                self._trees.clear()
            tree = self._trees[key] = self._plant(self._by_period[key[0]], asked_on, consent).under(
                f"bases/{index}/law/"
            )
        return tree

    def _plant(self, provisions: tuple[Provision, ...], asked_on: dt.date, consent: int) -> Tree:
        consents = self._local.consents[consent]
        if not provisions:
            return plant(_not_on_file(self._local.place, self._profession), *consents)
        return plant(*[one.node(asked_on) for one in provisions], *consents)


class LocalLaw:
    """A place with its country: its provisions by profession, its age of majority, its consents.

    `consents` are the leaves that the law asks for a child, by what `consent_for` tells of the patient.
    """

    def __init__(self, law: Law, place: str) -> None:
        self.place = place
        self.here = (place, place[:2])
        self._held = _places(law, place)
        self._professions: dict[str, ProfessionLaw] = {}
        self.age_of_majority = law.age_of_majority_in(place)
        banded = next((held for held in self._held if held.bands), None)
        self.bands: tuple[Band, ...] = banded.bands if banded else ()
        leaves = banded.consent if banded else ()
        every = _each_once(leaf for needed in leaves for leaf in needed)
        self.consents = ((), every, *map(_each_once, leaves))

    def of_profession(self, profession: str) -> ProfessionLaw:
        """What is provided for a profession."""
        held = self._professions.get(profession)
        if held is None:
            provisions = tuple(one for place in self._held for one in place.provisions.get(profession, ()))
            held = self._professions[profession] = ProfessionLaw(self, profession, provisions)
        return held

    def consent_for(self, age: int | None) -> int:
        """Which consents are asked for a child: those of the band that holds the age; without an age, of all."""
        if age is None:
            return 1
        return next((n for n, band in enumerate(self.bands, 2) if band.holds(age)), NO_CONSENT)


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


def _each_once(leaves: Iterable[Attestation]) -> tuple[Attestation, ...]:
    asked: dict[str, Attestation] = {}
    for leaf in leaves:
        asked.setdefault(leaf.key, leaf)
    return tuple(asked.values())


def _not_on_file(place: str, profession: str) -> Fixed:
    origin, word = Origin("law", None, place), "law_not_on_file"
    return Fixed(origin=origin, path=word, word=word, fixed=UNKNOWN, profession=profession)
