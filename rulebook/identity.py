"""Whether the name that the asker read off a card is one of the person's names."""

import datetime as dt
import unicodedata

from rulebook.case import Case
from rulebook.findings import Finding
from rulebook.judged import Judged
from rulebook.requirements.nodes import Professions
from rulebook.status import MET, UNKNOWN, Status


def take_apart(name: str) -> frozenset[str]:
    """The words of a name: decomposed, marks dropped, case folded, split on all that is no letter."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.category(c).startswith("M"))
    folded = bare.casefold()
    return frozenset("".join(c if unicodedata.category(c).startswith("L") else " " for c in folded).split())


class _Identity:
    """The name as something checked; it concerns neither profession nor day."""

    __slots__ = ()

    def turning_days(self, case: Case, professions: Professions) -> tuple[dt.date, ...]:
        return ()

    def status_then(self, found: Finding, case: Case, day: dt.date, professions: Professions) -> Status:
        return found.status


_LEAVES = (_Identity(),)
_MATCHES = Judged(MET, _LEAVES, (Finding("name_matches", "identity", MET, "identity"),))
_DOES_NOT_MATCH = Judged(UNKNOWN, _LEAVES, (Finding("name_does_not_match", "identity", UNKNOWN, "identity"),))


def judge_identity(name: str | bool, recorded: tuple[str, ...]) -> Judged:
    """Met when every word given stands in one and the same recorded name; otherwise unknown, never unmet.

    A name is not kept with an answer, only whether it matched: asked again, that stands in its place.
    """
    matches = name if isinstance(name, bool) else _stands_in_one(take_apart(name), recorded)
    return _MATCHES if matches else _DOES_NOT_MATCH


def _stands_in_one(words: frozenset[str], recorded: tuple[str, ...]) -> bool:
    return bool(words) and any(words <= take_apart(one) for one in recorded)
