"""Who asks: an API key or a signed-in user, and what they may do."""

from dataclasses import dataclass
from datetime import UTC, datetime
from time import monotonic

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware

from accounts.api.problems import Problem
from accounts.operations.keys import KEY_FORM, hash_key
from accounts.permissions import scopes_of_key, scopes_of_roles
from accounts.queries.keys import FoundKey, find_key, memberships_of, person_of

CACHE_SECONDS = 1.0  # a revoked key is refused everywhere within two
CACHE_SIZE = 10_000
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "TRACE"})
ORGANISATION_IN_SESSION = "organisation_id"
ANY_CALLER = "*"  # in place of a scope: whoever has a valid key or session

_found: dict[str, tuple[float, FoundKey]] = {}


class NoMembership(Problem):
    """A session whose user belongs to no organisation."""


@dataclass(frozen=True, slots=True)
class Caller:
    """The organisation for which someone acts, with what they may do. `key_id` or `user_id` tells who."""

    organisation_id: int
    organisation_name: str
    scopes: frozenset[str]
    key_id: int | None = None
    user_id: int | None = None

    @property
    def name(self) -> str:
        """Which key or user this is, for counting and remembering."""
        return f"key-{self.key_id}" if self.key_id else f"user-{self.user_id}"

    def has(self, scope: str) -> bool:
        """Whether this caller may do what the scope names."""
        return scope in self.scopes


@dataclass(frozen=True, slots=True)
class Owner:
    """A signed-in user who is a person on file and acts for no organisation: sees what is that person's, no more."""

    user_id: int
    person_id: int

    @property
    def name(self) -> str:
        """Which user this is, as `Caller.name` has it."""
        return f"user-{self.user_id}"


def caller_or_owner_of(request: HttpRequest) -> Caller | Owner:
    """`caller_of`; where a session belongs to no organisation, the person on file that the user is, if any.

    For addresses that show persons what is theirs. Problems as there.
    """
    try:
        return caller_of(request)
    except NoMembership:
        owner = owner_of(request)
        if owner is None:
            raise
        return owner


def caller_if_any(request: HttpRequest, *, admits_owners: bool = False) -> Caller | Owner | None:
    """Who asks where strangers may ask too; None for a stranger and for who belongs nowhere. A bad key: Problem 401."""
    user = getattr(request, "user", None)
    if "HTTP_AUTHORIZATION" not in request.META and (user is None or not user.is_authenticated):
        return None
    try:
        return caller_or_owner_of(request) if admits_owners else caller_of(request)
    except NoMembership:
        return None


def owner_of(request: HttpRequest) -> Owner | None:
    """The person on file that the signed-in user is. None for keys: a key acts for its organisation."""
    user = getattr(request, "user", None)
    if "HTTP_AUTHORIZATION" in request.META or user is None or not user.is_authenticated:
        return None
    person_id = person_of(user.pk)
    return None if person_id is None else Owner(user.pk, person_id)


def caller_of(request: HttpRequest) -> Caller:
    """The caller by key, else by session. Problem 401 for neither, 403 for a session without token or membership."""
    header = request.META.get("HTTP_AUTHORIZATION")
    if header is not None:
        return _caller_by_key(header)
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return _caller_by_session(request, user.pk)
    raise _unauthorised()


def require(caller: Caller, scope: str) -> None:
    """Problem 403 unless the caller has the scope."""
    if scope not in caller.scopes:
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        raise Problem(
            403, "scope-missing", "A scope is missing", f"Needs {scope}", headers={"WWW-Authenticate": challenge}
        )


def forget_keys() -> None:
    """Empty this process's memory of keys."""
    _found.clear()


def _caller_by_key(header: str) -> Caller:
    scheme, _, key = header.partition(" ")
    key = key.strip()
    if scheme.lower() != "bearer" or not KEY_FORM.fullmatch(key):
        raise _unauthorised()
    found = _find_lately(hash_key(key))
    if found is None or (found.expires_at and found.expires_at <= datetime.now(UTC)):
        raise _unauthorised('Bearer error="invalid_token"')
    scopes = scopes_of_key(found.scopes, found.role)
    return Caller(found.organisation_id, found.organisation_name, scopes, found.id, found.user_id)


def _find_lately(key_hash: str) -> FoundKey | None:
    """The key as the database told it a second ago at most. Unknown keys are not remembered: they would fill memory."""
    asked_at = monotonic()
    known = _found.get(key_hash)
    if known and asked_at - known[0] < CACHE_SECONDS:
        return known[1]
    found = find_key(key_hash)
    if found is None:
        _found.pop(key_hash, None)
        return None
    if len(_found) >= CACHE_SIZE:
        _found.clear()
    _found[key_hash] = (asked_at, found)
    return found


class _CsrfCheck(CsrfViewMiddleware):
    """Django's own check, answering with the reason instead of a page."""

    def _reject(self, request: HttpRequest, reason: str) -> str:
        return reason


def _nothing(_: HttpRequest) -> HttpResponse:
    """Stands for a view that is exempt from nothing."""
    return HttpResponse()


def _caller_by_session(request: HttpRequest, user_id: int) -> Caller:
    if request.method not in SAFE_METHODS:
        check = _CsrfCheck(_nothing)
        check.process_request(request)
        if check.process_view(request, _nothing, (), {}):
            raise Problem(403, "csrf", "The CSRF token is missing or wrong")
    memberships = memberships_of(user_id)
    chosen = request.session.get(ORGANISATION_IN_SESSION)
    ours = [m for m in memberships if m.organisation_id == chosen] or memberships
    if not ours:
        raise NoMembership(403, "no-membership", "You belong to no organisation here")
    organisation = ours[0].organisation
    scopes = scopes_of_roles(m.role for m in ours if m.organisation_id == organisation.pk)
    return Caller(organisation.pk, organisation.name, scopes, user_id=user_id)


def _unauthorised(challenge: str = "Bearer") -> Problem:
    return Problem(401, "no-valid-key", "No valid API key", headers={"WWW-Authenticate": challenge})
