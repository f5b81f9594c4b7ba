"""`/sites`: where a clinic treats, and what it declares to hold of every patient there."""

import re

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from accounts.models import Organisation
from clinics.api.reading import (
    accepted,
    author_of,
    own_site,
    read_body_fields,
    read_cursor,
    read_day,
    reader_of,
    released_law,
    writer_of,
)
from clinics.api.site_schemas import (
    NewSiteSerializer,
    SiteChangesSerializer,
    SiteDeclarationListSerializer,
    SiteDeclarationsSerializer,
    SiteListSerializer,
    SiteSerializer,
    tell_declarations,
    tell_site,
)
from clinics.operations.declarations import Declared, declare
from clinics.operations.sites import change_site, close_site, create_site
from clinics.queries.sites import OPEN, STATES, list_declarations, list_sites
from credentials.records.faults import refuse
from credentials.records.objects import Field, read_object
from credentials.records.values import Reader, list_reader, optional, text_reader

_KEY = re.compile(r"[a-z][a-z0-9_]*")
_read_short, _read_name = text_reader(100), text_reader(200)
_read_says = text_reader(500)


def _read_key(value: object) -> str:
    """A key in the form of law files."""
    text: str = _read_short(value)
    if not _KEY.fullmatch(text):
        raise refuse("not_a_key", "a key is in lower_snake")
    return text


_NEW = (
    Field("name", _read_name),
    Field("jurisdiction", _read_short),
    Field("time_zone", optional(_read_short), None),
)
_CHANGES = (Field("name", _read_name, None), Field("time_zone", _read_short, None))
_DECLARED = (
    Field("key", _read_key),
    Field("says", optional(_read_says), ""),
    Field("starts_on", optional(read_day), None),
    Field("until_on", optional(read_day), None),
)
_read_declared: Reader = lambda told: Declared(*read_object(told, _DECLARED))  # noqa: E731 (a list takes a reader of one value)
_DECLARATIONS = (Field("items", list_reader(_read_declared)),)


class SitesView(ApiView):
    """The organisation's sites."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_sites",
        tags=["clinics"],
        parameters=[
            OpenApiParameter("state", str, enum=list(STATES), description="`open` unless you say so"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=SiteListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Your own sites, in the order in which they were made. Needs `roster:read`."""
        caller = reader_of(request)
        given, unread = take_parameters(request, ("state", "cursor"))
        faults = list(unread)
        state, after = given.get("state", OPEN), read_cursor(given, faults)
        if state not in STATES:
            faults.append(Fault("/state", "unknown_value", f"one of: {', '.join(STATES)}"))
        if faults:
            raise invalid(tuple(faults))
        page, following = list_sites(organisation_id=caller.organisation_id, state=state, after=after)
        return json_response({"items": [tell_site(one) for one in page], "next": str(following) if following else None})

    @extend_schema(
        operation_id="create_site", tags=["clinics"], request=NewSiteSerializer, responses={201: SiteSerializer}
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Open a site. Its jurisdiction stays: a move elsewhere is another site. Needs `roster:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        told, law = read_body_fields(request, _NEW), released_law()
        made = create_site(
            organisation=Organisation.objects.get(pk=caller.organisation_id),
            read_place=law.places.read_asked,
            time_zone_of=law.time_zone_of,
            **told,
        )
        site = accepted(made)
        return json_response(tell_site(site), status=201, headers={"Location": f"/api/v1/sites/{site.code}"})


class SiteView(ApiView):
    """One site."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_site", tags=["clinics"], responses=SiteSerializer)
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """A site of yours, closed ones too. Needs `roster:read`."""
        caller = reader_of(request)
        read_parameters(request, ())
        return json_response(tell_site(own_site(caller, code)))

    @extend_schema(
        operation_id="change_site", tags=["clinics"], request=SiteChangesSerializer, responses=SiteSerializer
    )
    def patch(self, request: HttpRequest, code: str) -> HttpResponse:
        """Another name or time zone. Needs `roster:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        site = own_site(caller, code)
        told = read_body_fields(request, _CHANGES)
        return json_response(tell_site(accepted(change_site(site=site, **told))))


class SiteCloseView(ApiView):
    """Closing a site."""

    scope = ANY_CALLER

    @extend_schema(operation_id="close_site", tags=["clinics"], request=None, responses=SiteSerializer)
    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Nobody treats there any more: its roster ends today, and questions that name it are refused from now on.

        Closing again changes nothing; nothing opens it again. Needs `roster:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        site = own_site(caller, code)
        return json_response(tell_site(close_site(site=site, by=author_of(caller))))


class SiteDeclarationsView(ApiView):
    """What holds of every patient at a site."""

    scope = ANY_CALLER

    @extend_schema(operation_id="list_declarations", tags=["clinics"], responses=SiteDeclarationListSerializer)
    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """What you declare to hold of every patient there. Needs `roster:read`."""
        caller = reader_of(request)
        read_parameters(request, ())
        return json_response(tell_declarations(list_declarations(own_site(caller, code))))

    @extend_schema(
        operation_id="declare",
        tags=["clinics"],
        request=SiteDeclarationsSerializer,
        responses=SiteDeclarationListSerializer,
    )
    def put(self, request: HttpRequest, code: str) -> HttpResponse:
        """The whole list of what holds of every patient there; what is left out counts as never declared.

        To end one, tell it with `until_on`. What a parent, a child or a restriction read by a human settles cannot be
        declared of all. Everybody on the site's roster is decided anew. Needs `roster:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        site = own_site(caller, code)
        told = read_body_fields(request, _DECLARATIONS)["items"]
        made = declare(site=site, declared=told, known_keys=released_law().keys, by=author_of(caller))
        return json_response(tell_declarations(accepted(made)))
