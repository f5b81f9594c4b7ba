"""Answers that a cache may keep as long as it asks each time whether they still hold."""

import hashlib
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.http import parse_etags

from accounts.api.views import json_response


def answer(request: HttpRequest, data: Any) -> HttpResponse:
    """The data as JSON, or 304 when the caller holds these very bytes already.

    The ETag is of the answer rather than of the pack: a release that changes Florida leaves Utah's in every cache.
    """
    response = json_response(data)
    etag = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
    held = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    if held == ["*"] or etag in {one.removeprefix("W/") for one in held}:
        response = HttpResponseNotModified()
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, no-cache"
    return response
