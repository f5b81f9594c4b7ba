"""Idempotency-Key: a write sent again is answered as it was answered, and done once."""

import hashlib
import re
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse

from accounts.api.bodies import read_body
from accounts.api.callers import SAFE_METHODS
from accounts.api.problems import Problem
from accounts.models import KeptAnswer
from accounts.operations.answers import ERASED, claim_answer, keep_answer, release_claim, sweep_answers, unpack_body

MOST_BYTES = 16 * 1024 * 1024  # above every view's own limit: each of them answers for its own
_KEY_FORM = re.compile(r"[\x21-\x7e]{1,255}")
_HEADERS_KEPT = ("Content-Type", "Location", "ETag")


def answer_once(request: HttpRequest, work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do the work, or tell again what was answered to the same request under the same key within a day.

    Problem 409 while the first is still at work, 422 when the key came with another request, 400 when it is no key.
    Refusals are not kept: what was refused may be sent again. 410 where a person's data was erased since: whatever
    was answered may have told of them; `Location` says where what the request made can be read.
    """
    key = request.META.get("HTTP_IDEMPOTENCY_KEY")
    caller = getattr(request, "caller", None)
    if key is None or caller is None or request.method in SAFE_METHODS:
        return work()
    if not _KEY_FORM.fullmatch(key):
        raise Problem(400, "malformed", "The Idempotency-Key must be 1 to 255 visible ASCII characters")
    now = datetime.now(UTC)
    sweep_answers(at=now)
    digest = _digest(request)
    row, is_ours = claim_answer(caller=caller.name, key=key, request_digest=digest, at=now)
    return _work_and_keep(row, work) if is_ours else _tell_again(row, digest)


def _work_and_keep(row: KeptAnswer, work: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    try:
        response = _gather(work())
    except BaseException:  # whatever ends the work, the claim must not outlive it
        release_claim(row=row)
        raise
    headers = {name: response.headers[name] for name in _HEADERS_KEPT if name in response.headers}
    keep_answer(row=row, status=response.status_code, headers=headers, body=response.content)
    return response


def _gather(response: HttpResponseBase) -> HttpResponse:
    """The whole answer: a stream is read to its end, since a retry must be told the same."""
    if isinstance(response, StreamingHttpResponse):
        body = b"".join(response)  # under WSGI our streams are plain iterators of bytes
        return HttpResponse(body, status=response.status_code, headers=dict(response.headers))
    assert isinstance(response, HttpResponse)  # noqa: S101 (Django has no third kind)
    return response


def _tell_again(row: KeptAnswer, digest: bytes) -> HttpResponse:
    held = bytes(row.request_digest)
    if held == ERASED and row.status is not None:
        detail = "The request was carried out; its answer was erased with a person's data and can be told no more"
        raise Problem(410, "answer-erased", "The answer was erased", detail, headers=row.headers)
    if held not in (ERASED, digest):
        raise Problem(422, "idempotency-key-reused", "This Idempotency-Key came with another request before")
    if row.status is None:
        raise Problem(
            409, "in-progress", "The first request under this key is still at work", headers={"Retry-After": "1"}
        )
    headers = {**row.headers, "Idempotency-Replayed": "true"}
    return HttpResponse(unpack_body(row), status=row.status, headers=headers)


def _digest(request: HttpRequest) -> bytes:
    """SHA-256 over method, address with its query, what may be answered, and body."""
    told = (request.method or "", request.get_full_path(), request.META.get("HTTP_ACCEPT", ""))
    parts = [*(part.encode("utf-8", "surrogateescape") for part in told), read_body(request, MOST_BYTES)]
    return hashlib.sha256(b"".join(hashlib.sha256(part).digest() for part in parts)).digest()
