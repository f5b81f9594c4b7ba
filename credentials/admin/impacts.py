"""What a correction or a merge would do to answers on record, in sentences: how many, never whose."""

import hashlib
from collections.abc import Iterator

from django.http import HttpRequest

from credentials.operations.relying import Impact

SEEN = "seen"
_NOT_GIVEN = frozenset({"csrfmiddlewaretoken", SEEN})


def tell_impact(impact: Impact) -> Iterator[str]:
    """The whole in a sentence, then a line for each way in which answers would change."""
    looked_at = _count(impact.looked_at, "answer") if impact.is_whole else f"The first {impact.looked_at} answers"
    if not impact.answers:
        yield f"{looked_at} on record looked at: none would come out otherwise."
    else:
        yield (
            f"{looked_at} on record looked at: {impact.answers} of {_count(impact.organisations, 'organisation')} would"
            " come out otherwise. Whoever asked is told once."
        )
    for before, after, answers in impact.outcomes:
        change = f"{before} → {after}" if before != after else f"{before}, for other reasons"
        yield f"{change}: {answers}"
    if not impact.is_whole:
        yield "There are more than could be looked at now; all are looked at afterwards."


def stamp_of(request: HttpRequest) -> str:
    """A digest of what was filled in: only what was shown with its impact is confirmed."""
    given = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in _NOT_GIVEN)
    return hashlib.sha256(repr(given).encode()).hexdigest()


def was_seen(request: HttpRequest) -> bool:
    """Whether the impact of exactly this was shown before."""
    return request.POST.get(SEEN) == stamp_of(request)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
