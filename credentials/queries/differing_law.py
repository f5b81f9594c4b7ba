"""Whether a change of the law can touch an answer: the places whose earlier answers may come out otherwise."""

import functools
from collections.abc import Iterable

from law.queries.changes import PackChanges, changes_between
from law.queries.packs import read_content
from rulebook.loading import read_iso_codes

EVERYWHERE = "*"
PAIRS_KEPT = 64


@functools.lru_cache(maxsize=PAIRS_KEPT)
def touched_codes(before: int, after: int) -> frozenset[str]:
    """Codes of places that the way from one pack to another touches: a country is all in it, EVERYWHERE is all.

    Packs never change, so what was compared once holds.
    """
    if before == after:
        return frozenset()
    return codes_in(changes_between(read_content(before), read_content(after)))


def codes_in(changes: PackChanges) -> frozenset[str]:
    """The same of changes at hand, released or not."""
    standards = any(change.kind != "added" for change in changes.standards)
    if standards or changes.floor is not None or changes.months is not None:
        return frozenset((EVERYWHERE,))
    codes = {place for place, _ in changes.touched}
    # A place that comes on file, or goes, changes how the places within it are read.
    moved = {change.name for change in changes.places if change.kind != "changed"}
    return frozenset(codes | set(_within(moved)))


def _within(moved: set[str]) -> Iterable[str]:
    parents = read_iso_codes()
    for code in parents if moved else ():
        ancestor = parents[code]
        while ancestor is not None and ancestor not in moved:
            ancestor = parents.get(ancestor)
        if ancestor is not None:
            yield code
