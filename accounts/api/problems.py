"""Every refusal of the API as RFC 9457 `application/problem+json`, with every fault named."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from rest_framework.exceptions import APIException

logger = logging.getLogger(__name__)

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in what was sent: a JSON pointer (`/name` for a query parameter), a stable code, a sentence."""

    pointer: str
    code: str
    detail: str


@dataclass(eq=False)  # not frozen: contextlib assigns __traceback__
class Problem(Exception):
    """A refusal: HTTP status, stable slug, title; `errors` name every fault. Never holds personal data or a secret."""

    status: int
    type_slug: str
    title: str
    detail: str | None = None
    errors: tuple[Fault, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def problem_json(problem: Problem) -> dict[str, Any]:
    """The problem as the JSON object that callers read; in a batch it stands beside the good answers."""
    body: dict[str, Any] = {"type": f"/problems/{problem.type_slug}", "title": problem.title, "status": problem.status}
    if problem.detail:
        body["detail"] = problem.detail
    if problem.errors:
        body["errors"] = [{"pointer": f.pointer, "code": f.code, "detail": f.detail} for f in problem.errors]
    return body


def problem_response(problem: Problem) -> HttpResponse:
    """The problem as an HTTP response."""
    body = orjson.dumps(problem_json(problem))
    return HttpResponse(body, status=problem.status, content_type=MEDIA_TYPE, headers=dict(problem.headers))


def not_found(detail: str | None = None) -> Problem:
    """What does not exist, or what this caller may not know to exist."""
    return Problem(404, "not-found", "Not found", detail)


def invalid(errors: tuple[Fault, ...]) -> Problem:
    """Well-formed and wrong."""
    return Problem(422, "invalid", "The request is well-formed and wrong", errors=errors)


def problem_of(exception: Exception) -> Problem:
    """The problem that an exception means; what nobody foresaw is logged and told as a bare 500."""
    if isinstance(exception, Problem):
        return exception
    if isinstance(exception, Http404):
        return not_found()
    if isinstance(exception, PermissionDenied):
        return Problem(403, "forbidden", "Not allowed")
    if isinstance(exception, RequestDataTooBig):
        return Problem(413, "too-big", "The body is too big")
    if isinstance(exception, SuspiciousOperation | UnreadablePostError):
        return Problem(400, "malformed", "The request cannot be read")
    if isinstance(exception, APIException):
        slug = str(getattr(exception, "default_code", "refused")).replace("_", "-")
        return Problem(exception.status_code, slug, str(exception.default_detail))
    logger.error("unexpected exception", exc_info=exception)
    if isinstance(exception, OperationalError | InterfaceError):
        return Problem(503, "unavailable", "The database cannot be reached", headers={"Retry-After": "2"})
    return Problem(500, "unexpected", "Something went wrong on our side")


def handle_exception(exception: Exception, context: Mapping[str, Any]) -> HttpResponse:  # noqa: ARG001 (DRF's signature)
    """Django REST framework's exception handler."""
    return problem_response(problem_of(exception))


def is_api(request: HttpRequest) -> bool:
    """Whether the address belongs to the API, whose errors are problems rather than pages."""
    return request.path == "/api" or request.path.startswith("/api/")
