"""What was found about one leaf, and the sources that it rests on."""

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from rulebook.status import Status

Number = int | float


@dataclass(frozen=True, slots=True)
class Citation:
    """Where it stands written; `evidence` and `checked_on` are None outside law."""

    text: str
    url: str | None = None
    evidence: str | None = None
    checked_on: dt.date | None = None


class Check(NamedTuple):
    """What a leaf found; `code` and `required` replace the leaf's own where the case gives them."""

    status: Status
    held: Number | str | None = None
    evidence: tuple[str, ...] = ()
    code: str | None = None
    required: str | None = None


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
    words: tuple[tuple[str, str], ...] = ()
