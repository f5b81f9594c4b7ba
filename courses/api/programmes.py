"""`/programmes`: what providers offer, and how a provider offers and closes it."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import invalid, not_found
from accounts.api.views import ApiView, json_response
from courses.api.reading import provider_of, read_body_fields, read_id, reader_id, this_day, writer_of
from courses.ladders.reading_values import read_code, read_day, read_title
from courses.models import Programme, ProgrammeVersion
from courses.operations.programmes import close_programme, create_programme
from courses.permissions import runs_programme
from courses.queries.programmes import ProgrammeSearch, in_force, list_programmes, visible_programmes
from credentials.api.refusals import problem_for
from credentials.records.faults import Refusal
from credentials.records.objects import Field

OPEN_TO_ALL = "whoever thinks of a course reads first what it asks; drafts are shown to their provider alone"
_NEW = (Field("code", read_code), Field("title", read_title))
_CLOSING = (Field("on", read_day),)


class NewProgrammeSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A programme as it is offered."""

    code = serializers.CharField(help_text="once per provider; it stays")
    title = serializers.CharField()


class ClosingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """When it closes."""

    on = serializers.DateField(help_text="the first day on which nobody new may enrol")


class ProviderSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Who offers it."""

    id = serializers.IntegerField()
    name = serializers.CharField()


class VersionInBriefSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A version without its ladder."""

    number = serializers.IntegerField()
    starts_on = serializers.DateField(help_text="for who enrols from this day on")
    published_at = serializers.DateTimeField(allow_null=True, help_text="null: a draft, shown to its provider alone")


class ProgrammeSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A programme."""

    id = serializers.IntegerField()
    provider = ProviderSerializer()
    code = serializers.CharField()
    title = serializers.CharField()
    closed_on = serializers.DateField(allow_null=True)
    in_force = serializers.IntegerField(allow_null=True, help_text="the version for who enrols today")
    versions = VersionInBriefSerializer(many=True)


class ProgrammeListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page."""

    items = ProgrammeSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ProgrammesView(ApiView):
    """All programmes."""

    scope = ANY_CALLER
    public_reads_because = OPEN_TO_ALL

    @extend_schema(
        operation_id="list_programmes",
        tags=["courses"],
        parameters=[
            OpenApiParameter("provider", int, description="Of this training provider alone"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=ProgrammeListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Programmes with a published ladder, and your own drafts where you may read courses."""
        given, unread = take_parameters(request, ("provider", "cursor"))
        faults = list(unread)
        provider_id, after = (read_id(given, name, faults) for name in ("provider", "cursor"))
        if faults:
            raise invalid(tuple(faults))
        search = ProgrammeSearch(own_id=reader_id(request), provider_id=provider_id, after=after or 0)
        page, following = list_programmes(search)
        return json_response({"items": tell_programmes(page), "next": str(following) if following else None})

    @extend_schema(
        operation_id="create_programme",
        tags=["courses"],
        request=NewProgrammeSerializer,
        responses={201: ProgrammeSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Offer a programme; its ladder comes with its versions. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, _NEW)
        made = create_programme(provider=provider_of(caller), code=told["code"], title=told["title"])
        if isinstance(made, Refusal):
            raise problem_for(made)
        headers = {"Location": f"/api/v1/programmes/{made.pk}"}
        return json_response(tell_programme(find_programme(request, made.pk, caller)), status=201, headers=headers)


class ProgrammeView(ApiView):
    """One programme."""

    scope = ANY_CALLER
    public_reads_because = OPEN_TO_ALL

    @extend_schema(operation_id="read_programme", tags=["courses"], responses=ProgrammeSerializer)
    def get(self, request: HttpRequest, programme_id: int) -> HttpResponse:
        """The programme with its versions. Ladders are read by their numbers."""
        read_parameters(request, ())
        return json_response(tell_programme(find_programme(request, programme_id)))


class ProgrammeCloseView(ApiView):
    """Closing a programme."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="close_programme", tags=["courses"], request=ClosingSerializer, responses=ProgrammeSerializer
    )
    def post(self, request: HttpRequest, programme_id: int) -> HttpResponse:
        """Take nobody new from a day on. Who is enrolled stays, and what was earned too. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        programme = own_programme(request, programme_id, caller)
        told = read_body_fields(request, _CLOSING)
        closed = close_programme(programme=programme, on=told["on"])
        if isinstance(closed, Refusal):
            raise problem_for(closed)
        return json_response(tell_programme(find_programme(request, programme_id, caller)))


def find_programme(request: HttpRequest, programme_id: int, caller: Caller | None = None) -> Programme:
    """The programme, with the versions that the caller may see; Problem 404 for one that it may not see."""
    own_id = caller.organisation_id if caller else reader_id(request)
    found = visible_programmes(own_id).filter(pk=min(programme_id, _LARGEST)).first()
    if found is None:
        raise not_found("No such programme")
    return found


def own_programme(request: HttpRequest, programme_id: int, caller: Caller) -> Programme:
    """The caller's own programme; Problem 404 for another's."""
    programme = find_programme(request, programme_id, caller)
    if not runs_programme(programme, organisation_id=caller.organisation_id):
        raise not_found("No such programme of yours")
    return programme


def tell_programme(programme: Programme) -> dict[str, Any]:
    """A programme as JSON."""
    return tell_programmes([programme])[0]


def tell_programmes(programmes: list[Programme]) -> list[dict[str, Any]]:
    """Programmes as JSON."""
    now = in_force([one.pk for one in programmes], this_day())
    return [_tell(one, now.get(one.pk)) for one in programmes]


def _tell(programme: Programme, current: ProgrammeVersion | None) -> dict[str, Any]:
    seen: list[ProgrammeVersion] = programme.seen_versions  # type: ignore[attr-defined]  # prefetched by its query
    return {
        "id": programme.pk,
        "provider": {"id": programme.provider_id, "name": programme.provider.name},
        "code": programme.code,
        "title": programme.title,
        "closed_on": programme.closed_on,
        "in_force": current.number if current else None,
        "versions": [
            {"number": one.number, "starts_on": one.starts_on, "published_at": one.published_at} for one in seen
        ],
    }


_LARGEST = 2**63 - 1  # of an id in PostgreSQL; whatever is larger is no id, and no error either
