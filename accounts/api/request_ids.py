import re
import secrets
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from outbox.causes import request_id as current_request_id

_FORM = re.compile(r"[A-Za-z0-9._-]{1,64}")  # a header that can be echoed and logged without harm


class RequestIdMiddleware:
    """Gives every request an id, the caller's own where it is harmless, and tells it back as X-Request-Id."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Django's middleware protocol."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        request_id = given if _FORM.fullmatch(given) else secrets.token_hex(16)
        request.META["HTTP_X_REQUEST_ID"] = request_id
        current_request_id.set(request_id)  # for logs, tasks and messages; the next request sets its own
        response = self.get_response(request)
        response.headers["X-Request-Id"] = request_id
        return response
