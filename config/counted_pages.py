"""How many pages an address may open in a minute; the API counts for itself."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.api.limits import spend_stranger
from accounts.api.problems import Problem
from accounts.api.views import ApiView

# Asked every few seconds by machines that watch.
UNCOUNTED = frozenset({"healthz", "readyz", "metrics"})


class CountedPages:
    """Middleware: counts every page by the address that asks for it, and refuses with a page of its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Django's middleware protocol."""
        response = self._get_response(request)
        for name, value in getattr(request, "limit_headers", {}).items():
            response.headers.setdefault(name, value)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Count; a page where there are too many, else None, and the view goes on."""
        match = request.resolver_match
        is_counted_there = issubclass(getattr(view, "view_class", object), ApiView)
        if is_counted_there or (match is not None and match.route in UNCOUNTED):
            return None
        try:
            request.limit_headers = spend_stranger(request)  # type: ignore[attr-defined]  # ours, read above
        except Problem as problem:
            request.limit_headers = problem.headers  # type: ignore[attr-defined]  # as above
            return render(request, "429.html", status=problem.status)
        return None
