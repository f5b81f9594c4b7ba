"""Whether the name that the asker read off a card is one of the person's names."""

import unicodedata

from rulebook.findings import Finding, Judged
from rulebook.status import Status


def take_apart(name: str) -> frozenset[str]:
    """The words of a name: decomposed, marks dropped, case folded, split on all that is no letter."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.category(c).startswith("M"))
    folded = bare.casefold()
    return frozenset("".join(c if unicodedata.category(c).startswith("L") else " " for c in folded).split())


def judge_identity(name: str | bool, recorded: tuple[str, ...]) -> Judged:
    """Met when every word given stands in one and the same recorded name; otherwise unknown, never unmet.

    A name is not kept with an answer, only whether it matched: asked again, that stands in its place.
    """
    matches = name if isinstance(name, bool) else _stands_in_one(take_apart(name), recorded)
    status = Status.MET if matches else Status.UNKNOWN
    code = "name_matches" if matches else "name_does_not_match"
    return Judged(status, code, lambda: Finding(code, "identity", status, "identity"))


def _stands_in_one(words: frozenset[str], recorded: tuple[str, ...]) -> bool:
    return bool(words) and any(words <= take_apart(one) for one in recorded)
