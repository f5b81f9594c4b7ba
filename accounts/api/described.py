"""What every operation's description has in common: headers taken and given, and the refusals by their status."""

from collections.abc import Mapping
from typing import Any

_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}
_REQUEST_ID = {"description": "The caller's own X-Request-Id where it gave a harmless one", "schema": _TEXT}
_LIMITS = {
    "RateLimit-Limit": {
        "description": "Requests in a minute: this caller's, or an address's",
        "schema": _COUNT,
    },
    "RateLimit-Remaining": {"description": "Requests left in this minute", "schema": _COUNT},
    "RateLimit-Reset": {"description": "Seconds until the next minute begins", "schema": _COUNT},
}
_ETAG = {"description": "Send it back as If-None-Match", "schema": _TEXT}
_RETRY = {"description": "Seconds to wait", "schema": _COUNT}
_REPLAYED = {"description": "true: told again, nothing was done again", "schema": _TEXT}
_KEY = {
    "in": "header",
    "name": "Idempotency-Key",
    "description": "Sent again within 24 hours, the same request is answered as before and done once",
    "schema": {"type": "string", "pattern": "^[\\x21-\\x7e]{1,255}$"},
}
_HELD = {
    "in": "header",
    "name": "If-None-Match",
    "description": "An ETag held, or several; 304 while what it was given for still stands",
    "schema": _TEXT,
}
REFUSALS = {
    "400": "Malformed: it cannot be read at all",
    "401": "No valid key or session",
    "403": "A scope is missing",
    "404": "It does not exist, or this caller may not know of it",
    "406": "No media type that the caller accepts",
    "409": "The first request under this Idempotency-Key is still at work",
    "410": "What was answered under this Idempotency-Key was erased with a person's data; it was done",
    "411": "A Content-Length is needed",
    "413": "The body is too big",
    "415": "The body is no application/json in UTF-8, or is encoded",
    "422": "Well-formed and wrong: every fault is named",
    "429": "Too many requests",
    "503": "No law yet, no database, or too much under way",
}


def complete(
    operation: dict[str, Any], *, is_guarded: bool, is_kept: bool, method: str, refuses: Mapping[str, str]
) -> None:
    """Add to an operation of drf-spectacular what its view need not say; `refuses` are statuses of its own.

    What is not kept (`is_kept`) takes no Idempotency-Key.
    """
    takes_body = is_guarded and method not in ("GET", "HEAD", "OPTIONS")
    is_write = takes_body and is_kept
    responses = operation["responses"]
    is_read = method == "GET"
    if is_read:
        responses["304"] = {"description": "What If-None-Match names still stands"}
    for status, response in responses.items():
        if status != "default":
            response["headers"] = _headers(status, is_write=is_write, is_read=is_read)
    refusal = responses["default"]
    meanings = {one: REFUSALS[one] for one in _statuses(operation, is_guarded=is_guarded, is_write=is_write)}
    if takes_body:
        meanings["415"] = REFUSALS["415"]
    for status, meaning in (meanings | dict(refuses)).items():
        headers = {"X-Request-Id": _REQUEST_ID} | ({"Retry-After": _RETRY} if status in ("429", "503") else {})
        responses.setdefault(status, refusal | {"description": meaning, "headers": headers})
    operation["responses"] = dict(sorted(responses.items()))
    for one in operation.get("parameters", []):
        if one["in"] == "query" and one["schema"].get("type") == "string" and not one.get("allowEmptyValue"):
            one["schema"] = {"minLength": 1, **one["schema"]}
    if is_write or is_read:
        operation.setdefault("parameters", []).append(_KEY if is_write else _HELD)


def _statuses(operation: dict[str, Any], *, is_guarded: bool, is_write: bool) -> list[str]:
    told = ["400", "406", "422", "429", "503"]
    told += ["401", "403"] if is_guarded else []
    told += ["404"] if any(one["in"] == "path" for one in operation.get("parameters", [])) else []
    told += ["409", "410"] if is_write else []
    told += ["411", "413"] if "requestBody" in operation else []
    return told


def _headers(status: str, *, is_write: bool, is_read: bool) -> dict[str, Any]:
    headers: dict[str, Any] = {"X-Request-Id": _REQUEST_ID} | _LIMITS
    if is_read and status in ("200", "304"):
        headers["ETag"] = _ETAG
    if is_write:
        headers["Idempotency-Replayed"] = _REPLAYED
    return headers
