"""`/programmes/{id}/versions`: ladders as dated data, drafted, edited while drafts, and published."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters
from accounts.api.problems import not_found
from accounts.api.views import ApiView, json_response
from courses.api.ladder_schemas import LadderSerializer
from courses.api.programmes import OPEN_TO_ALL, find_programme, own_programme
from courses.api.reading import author_of, known_places, read_body_fields, reader_id, writer_of
from courses.ladders.arranging import arrange
from courses.ladders.reading_values import read_day
from courses.models import Programme, ProgrammeVersion
from courses.operations.programmes import draft_version, edit_version, publish_version
from courses.permissions import may_read_version
from credentials.api.refusals import problem_for
from credentials.records.faults import Refusal
from credentials.records.objects import Field

_MOST = 2**15 - 1  # of a version's number
_DRAFT = (Field("starts_on", read_day), Field("ladder", lambda value: value))


class DraftSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A version as it is drafted."""

    starts_on = serializers.DateField(help_text="it counts for who enrols from this day on")
    ladder = LadderSerializer()


class VersionSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A version with its ladder."""

    programme = serializers.IntegerField()
    number = serializers.IntegerField()
    starts_on = serializers.DateField()
    published_at = serializers.DateTimeField(allow_null=True, help_text="null: a draft")
    digest = serializers.CharField(help_text="SHA-256 of the ladder's canonical JSON (RFC 8785), in hexadecimal")
    ladder = LadderSerializer()


class VersionsView(ApiView):
    """Versions of a programme."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="draft_version", tags=["courses"], request=DraftSerializer, responses={201: VersionSerializer}
    )
    def post(self, request: HttpRequest, programme_id: int) -> HttpResponse:
        """Draft the next version. Every fault in the ladder is named by its place. Needs `courses:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        programme = own_programme(request, programme_id, caller)
        told = read_body_fields(request, _DRAFT)
        drafted = draft_version(
            programme=programme,
            starts_on=told["starts_on"],
            content=told["ladder"],
            at=dt.datetime.now(dt.UTC),
            by=author_of(caller),
            read_place=known_places().read,
        )
        headers = {"Location": f"/api/v1/programmes/{programme_id}/versions/{_taken(drafted).number}"}
        return json_response(tell_version(_taken(drafted)), status=201, headers=headers)


class VersionView(ApiView):
    """One version."""

    scope = ANY_CALLER
    public_reads_because = OPEN_TO_ALL

    @extend_schema(operation_id="read_version", tags=["courses"], responses=VersionSerializer)
    def get(self, request: HttpRequest, programme_id: int, number: int) -> HttpResponse:
        """The ladder in the order of the guide, otherwise as it was told. A draft is its provider's alone to read."""
        read_parameters(request, ())
        version = _find(find_programme(request, programme_id), number, reader_id(request))
        return json_response(tell_version(version))

    @extend_schema(operation_id="edit_version", tags=["courses"], request=DraftSerializer, responses=VersionSerializer)
    def put(self, request: HttpRequest, programme_id: int, number: int) -> HttpResponse:
        """Edit a draft. What is published stays; only its first day moves, while nobody is enrolled under it.

        Needs `courses:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        version = _find(own_programme(request, programme_id, caller), number, caller.organisation_id)
        told = read_body_fields(request, _DRAFT)
        edited = edit_version(
            version=version,
            starts_on=told["starts_on"],
            content=told["ladder"],
            by=author_of(caller),
            read_place=known_places().read,
        )
        return json_response(tell_version(_taken(edited)))


class VersionPublishView(ApiView):
    """Publishing a version."""

    scope = ANY_CALLER

    @extend_schema(operation_id="publish_version", tags=["courses"], request=None, responses=VersionSerializer)
    def post(self, request: HttpRequest, programme_id: int, number: int) -> HttpResponse:
        """Publish a draft: it counts for who enrols from its first day on, and is never edited again.

        Needs `courses:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        version = _find(own_programme(request, programme_id, caller), number, caller.organisation_id)
        published = publish_version(version=version, at=dt.datetime.now(dt.UTC), by=author_of(caller))
        return json_response(tell_version(_taken(published)))


def tell_version(version: ProgrammeVersion) -> dict[str, Any]:
    """A version as JSON."""
    return {
        "programme": version.programme_id,
        "number": version.number,
        "starts_on": version.starts_on,
        "published_at": version.published_at,
        "digest": bytes(version.digest).hex(),
        "ladder": arrange(version.content),
    }


def _find(programme: Programme, number: int, organisation_id: int | None) -> ProgrammeVersion:
    version = programme.versions.filter(number=min(number, _MOST)).first()
    if version is None or not may_read_version(version, organisation_id=organisation_id):
        raise not_found("No such version")
    return version


def _taken(made: ProgrammeVersion | Refusal) -> ProgrammeVersion:
    if isinstance(made, Refusal):
        raise problem_for(made)
    return made
