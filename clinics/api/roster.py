"""`/roster`: who treats where, and what is found about it, worst first."""

from contextlib import suppress
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters
from accounts.api.streams import in_pieces
from accounts.api.views import ApiView, json_response, negotiate
from clinics.api.reading import accepted, author_of, read_body_fields, reader_of, this_instant, writer_of
from clinics.api.roster_reading import (
    CHANGES,
    END,
    FILTERS,
    LEFT,
    NEW,
    own_entry,
    read_new_entry,
    read_search,
)
from clinics.api.roster_schemas import (
    EndRosterEntrySerializer,
    NewRosterEntrySerializer,
    RosterEntryChangesSerializer,
    RosterEntrySerializer,
    RosterLineListSerializer,
)
from clinics.api.roster_telling import tell_entry, tell_line, tell_rows
from clinics.models.roster import GROUPS
from clinics.operations.monitoring.redeciding import redecide_entries
from clinics.operations.roster import EntryChanges, add_entry, change_entry, end_entry
from clinics.queries.entries import same_person_at_site
from clinics.queries.names import names_shown
from clinics.queries.roster import OUTCOMES, all_lines, lines_of_entry, list_lines
from credentials.api.table_files import CSV
from credentials.files.neutral import write_rows
from credentials.signing.keys import UnusableKeys

JSON = "application/json"


class RosterView(ApiView):
    """The roster."""

    scope = ANY_CALLER
    produces = (JSON, CSV)

    @extend_schema(
        operation_id="list_roster",
        tags=["clinics"],
        parameters=[
            OpenApiParameter("site", str, description="The code of a site of yours"),
            OpenApiParameter("group", str, enum=list(GROUPS)),
            OpenApiParameter("outcome", str, enum=list(OUTCOMES), description="`undecided`: those that are due too"),
            OpenApiParameter("role", str, description="As written, in capitals or not"),
            OpenApiParameter("due", bool, description="Whether it is to be decided again"),
            OpenApiParameter("from", OpenApiTypes.DATE, description="On the roster on this day or later"),
            OpenApiParameter("until", OpenApiTypes.DATE, description="On the roster before this day"),
            OpenApiParameter("q", str, description="A registry number or its beginning, or words of a name"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses={(200, JSON): RosterLineListSerializer, (200, CSV): OpenApiTypes.STR},
    )
    def get(self, request: HttpRequest) -> HttpResponseBase:
        """A line for each person, site and group of patients, worst first; as CSV all of them at once.

        Nobody who is due counts as permitted: what was found before stands apart under `last_known`. Names are told of
        who is listed publicly or consented that you see their record; `q` finds others too, as a question's `name`
        would. A line that is decided between two pages may be told twice or not at all. Needs `roster:read`.
        """
        caller = reader_of(request)
        is_table = negotiate(request, self.produces) == CSV
        search, after = read_search(request, caller, FILTERS if is_table else (*FILTERS, "cursor"))
        at = this_instant()
        if is_table:
            rows = tell_rows(all_lines(search, organisation_id=caller.organisation_id, at=at))
            named = {"Content-Disposition": 'attachment; filename="roster.csv"'}
            return StreamingHttpResponse(
                in_pieces(write_rows(rows)), content_type=f"{CSV}; charset=utf-8", headers=named
            )
        lines, following = list_lines(search, organisation_id=caller.organisation_id, at=at, after=after)
        cursor = f"{following[0]}.{following[1]}" if following else None
        return json_response({"items": [tell_line(one) for one in lines], "next": cursor})

    @extend_schema(
        operation_id="add_entry",
        tags=["clinics"],
        request=NewRosterEntrySerializer,
        responses={201: RosterEntrySerializer},
    )
    def post(self, request: HttpRequest) -> HttpResponse:
        """Put a person on the roster of a site, and be told at once what is found. Needs `roster:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        told = read_body_fields(request, NEW)
        entry = accepted(
            add_entry(organisation_id=caller.organisation_id, entry=read_new_entry(caller, told), by=author_of(caller))
        )
        return _told(caller.organisation_id, entry.key, status=201)


class EntryView(ApiView):
    """One entry."""

    scope = ANY_CALLER

    @extend_schema(operation_id="read_entry", tags=["clinics"], responses=RosterEntrySerializer)
    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """An entry with what is found about it and all that was ever said of it. Needs `roster:read`."""
        caller = reader_of(request)
        read_parameters(request, ())
        return _told(caller.organisation_id, key, decides=False)

    @extend_schema(
        operation_id="change_entry",
        tags=["clinics"],
        request=RosterEntryChangesSerializer,
        responses=RosterEntrySerializer,
    )
    def patch(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Say something else of an entry, and be told at once what is found. Needs `roster:write`.

        Person and site stay: end the entry and make another.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        entry = own_entry(caller, key).last
        told = read_body_fields(request, CHANGES)
        changes = EntryChanges(**{name: value for name, value in told.items() if value is not LEFT})  # type: ignore[typeddict-item]  # read by CHANGES
        accepted(change_entry(entry=entry, changes=changes, by=author_of(caller)))
        return _told(caller.organisation_id, key)


class EntryEndView(ApiView):
    """Ending an entry."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="end_entry", tags=["clinics"], request=EndRosterEntrySerializer, responses=RosterEntrySerializer
    )
    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Take the person off the roster from a day on. Needs `roster:write`.

        An entry that would end on its first day, or before it without a day told, counts as never made.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        entry = own_entry(caller, key).last
        told = read_body_fields(request, END)
        accepted(end_entry(entry=entry, until_on=told["until_on"], by=author_of(caller)))
        return _told(caller.organisation_id, key, decides=False)


class EntryCheckView(ApiView):
    """Deciding now."""

    scope = ANY_CALLER

    @extend_schema(operation_id="check_entry", tags=["clinics"], request=None, responses=RosterEntrySerializer)
    def post(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Decide the entry again now, due or not; each decision is kept with its receipt. Needs `roster:write`."""
        caller = writer_of(request)
        read_parameters(request, ())
        own_entry(caller, key)
        return _told(caller.organisation_id, key)


def _told(organisation_id: int, key: UUID, *, status: int = 200, decides: bool = True) -> HttpResponse:
    """An entry of the organisation as JSON, decided first where that is asked for; without a key to sign with, due."""
    if decides:
        with suppress(UnusableKeys):
            redecide_entries(entry_keys=[key], at=this_instant())
    at = this_instant()
    history = own_entry(organisation_id, key)
    lines = lines_of_entry(key, organisation_id=organisation_id, at=at)
    person_id = history.last.practitioner_id
    name = names_shown(practitioner_ids=[person_id], organisation_id=organisation_id).get(person_id)
    told = tell_entry(history, lines, same_person=same_person_at_site(history.last), name=name)
    headers = {"Location": f"/api/v1/roster/{key}"} if status == 201 else None
    return json_response(told, status=status, headers=headers)
