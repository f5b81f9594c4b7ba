"""Patient-level precautions: what each source says of each of them, side by side and never merged.

Sources contradict one another (lymphoedema is no contraindication to one and absolute to two others). That is kept,
for whoever screens a patient must see it; a screening decides by the most cautious category.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

Data = Mapping[str, Any]


class Category(IntEnum):
    """What a source makes of a precaution, the most cautious first; the lower number decides.

    The order asks how much stands between the patient and the needle. Never comes first, then what the source bars
    or advises against, then what has to be given (a consent), then a place to leave out, then what is weighed. A bare
    entry in a list (`listed`) may mean anything up to never, so it stands with what is weighed and above mere caution.
    What only informs, binds somebody else, or says that nothing bars, comes last.
    """

    ABSOLUTE = 1
    CONTRAINDICATED = 2
    NOT_RECOMMENDED = 3
    CONDITION = 4
    AVOID_AREA = 5
    RELATIVE = 6
    CASE_BY_CASE = 7
    LISTED = 8
    PRECAUTION = 9
    RAISED_RISK = 10
    SCREENING_DUTY = 11
    PRACTITIONER_RULE = 12
    ADVERSE_EVENT = 13
    ADVICE = 14
    NOT_A_CONTRAINDICATION = 15

    @property
    def word(self) -> str:
        """The category as files and answers tell it."""
        return self.name.lower()


CATEGORIES = {category.word: category for category in Category}
BARRING = frozenset({Category.ABSOLUTE, Category.CONTRAINDICATED})
EQUIPMENT = ("plated_needles",)  # what a source says to use instead
KNOWN_FROM = ("age", "region")
CONFIDENCES = ("whole", "excerpt", "second_hand")  # how a source was read, the best first


@dataclass(frozen=True, slots=True)
class Source:
    """A public document; `confidence` tells how it was read, `notes` what to know about it."""

    id: str
    name: str
    url: str | None
    confidence: str
    notes: str


@dataclass(frozen=True, slots=True)
class Telling:
    """What one source says of a precaution, in our words.

    `item` is its number in the source's own list, `do` what the source advises, `where` and `regions` the part of the
    body that it means (regions as in questions; none means no particular place), `deep` that it means muscles which
    cannot be pressed on. It speaks of patients younger than `below_age`, in whole years, where that is given. What it
    bars, it bars only together with the precaution `only_with`; its condition is met where the keys `met_by` are
    attested. `equipment` is what to use (EQUIPMENT), `aftercare` a plain sentence for the patient to take home.
    """

    source: Source
    category: Category
    says: str
    item: int | None = None
    do: str | None = None
    where: str | None = None
    regions: tuple[str, ...] = ()
    deep: bool = False
    below_age: int | None = None
    only_with: str | None = None
    met_by: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    aftercare: str | None = None


@dataclass(frozen=True, slots=True)
class Precaution:
    """Something about the patient or the place, with every source's telling of it.

    `known_from` says that nobody has to be asked: the patient's age or the treated region tells (KNOWN_FROM). With
    `below_age` it concerns younger patients alone, in whole years.
    """

    id: str
    name: str
    group: str
    told: tuple[Telling, ...]
    known_from: str | None = None
    below_age: int | None = None

    @property
    def most_cautious(self) -> Category:
        """The category that a screening goes by: the lowest number of any source."""
        return min(telling.category for telling in self.told)

    @property
    def is_asked(self) -> bool:
        """Whether a screening has to ask for it: it depends on the patient, and could change what is done."""
        return self.known_from is None and self.most_cautious <= Category.SCREENING_DUTY

    @property
    def is_disputed(self) -> bool:
        """Whether one source bars it that another does not bar."""
        barring = {telling.category in BARRING for telling in self.told}
        return len(barring) > 1


@dataclass(frozen=True, slots=True)
class Precautions:
    """All of them, with their sources."""

    sources: Mapping[str, Source]
    items: Mapping[str, Precaution]

    def told_by(self, source: str) -> list[tuple[Precaution, Telling]]:
        """What one source says, in the order of its own numbers."""
        told = [(item, telling) for item in self.items.values() for telling in item.told if telling.source.id == source]
        return sorted(told, key=lambda pair: pair[1].item or 0)


def compile_precautions(sources: Iterable[Data], groups: Mapping[str, Iterable[Data]]) -> Precautions:
    """From plain data that was checked when it was read; `groups` are the files' items by the files' names."""
    known = {data["id"]: Source(**data) for data in sources}
    items = {data["id"]: _compile_item(data, group, known) for group, held in groups.items() for data in held}
    return Precautions(known, items)


def _compile_item(data: Data, group: str, sources: Mapping[str, Source]) -> Precaution:
    told = tuple(
        Telling(
            source=sources[telling["source"]],
            category=CATEGORIES[telling["category"]],
            says=telling["says"],
            item=telling.get("item"),
            do=telling.get("do"),
            where=telling.get("where"),
            regions=tuple(telling.get("regions") or ()),
            deep=telling.get("deep", False),
            below_age=telling.get("below_age"),
            only_with=telling.get("only_with"),
            met_by=tuple(telling.get("met_by") or ()),
            equipment=tuple(telling.get("equipment") or ()),
            aftercare=telling.get("aftercare"),
        )
        for telling in data["told"]
    )
    return Precaution(data["id"], data["name"], group, told, data.get("known_from"), data.get("below_age"))
