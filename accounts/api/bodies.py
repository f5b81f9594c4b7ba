"""Reads JSON bodies from anyone: whatever is sent, the answer is an object or a problem."""

import json
from typing import Any

import orjson
from django.http import HttpRequest, UnreadablePostError

from accounts.api.problems import Fault, Problem, invalid

MAX_DEPTH = 64  # our deepest body has nine levels; what recurses over a body stays far from Python's own limit
_LENGTH_DIGITS = 15


def read_json_object(request: HttpRequest, limit_bytes: int) -> dict[str, Any]:
    """The body as a JSON object, or a Problem: 415 not JSON, 411 no length, 413 above the limit, 400 malformed.

    JSON that is well-formed and no object is 422.

    Refused as malformed besides: duplicate keys, NUL characters (PostgreSQL cannot hold them), lone surrogates, nesting
    beyond MAX_DEPTH. Whole numbers beyond 64 bits arrive as float: ask for `type(x) is int`.
    """
    _require_json(request)
    value = parse_json(read_body(request, limit_bytes))
    if not isinstance(value, dict):
        raise invalid((Fault("", "wrong_type", "The body must be a JSON object"),))
    return value


def refuse_encoded(request: HttpRequest) -> None:
    """Problem 415 for a body that comes compressed, or encoded in any way: it would be read as it is, or be a bomb."""
    encoding = request.META.get("HTTP_CONTENT_ENCODING", "").strip().lower()
    if encoding not in ("", "identity"):
        detail = "A body must come as it is, without a Content-Encoding"
        headers = {"Accept-Encoding": "identity"}  # RFC 9110 section 12.5.3: what would have been taken
        raise Problem(415, "unsupported-content-encoding", "The body is encoded", detail, headers=headers)


def parse_json(body: bytes) -> Any:
    """The JSON value in these bytes, or a Problem 400."""
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise _malformed(f"Not JSON: {error.msg}, line {error.lineno} column {error.colno}") from None
    _refuse_hidden_trouble(body, value)
    return value


def _require_json(request: HttpRequest) -> None:
    media_type = request.content_type or ""
    charset = (request.content_params or {}).get("charset", "utf-8")
    if media_type.lower() != "application/json" or charset.lower() not in {"utf-8", "utf8"}:
        raise Problem(415, "unsupported-media-type", "The body must be application/json in UTF-8")


def read_body(request: HttpRequest, limit_bytes: int) -> bytes:
    """The body's bytes, read once and kept with the request; Problem 411 or 413."""
    body: bytes | None = getattr(request, "body_read", None)
    if body is None:
        body = _read_stream(request, limit_bytes)
        request.body_read = body  # type: ignore[attr-defined]  # ours: the stream gives its bytes once
    if len(body) > limit_bytes:
        raise _too_big(limit_bytes)
    return body


def _read_stream(request: HttpRequest, limit_bytes: int) -> bytes:
    if "HTTP_TRANSFER_ENCODING" in request.META and not request.META.get("CONTENT_LENGTH"):
        raise Problem(411, "length-required", "The request needs a Content-Length")
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isascii() or not length.isdigit():
        raise _malformed("The Content-Length is no number")
    if len(length) > _LENGTH_DIGITS or int(length) > limit_bytes:
        raise _too_big(limit_bytes)
    try:
        return request.read(limit_bytes + 1)  # not request.body: Django's own limit would answer first, with a page
    except UnreadablePostError:
        raise _malformed("The connection broke off") from None


def _refuse_hidden_trouble(body: bytes, value: Any) -> None:
    """Refuse what orjson lets through: too deep, duplicate keys, NUL.

    Fast for honest bodies: without an escape in the text every colon is a key's or stands in a string, so that counting
    them shows a key that was swallowed. Otherwise the body is read once more, slowly.
    """
    colons = _count_colons(value)
    if b"\\u" not in body and body.count(b":") == colons:
        return
    try:
        json.loads(body, object_pairs_hook=_refuse_duplicates)
    except ValueError as error:
        raise _malformed(str(error)) from None


def _count_colons(value: Any) -> int:
    colons, level, depth = 0, [value], 0
    while level:
        depth += 1
        if depth > MAX_DEPTH:
            raise _malformed(f"Nested deeper than {MAX_DEPTH} levels")
        deeper: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                colons += len(item)
                deeper.extend(item)
                deeper.extend(item.values())
            elif isinstance(item, list):
                deeper.extend(item)
            elif isinstance(item, str):
                colons += item.count(":")
        level = deeper
    return colons


def _refuse_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("A key stands twice in one object")
    for key, value in pairs:
        if "\0" in key or _holds_nul(value):
            raise ValueError("NUL characters are not accepted")
    return found


def _holds_nul(value: Any) -> bool:
    """Whether a string, or a string in lists, holds NUL; objects have been looked through by their own hook."""
    if isinstance(value, str):
        return "\0" in value
    return isinstance(value, list) and any(_holds_nul(item) for item in value)


def _malformed(detail: str) -> Problem:
    return Problem(400, "malformed", "The body cannot be read", detail)


def _too_big(limit_bytes: int) -> Problem:
    return Problem(413, "too-big", "The body is too big", f"At most {limit_bytes} bytes")
