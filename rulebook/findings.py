"""What was found about one leaf, and the sources that it rests on."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple, TypeVar

from rulebook.status import Status

T = TypeVar("T")
Number = int | float
Words = tuple[tuple[str, str | dt.date], ...]


@dataclass(frozen=True, slots=True)
class Citation:
    """Where it stands written; `evidence` and `checked_on` are None outside law."""

    text: str
    url: str | None = None
    evidence: str | None = None
    checked_on: dt.date | None = None
    told: dict[str, str | None] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put together what every answer that cites it tells."""
        day = self.checked_on and self.checked_on.isoformat()
        told = {"text": self.text, "url": self.url, "evidence": self.evidence, "checked_on": day}
        object.__setattr__(self, "told", told)


class Finding(NamedTuple):
    """One leaf or code of the tree: whether it is met, what is asked, what is held, where it is written.

    `words` are what a message needs besides; `law_says` is the law's own text, never translated.
    """

    code: str
    layer: str
    status: Status
    path: str
    required: Number | str | None = None
    held: Number | str | None = None
    unit: str | None = None
    evidence: tuple[str, ...] = ()
    citation: Citation | None = None
    about: str = "treatment"
    law_says: str | None = None
    words: Words = ()


def ready(kind: type[T]) -> Callable[[tuple[Any, ...]], T]:
    """Makes a named tuple of all its fields at once: the class itself takes twice as long."""
    return partial(tuple.__new__, kind)  # type: ignore[type-var]  # every caller gives it a named tuple


make_finding = ready(Finding)
