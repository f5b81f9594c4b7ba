"""Consents, for the clinic: it asks to see a record, and sees it as long as it is let."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters
from accounts.api.problems import Problem
from accounts.api.views import ApiView, json_response
from clinics.api.consent_reading import PAGED, cursor_of, told_page
from clinics.api.consent_schemas import (
    AskConsentSerializer,
    ConsentRequestListSerializer,
    ConsentRequestSerializer,
    tell_request,
)
from clinics.api.reading import accepted, author_of, read_body_fields, reader_of, this_instant, writer_of
from clinics.api.roster_reading import find_person, own_entry
from clinics.operations.consents.asking import ask_consent
from clinics.operations.consents.looking import note_look
from clinics.queries.consents import list_requests
from clinics.queries.sites import day_at
from credentials.api.record_schema import RECORD_TOLD
from credentials.queries.readers import current_reader
from credentials.queries.records import record_as_exported
from credentials.questions import read_reference
from credentials.records.objects import Field
from credentials.records.values import text_reader

_ASKED = (Field("practitioner", read_reference), Field("why", text_reader(500)))


class ConsentRequestsView(ApiView):
    """What the clinic asked."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_consent_requests",
        tags=["clinics"],
        parameters=PAGED,
        responses=ConsentRequestListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """What you asked of practitioners, newest first. Needs `roster:read`."""
        caller = reader_of(request)
        page, following = list_requests(organisation_id=caller.organisation_id, after=cursor_of(request))
        return told_page(page, following)

    @extend_schema(
        operation_id="ask_consent",
        tags=["clinics"],
        request=AskConsentSerializer,
        responses={201: ConsentRequestSerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask somebody on your roster to let you see their record; they have thirty days to answer.

        Who has signed up here is told by mail. Needs `roster:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        told, now = read_body_fields(request, _ASKED), this_instant()
        person = find_person(told["practitioner"])
        made = ask_consent(
            organisation_id=caller.organisation_id, practitioner=person, why=told["why"], by=author_of(caller), at=now
        )
        return json_response(tell_request(accepted(made), now), status=201)


class RosterRecordView(ApiView):
    """The record behind a roster entry."""

    scope = ANY_CALLER
    refuses = {"403": "A scope is missing, or the practitioner does not consent (`consent-needed`)"}  # noqa: RUF012 (as its base)

    @extend_schema(operation_id="read_roster_record", tags=["clinics"], responses={200: RECORD_TOLD})
    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """The record of somebody who is on your roster today and consents that you see it.

        Each look is written down with it, and the practitioner sees who looked. Needs `roster:read`.
        """
        caller = reader_of(request)
        read_parameters(request, ())
        entry, now = own_entry(caller, key).last, this_instant()
        day = day_at(entry.site, now)
        stands = entry.superseded_at is None and entry.starts_on <= day and (not entry.until_on or day < entry.until_on)
        if not stands:
            raise _consent_needed("Only of who is on your roster today a record can be seen")
        person, organisation_id = entry.practitioner, caller.organisation_id
        with transaction.atomic():
            looked = note_look(
                practitioner=person, organisation_id=organisation_id, entry_key=key, by=author_of(caller), at=now
            )
            if looked is None:
                raise _consent_needed("This practitioner has not consented that you see their record; you may ask")
            told = record_as_exported(person, shapes=current_reader().shapes)
        return json_response(told)


def _consent_needed(detail: str) -> Problem:
    return Problem(403, "consent-needed", "A consent is needed", detail)
