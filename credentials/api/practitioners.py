"""`PUT` and `GET` of a practitioner's record, and the public list."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers

from accounts.api.bodies import read_json_object
from accounts.api.callers import ANY_CALLER, Caller, require
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid, not_found
from accounts.api.views import ApiView, json_response
from accounts.models import Organisation
from credentials.api.record_schema import CAPITAL_NUMBER, NUMBER, PLACE, RECORD, RECORD_TOLD
from credentials.api.refusals import problem_for
from credentials.decisions import NO_LAW, Unanswered
from credentials.looks import may_look
from credentials.models import Practitioner
from credentials.operations.records import put_record
from credentials.queries.listing import Search, list_practitioners
from credentials.queries.readers import current_reader
from credentials.queries.records import record_as_exported
from credentials.records.faults import Refusal
from credentials.records.numbers import capitalise_number, is_registry_number
from credentials.records.reading import RecordReader
from law.queries.compiled import current_law
from law.queries.packs import NoLawReleased
from rulebook.facts import PROFESSIONS
from rulebook.places import UnknownPlace
from rulebook.question import GROUPS

RECORD_BYTES = 2 * 1024 * 1024
_FILTERS = ("q", "jurisdiction", "patient_group", "profession", "cursor")


class PractitionerView(ApiView):
    """One practitioner's record."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="read_practitioner",
        tags=["registry"],
        parameters=[OpenApiParameter("registry_number", NUMBER, OpenApiParameter.PATH)],
        responses={200: RECORD_TOLD},
    )
    def get(self, request: HttpRequest, registry_number: str) -> HttpResponse:
        """The record as exported. Needs `registry:read`, or the practitioner's consent to your organisation.

        What is shown by consent is written down, and the practitioner sees who looked.
        """
        read_parameters(request, ())
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        practitioner = find_record(registry_number)
        if practitioner is not None and not caller.has("registry:read"):
            return json_response(_look(practitioner, caller))
        require(caller, "registry:read")
        if practitioner is None:
            raise not_found("No such practitioner is on file")
        return json_response(record_as_exported(practitioner, shapes=_reader().shapes))

    @extend_schema(
        operation_id="put_practitioner",
        tags=["registry"],
        parameters=[OpenApiParameter("registry_number", NUMBER, OpenApiParameter.PATH)],
        request={"application/json": RECORD},
        responses={200: RECORD_TOLD, 201: RECORD_TOLD},
    )
    def put(self, request: HttpRequest, registry_number: str) -> HttpResponse:
        """Make the registry say what this record says for your organisation. Needs `registry:write`.

        A list that is left out is left alone; one that is given, even empty, is the whole truth.
        """
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        require(caller, "registry:write")
        read_parameters(request, ())
        body = read_json_object(request, RECORD_BYTES)
        number = capitalise_number(registry_number)
        if not is_registry_number(number):
            raise invalid((Fault("/registry_number", "not_a_registry_number", "FN-XXXX-XXXX, Crockford base 32"),))
        reader = _reader()
        record = reader.read(body, path_number=number)
        if isinstance(record, Refusal):
            raise problem_for(record)
        source = Organisation.objects.get(pk=caller.organisation_id)
        with transaction.atomic():  # so that nobody else's record is told who came between
            written = put_record(record=record, shapes=reader.shapes, source=source, by=author_of(caller))
            if isinstance(written, Refusal):
                raise problem_for(written)
            practitioner = find_record(number)
            assert practitioner is not None  # noqa: S101 (it was written two lines above)
            told = record_as_exported(practitioner, shapes=reader.shapes, source=source)
        return json_response(told, status=201 if written.is_new else 200)


class PractitionersView(ApiView):
    """The public list."""

    scope = None
    public_because = "whoever is listed agreed to be found by anyone"

    @extend_schema(
        operation_id="list_practitioners",
        tags=["registry"],
        parameters=[
            OpenApiParameter("q", str, description="Part of a name or a city"),
            OpenApiParameter("jurisdiction", PLACE),
            OpenApiParameter("patient_group", str, enum=GROUPS),
            OpenApiParameter("profession", str, enum=PROFESSIONS),
            OpenApiParameter("cursor", CAPITAL_NUMBER, description="`next` of the page before"),
        ],
        responses=inline_serializer(
            "PractitionerList",
            {
                "items": serializers.ListField(child=serializers.DictField()),
                "next": serializers.CharField(allow_null=True),
            },
        ),
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Practitioners who consented to be listed. Being listed says nothing of what they may do: ask."""
        given, unread = take_parameters(request, _FILTERS)
        search = _read_search(given, unread, on=dt.datetime.now(dt.UTC).date())
        items, after = list_practitioners(search)
        return json_response({"items": items, "next": after})


def find_record(registry_number: str) -> Practitioner | None:
    """The record with this number, merged away or not."""
    number = capitalise_number(registry_number)
    if not is_registry_number(number):
        return None
    return Practitioner.objects.select_related("merged_into").filter(registry_number=number).first()


def author_of(caller: Caller) -> str:
    """Who writes, as facts remember it."""
    return f"key:{caller.key_id}" if caller.key_id is not None else f"user:{caller.user_id}"


@transaction.atomic
def _look(practitioner: Practitioner, caller: Caller) -> dict[str, Any]:
    """What the person consented to be shown; who may not see it is refused as for a number that nobody has."""
    by, at = author_of(caller), dt.datetime.now(dt.UTC)
    if not may_look(practitioner=practitioner, organisation_id=caller.organisation_id, by=by, at=at):
        require(caller, "registry:read")
    return record_as_exported(practitioner, shapes=_reader().shapes)


def _reader() -> RecordReader:
    try:
        return current_reader()
    except NoLawReleased:
        raise problem_for(Unanswered(NO_LAW)) from None


def _read_search(given: dict[str, str], unread: tuple[Fault, ...], *, on: dt.date) -> Search:
    faults = list(unread)
    closed = (("patient_group", GROUPS), ("profession", PROFESSIONS))
    for name, allowed in closed:
        if name in given and given[name] not in allowed:
            faults.append(Fault(f"/{name}", "unknown_value", f"One of: {', '.join(allowed)}"))
    jurisdiction = None
    if "jurisdiction" in given:
        try:
            jurisdiction = current_law().places.read_asked(given["jurisdiction"])
        except UnknownPlace:
            faults.append(Fault("/jurisdiction", "unknown_place", "No place that is known here"))
        except NoLawReleased:
            raise problem_for(Unanswered(NO_LAW)) from None
    if "cursor" in given and not is_registry_number(given["cursor"]):
        faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next` of the page before"))
    if faults:
        raise invalid(tuple(faults))
    return Search(
        on=on,
        q=given.get("q"),
        jurisdiction=jurisdiction,
        patient_group=given.get("patient_group"),
        profession=given.get("profession"),
        after=given.get("cursor", ""),
    )
