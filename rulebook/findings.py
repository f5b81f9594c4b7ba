"""What was found about one node, and the tree of what was found."""

import datetime as dt
from collections.abc import Callable
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
    on_day: Callable[[dt.date], Status] | None = None


class Judged(NamedTuple):
    """A node with its status: a leaf has a code and tells its finding when asked, the others have children.

    The horizon looks at codes alone, on days of which nothing is told; so findings are made when they are told.
    """

    status: Status
    code: str = ""
    tell: Callable[[], Finding] | None = None
    children: tuple["Judged", ...] = ()
    is_any: bool = False


def judge_all(children: tuple[Judged, ...]) -> Judged:
    """All of them: the lowest status decides; none at all is met."""
    return Judged(min([child.status for child in children], default=Status.MET), "", None, children)


def judge_any(children: tuple[Judged, ...]) -> Judged:
    """Any of them: the highest status decides; none at all is unmet."""
    return Judged(max([child.status for child in children], default=Status.UNMET), "", None, children, True)


def findings_in(node: Judged) -> list[Finding]:
    """Every finding of the tree, in its order."""
    return [leaf.tell() for leaf in leaves_in(node) if leaf.tell is not None]


def leaves_in(node: Judged) -> list[Judged]:
    """Every leaf of the tree, in its order."""
    found: list[Judged] = []
    _gather(node, found)
    return found


def _gather(node: Judged, found: list[Judged]) -> None:
    if node.tell is not None:
        found.append(node)
    for child in node.children:
        _gather(child, found)
