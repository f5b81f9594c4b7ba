"""That what is confirmed was shown with its impact before."""

import hashlib

from django.http import HttpRequest

SEEN = "seen"
_NOT_GIVEN = frozenset({"csrfmiddlewaretoken", SEEN})


def stamp_of(request: HttpRequest) -> str:
    """A digest of what was filled in: only what was shown with its impact is confirmed."""
    given = sorted((name, request.POST.getlist(name)) for name in request.POST if name not in _NOT_GIVEN)
    return hashlib.sha256(repr(given).encode()).hexdigest()


def was_seen(request: HttpRequest) -> bool:
    """Whether the impact of exactly this was shown before."""
    return request.POST.get(SEEN) == stamp_of(request)
