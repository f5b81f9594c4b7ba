"""What the apps above keep about a person and must let go of with it, which the registry itself knows nothing of."""

from collections.abc import Callable, Collection
from dataclasses import dataclass

PractitionerIds = Collection[int]


@dataclass(frozen=True, slots=True)
class Eraser:
    """`hold` waits for whoever writes about these records; `erase` blanks what is kept of them.

    Both run in the transaction that erases the person: `hold` before the registrar's lock is taken, because writers of
    the apps above take their own locks first; `erase` when the person counts as erased.
    """

    hold: Callable[[PractitionerIds], object]
    erase: Callable[[PractitionerIds], object]


erasers: list[Eraser] = []


def register_eraser(eraser: Eraser) -> None:
    """Have it called with the ids of all records of each person who is erased."""
    if eraser not in erasers:
        erasers.append(eraser)
