"""Handlers for config/urls.py: problems under /api/, pages elsewhere."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from accounts.api.problems import Problem, is_api, not_found, problem_response


def handle_400(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A request that Django itself could not read."""
    page = lambda: defaults.bad_request(request, exception)  # noqa: E731 (a thunk)
    return _answer(request, Problem(400, "malformed", "The request cannot be read"), page)


def handle_403(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A refusal raised outside the API's own views."""
    page = lambda: defaults.permission_denied(request, exception)  # noqa: E731 (a thunk)
    return _answer(request, Problem(403, "forbidden", "Not allowed"), page)


def handle_404(request: HttpRequest, exception: Exception) -> HttpResponse:
    """An address that leads nowhere."""
    page = lambda: defaults.page_not_found(request, exception)  # noqa: E731 (a thunk)
    return _answer(request, not_found(), page)


def handle_500(request: HttpRequest) -> HttpResponse:
    """An exception that nobody foresaw; Django has logged it."""
    page = lambda: defaults.server_error(request)  # noqa: E731 (a thunk)
    return _answer(request, Problem(500, "unexpected", "Something went wrong on our side"), page)


def _answer(request: HttpRequest, problem: Problem, page: Callable[[], HttpResponse]) -> HttpResponse:
    return problem_response(problem) if is_api(request) else page()
