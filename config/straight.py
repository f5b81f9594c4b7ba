"""The short way of a request that brings a key, past what Django does around pages.

Django's handler sends signals about each request to whoever listens, sets the address resolver of the thread, and wraps
every middleware against exceptions. With a key none of that is needed: the view is found at once, the middleware above
`KeyedRequests` runs around it, and a lane looks after its own database connection. What this way does not fit takes
Django's, and is answered alike.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIRequest
from django.db import close_old_connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.module_loading import import_string

from accounts.api.keyed import PREFIX, answer_by_view, find_view

KEYED = "accounts.api.keyed.KeyedRequests"
Environ = dict[str, Any]
Answerer = Callable[[HttpRequest], HttpResponseBase]


class StraightWay:
    """Answers requests that bring a key, and leaves all others."""

    def __init__(self) -> None:
        answer: Answerer = answer_by_view
        for name in reversed(settings.MIDDLEWARE[: settings.MIDDLEWARE.index(KEYED)]):
            answer = import_string(name)(answer)
        self._answer: Callable[[HttpRequest], Any] = convert_exception_to_response(answer)

    def answer(self, environ: Environ) -> HttpResponse | None:
        """The whole answer; None for whatever is to take Django's way."""
        path = environ["PATH_INFO"]
        if "HTTP_AUTHORIZATION" not in environ or not path.startswith(PREFIX) or environ["SCRIPT_NAME"]:
            return None
        close_old_connections()  # as Django's signal would: PostgreSQL may have ended the one that is kept
        request = WSGIRequest(environ)
        try:
            if not find_view(request):
                return None
            request.get_host()
        except DisallowedHost:
            return None
        response = self._answer(request)
        if isinstance(response, HttpResponse):
            return response
        whole = HttpResponse(b"".join(response), status=response.status_code, headers=dict(response.headers))
        response.close()
        return whole
