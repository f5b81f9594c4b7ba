"""Weak ETags: what a caller holds already, and what still stands, is not sent again."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

_ABOUT_THE_BODY = frozenset({"content-type", "content-length"})


def tag(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """The answer with a weak ETag over its bytes, or 304 where the caller names it. Refusals and streams as they are.

    For answers that are the same for as long as nothing changed; one that tells an instant brings an ETag of its own.
    """
    if response.status_code != 200 or "ETag" in response.headers or not isinstance(response, HttpResponse):
        return response
    etag = f'W/"{hashlib.blake2b(response.content, digest_size=16).hexdigest()}"'
    if not is_held(request, etag):
        response.headers["ETag"] = etag
        return response
    unchanged = HttpResponseNotModified(headers={"ETag": etag})
    for name, value in response.items():
        if name.lower() not in _ABOUT_THE_BODY:
            unchanged.headers[name] = value
    return unchanged


def is_held(request: HttpRequest, etag: str) -> bool:
    """Whether If-None-Match names the tag, by the weak comparison of RFC 9110 section 8.8.3.2."""
    given = request.META.get("HTTP_IF_NONE_MATCH")
    if not given:
        return False
    if given.strip() == "*":
        return True
    return etag.removeprefix("W/") in {one.removeprefix("W/") for one in parse_etags(given)}
