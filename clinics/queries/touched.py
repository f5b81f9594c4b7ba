"""Which rosters a change of the law can touch: by place and profession, as far as the difference tells."""

import functools
from dataclasses import dataclass

from credentials.queries.differing_law import EVERYWHERE, codes_in
from law.queries.changes import changes_between
from law.queries.packs import read_content

PAIRS_KEPT = 64


@dataclass(frozen=True, slots=True)
class Touch:
    """Places with the profession that is touched there; no profession: all of them. A country is all in it."""

    pairs: frozenset[tuple[str, str | None]]
    is_everywhere: bool = False

    @property
    def codes(self) -> frozenset[str]:
        """The places."""
        return frozenset(code for code, _ in self.pairs)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is touched at all."""
        return not self.pairs and not self.is_everywhere


@functools.lru_cache(maxsize=PAIRS_KEPT)
def touches_between(before: int | None, after: int) -> Touch:
    """What the way from one pack to another touches; all of it where there was none before.

    Packs never change, so what was compared once holds.
    """
    if before is None:
        return Touch(frozenset(), is_everywhere=True)
    if before == after:
        return Touch(frozenset())
    changes = changes_between(read_content(before), read_content(after))
    codes = codes_in(changes)
    if EVERYWHERE in codes:
        return Touch(frozenset(), is_everywhere=True)
    pairs = changes.touched
    told = {code for code, _ in pairs}
    return Touch(pairs | {(code, None) for code in codes - told})
