"""Every address has a guard, or a reason to have none. A new one without a row here fails."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.api.callers import ANY_CALLER, forget_keys
from accounts.api.views import ApiView
from accounts.models import SCOPES

# Pages and other addresses outside the API that anyone may open, and why.
PUBLIC = {
    "healthz": "whoever starts this has no key yet; it tells nothing",
    "readyz": "the same; it tells which parts are up and no more",
    ".well-known/jwks.json": "whoever holds a receipt checks it with these keys, and they are public ones",
    "metrics": "this machine alone, or who brings METRICS_TOKEN",
    "law/": "the law is everyone's to read",
    "law/<str:code>/": "the law is everyone's to read",
    "law/changes/": "the law is everyone's to read",
    "law/changes/<int:release_id>/": "the law is everyone's to read",
    "law/changes.atom": "the law is everyone's to read",
    "law/<str:code>/changes.atom": "the law is everyone's to read",
    "calendars/<str:secret>.ics": "a calendar program brings no key: the address is the secret, and can be reset",
    "invitations/<str:token>": "who is invited has no account: a signed token lets them say no, and tells nothing",
    "alerts/unsubscribe/<str:token>": "a mail program brings no key: a signed token lets out of the mails, no more",
    "": "its own page: a stranger is shown what this is, and how to sign in",
}
# Addresses of the API that ask for no key. Their views say why; a new one is put here by somebody who thought of it.
PUBLIC_API = {
    "api/v1/practitioners",
    "api/v1/audit/heads",
    "api/v1/levels",
    "api/v1/precautions",
    "api/v1/jurisdictions",
    "api/v1/jurisdictions/<str:code>",
    "api/v1/jurisdictions/<str:code>/provisions",
    "api/v1/law/changes",
    "api/v1/law/changes/<int:release_id>",
    "api/v1/schema",
    "api/v1/docs",
}
# Addresses that strangers may read and not write; their views say why, and show drafts to nobody else.
PUBLIC_READS = {
    "api/v1/programmes",
    "api/v1/programmes/<int:programme_id>",
    "api/v1/programmes/<int:programme_id>/versions/<int:number>",
    "api/v1/sessions",
}
ARGUMENTS = {
    "str:registry_number": "FN-7K3M-2Q9D",
    "uuid:verification_id": str(uuid.UUID(int=1)),
    "uuid:pack_id": str(uuid.UUID(int=1)),
    "uuid:delivery_key": str(uuid.UUID(int=1)),
    "uuid:key": str(uuid.UUID(int=1)),
    "str:code": "XA",
    "int:content_type_id": "1",
    "int:release_id": "1",
    "int:programme_id": "1",
    "int:number": "1",
}


def walk(patterns, prefix=""):
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, route)
        else:
            assert isinstance(one, URLPattern)
            yield route, one


ROUTES = dict(walk(get_resolver().url_patterns))
API = {route: one for route, one in ROUTES.items() if route.startswith("api/")}
PAGES = {route: one for route, one in ROUTES.items() if route not in API}


def argument_of(name):
    return ARGUMENTS.get(name, "1" if name.startswith("int:") else "x")


def address_of(route):
    """An address under the route; a pattern of letters and signs is filled with a plain word."""
    told = re.sub(r"<(?:[^>:]+:)?[^>]+>", lambda found: argument_of(found[0][1:-1]), route)
    return "/" + re.sub(r"\(\?P[^)]*\)|\(\?:[^)]*\)|[\^$?\\+*]", "x" if "(" in told else "", told)


def view_of(one):
    return getattr(one.callback, "cls", None) or getattr(one.callback, "view_class", None) or one.callback


def test_there_are_routes():
    assert len(API) >= 11
    assert len(PAGES) > 20


@pytest.mark.parametrize("route", API)
def test_an_address_of_the_api_names_its_scope_or_why_it_is_public(route):
    view = view_of(API[route])
    assert view.scope is None or view.scope == ANY_CALLER or view.scope in SCOPES
    assert (view.scope is None) == (route in PUBLIC_API)
    if view.scope is None:
        assert len(view.public_because) > 10
    else:
        assert issubclass(view, ApiView)  # its dispatch is what looks at the scope
        assert view.dispatch is ApiView.dispatch
        assert bool(view.public_reads_because) == (route in PUBLIC_READS)
        assert len(view.public_reads_because) > 10 or route not in PUBLIC_READS


@pytest.mark.django_db
@pytest.mark.parametrize("route", [route for route, one in API.items() if view_of(one).scope])
def test_a_guarded_address_asks_for_a_key_by_every_method(route):
    forget_keys()
    client = Client(raise_request_exception=False)
    methods = [name for name in view_of(API[route]).http_method_names if hasattr(view_of(API[route]), name)]
    assert methods
    for method in methods:
        if method != "options" and not (method == "get" and route in PUBLIC_READS):
            response = client.generic(method.upper(), address_of(route), b"{}", content_type="application/json")
            assert response.status_code == 401, (method, route)
            assert response["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
@pytest.mark.parametrize("route", PAGES)
def test_a_page_is_shown_to_who_signed_in_or_is_listed_as_public(route):
    if route in PUBLIC or route.startswith(("sign-in", "sign-out")):
        return
    for method in ("get", "post"):
        response = getattr(Client(raise_request_exception=False), method)(address_of(route))
        is_refused = response.status_code in (401, 403, 405)
        is_sent_away = response.status_code in (301, 302) and re.search("sign-in|login", response["Location"])
        is_theirs = route.startswith("admin/") and re.match(r"admin/(login|jsi18n|password_change|logout)", route)
        assert is_refused or is_sent_away or is_theirs, (method, route, response.status_code)


@pytest.mark.parametrize("route", PUBLIC)
def test_a_public_page_is_still_there(route):
    assert route in PAGES, sorted(PAGES)
