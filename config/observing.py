"""What is noticed about each request: its id, how long it took, how it ended, and by whose key it was asked."""

import logging
from collections.abc import Callable
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from accounts.api.request_ids import RequestIdMiddleware
from config.metrics import count_request

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Asked every few seconds by machines that watch: counted, and not worth a line.
WATCHED = frozenset({"healthz", "readyz", "metrics"})
API = "api/v1/"
_log = logging.getLogger(__name__)


class ObservedRequests(RequestIdMiddleware):
    """Gives each request its id, counts it and, where ACCESS_LOG says so, writes a line about it.

    Addresses are told as the pattern that they fit, so that neither a number nor a query reaches counters or logs.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(get_response)
        self.writes_lines = settings.ACCESS_LOG

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Django's middleware protocol."""
        began = perf_counter()
        response = super().__call__(request)
        seconds = perf_counter() - began
        route = name_route(request)
        method = request.method if request.method in METHODS else "other"
        count_request(method or "other", route, response.status_code, seconds)
        if self.writes_lines and route not in WATCHED:
            told = {"method": method, "route": route, "status": response.status_code, "seconds": round(seconds, 5)}
            _log.info("request", extra=told | name_caller(request))
        return response


def name_route(request: HttpRequest) -> str:
    """The pattern that the address fits, whole: what brings a key was matched against the API's part alone."""
    match = request.resolver_match
    if match is None or match.route is None:
        return "unmatched"
    route: str = match.route
    return f"{API}{route}" if request.path_info.startswith(f"/{API}") and not route.startswith(API) else route


def name_caller(request: HttpRequest) -> dict[str, str]:
    """Which key or user asked, as `key-7`; nothing where nobody is known, or nobody needed to be."""
    caller = getattr(request, "caller", None)
    if caller is not None:
        return {"caller": caller.name}
    user = request.__dict__.get("_cached_user")  # read only where the view did: it costs two statements
    return {"caller": f"user-{user.pk}"} if user is not None and user.pk else {}
