"""The base of every API view: plain Django on the way through, known to drf-spectacular by its class."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from rest_framework.authentication import BaseAuthentication
from rest_framework.permissions import AllowAny, BasePermission
from rest_framework.views import APIView

from accounts.api.authentication import CallerAuthentication
from accounts.api.bodies import refuse_encoded
from accounts.api.callers import (
    ANY_CALLER,
    SAFE_METHODS,
    Caller,
    Owner,
    caller_if_any,
    caller_of,
    caller_or_owner_of,
    require,
)
from accounts.api.deprecation import Deprecation
from accounts.api.idempotency import answer_once
from accounts.api.limits import spend, spend_stranger
from accounts.api.openapi import ApiSchema
from accounts.api.problems import Problem, problem_of, problem_response
from accounts.api.tags import tag

_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")
_READS = frozenset({"GET", "HEAD"})
# What one caller is told no cache may hand to another; views that say more of it keep their own words.
_FOR_THE_CALLER_ALONE = {"Cache-Control": "private, no-cache", "Vary": "Authorization, Cookie"}
_KEPT_BY_NOBODY = {"Cache-Control": "no-store"}
_FOR_ANYBODY = {"Cache-Control": "public, no-cache"}  # to be asked each time whether it still stands


class ApiView(APIView):
    """One address of the API; subclasses define `get`, `post`, `put` … and declare who may call.

    `scope` names what a caller needs; None means public, and then `public_because` says why. With `scope = ANY_CALLER`
    every valid key will do. Handlers find the caller in `request.caller` (None on public views) and may raise Problem.
    With `public_reads_because` strangers may read: then a `get` may find None, and writes still ask for a caller.

    Nothing of Django REST framework runs per request: `dispatch` is our own, so `request` is Django's.
    """

    scope: ClassVar[str | None]
    public_because: ClassVar[str] = ""
    public_reads_because: ClassVar[str] = ""
    produces: ClassVar[tuple[str, ...]] = ("application/json",)
    spends_itself: ClassVar[bool] = False  # a batch counts by its questions: its handler calls `spend`
    deprecation: ClassVar[Deprecation | None] = None  # set it on the day it is announced; see docs/api.md
    refuses: ClassVar[Mapping[str, str]] = {}  # for the schema: statuses of its own, each with what it means
    keeps_nothing: ClassVar[bool] = False  # what is sent concerns somebody who is not on file: no key, no cache
    tells_secret: ClassVar[frozenset[str]] = frozenset()  # methods that answer with one, told once: no key, no cache
    admits_owners: ClassVar[bool] = False  # then `request.caller` may be an Owner, who belongs to no organisation

    schema = ApiSchema()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not hasattr(cls, "scope"):
            raise TypeError(f"{cls.__name__} declares no scope")
        if cls.scope is None and not cls.public_because:
            raise TypeError(f"{cls.__name__} is public and does not say why")
        if cls.admits_owners and cls.scope != ANY_CALLER:
            raise TypeError(f"{cls.__name__} admits owners, who have no scopes, and asks for one")
        if cls.public_reads_because and cls.scope != ANY_CALLER:
            raise TypeError(f"{cls.__name__} lets strangers read and asks for a scope")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Method, key, scope, rate, media type, handler; every refusal is a problem."""
        headers: dict[str, str] = {}
        try:
            handler = self._handler_for(request)
            self._admit(request, headers)
            self._refuse_key(request)
            negotiate(request, self.produces)
            if request.method not in SAFE_METHODS:
                refuse_encoded(request)
            response = answer_once(request, partial(handler, request, *args, **kwargs))
            if request.method in _READS:
                response = tag(request, response)
        except Exception as exception:  # problem_of logs what nobody foresaw
            response = problem_response(problem_of(exception))
        if self.deprecation is not None:
            headers |= self.deprecation.headers()
        headers |= _FOR_ANYBODY if self.scope is None else _FOR_THE_CALLER_ALONE
        if self.keeps_nothing or request.method in self.tells_secret:
            headers |= _KEPT_BY_NOBODY
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response

    def get_authenticators(self) -> list[BaseAuthentication]:
        """For the schema alone."""
        return [CallerAuthentication()] if self.scope else []

    def get_permissions(self) -> Sequence[BasePermission]:
        """For the schema alone."""
        return [] if self.scope else [AllowAny()]

    def options(  # type: ignore[override]  # Django's request, where DRF would hand its own
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Which methods there are."""
        return HttpResponse(status=204, headers={"Allow": self._allow()})

    def _handler_for(self, request: HttpRequest) -> Callable[..., HttpResponseBase]:
        method = (request.method or "").lower()
        handler = (
            getattr(self, "get" if method == "head" else method, None) if method in self.http_method_names else None
        )
        if handler is None:
            raise Problem(405, "method-not-allowed", "Method not allowed", headers={"Allow": self._allow()})
        return handler  # type: ignore[no-any-return]  # found by name

    def _admit(self, request: HttpRequest, headers: dict[str, str]) -> None:
        caller: Caller | Owner | None = None
        if self.scope is not None and request.method != "OPTIONS":
            caller = self._who_asks(request)
            if self.scope != ANY_CALLER and isinstance(caller, Caller):
                require(caller, self.scope)
        if request.method != "OPTIONS" and not self.spends_itself:
            headers.update(spend_stranger(request) if caller is None else spend(caller))
        request.caller = caller  # type: ignore[attr-defined]  # ours, set here for every handler

    def _refuse_key(self, request: HttpRequest) -> None:
        """Before anything is kept under the key: even a digest of few possible values tells which one it was."""
        if "HTTP_IDEMPOTENCY_KEY" not in request.META:
            return
        detail = None
        if self.keeps_nothing:
            detail = "Nothing that is sent here is kept, so leave the Idempotency-Key out; to ask again changes nothing"
        elif request.method in self.tells_secret:
            detail = "The answer holds a secret that is told once and not kept, so leave the Idempotency-Key out"
        if detail is not None:
            raise Problem(400, "idempotency-key-refused", "An Idempotency-Key is not taken here", detail)

    def _who_asks(self, request: HttpRequest) -> Caller | Owner | None:
        if self.public_reads_because and request.method in _READS:
            return caller_if_any(request, admits_owners=self.admits_owners)
        return caller_or_owner_of(request) if self.admits_owners else caller_of(request)

    def _allow(self) -> str:
        return ", ".join(sorted(name.upper() for name in self.http_method_names if hasattr(self, name)))


def negotiate(request: HttpRequest, produces: Sequence[str]) -> str:
    """The media type to answer in: the one of `produces` that the caller likes best. Problem 406 when none will do."""
    accept = request.META.get("HTTP_ACCEPT") or "*/*"
    if accept == "*/*":
        return produces[0]
    ranked = [(_quality(accept, media_type), -place) for place, media_type in enumerate(produces)]
    quality, place = max(ranked)
    if quality <= 0:
        raise Problem(406, "not-acceptable", "Not acceptable", f"Answers come as {', '.join(produces)}")
    return produces[-place]


def _quality(accept: str, media_type: str) -> float:
    """The quality that the most specific range of the Accept header gives to this media type; 0 when none matches."""
    wanted = {media_type: 3, f"{media_type.split('/', 1)[0]}/*": 2, "*/*": 1}
    best = (0, 0.0)
    for part in accept.split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        specificity = wanted.get(name.lower(), 0)
        weight = next((p[2:] for p in parameters if p[:2].lower() == "q="), "1")
        if specificity:
            best = max(best, (specificity, float(weight) if _WEIGHT.fullmatch(weight) else 0.0))
    return best[1]


def json_response(data: Any, status: int = 200, headers: dict[str, str] | None = None) -> HttpResponse:
    """A JSON answer."""
    return HttpResponse(orjson.dumps(data), status=status, content_type="application/json", headers=headers)
