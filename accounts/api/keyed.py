import functools

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import Resolver404, URLResolver, get_resolver
from django.utils.deprecation import MiddlewareMixin

from accounts.api.views import ApiView

PREFIX = "/api/v1/"


class KeyedRequests(MiddlewareMixin):
    """Hands requests that bring a key straight to their API view.

    What stands below it in the settings serves pages and sessions: cookies, CSRF, messages, static files. None of it
    says anything about a caller who shows a key, and together it takes longer than the answer's own arithmetic.
    """

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Django's middleware protocol."""
        if "HTTP_AUTHORIZATION" not in request.META or not request.path_info.startswith(PREFIX):
            return self.get_response(request)  # type: ignore[return-value]  # the mixin's may be a coroutine
        request.get_host()  # as CommonMiddleware asks it: raises DisallowedHost
        if not find_view(request):
            return self.get_response(request)  # type: ignore[return-value]  # answered there as for everyone
        return answer_by_view(request)


def find_view(request: HttpRequest) -> bool:
    """Whether a view of ours stands at this address of the API (the page about the API is none); notes which."""
    try:
        match = _resolver_of_api(settings.ROOT_URLCONF).resolve(request.path_info[1:])
    except Resolver404:
        return False
    if not issubclass(getattr(match.func, "view_class", object), ApiView):
        return False
    request.resolver_match = match
    return True


def answer_by_view(request: HttpRequest) -> HttpResponseBase:
    """What the view that `find_view` noted answers, with the headers that middleware further down gives to all."""
    match = request.resolver_match
    assert match is not None  # noqa: S101 (find_view came before)
    response: HttpResponseBase = match.func(request, *match.args, **match.kwargs)
    if not response.streaming:
        response.headers["Content-Length"] = str(len(response.content))  # type: ignore[attr-defined]  # has it if whole
    response.headers["X-Frame-Options"] = "DENY"
    return response


@functools.cache
def _resolver_of_api(urlconf: str) -> URLResolver:
    """The branch of the addresses that begins with the prefix: the hot path does not try the others first."""
    branches = [get_resolver(urlconf)]
    for branch in branches:
        for one in branch.url_patterns:
            if isinstance(one, URLResolver) and str(one.pattern) == PREFIX.lstrip("/"):
                return one
            if isinstance(one, URLResolver) and str(one.pattern) == "":
                branches.append(one)
    return URLResolver(branches[0].pattern, [])
