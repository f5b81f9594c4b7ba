"""`/roster-imports/{id}/matches`: rows that may mean somebody on file, put to a human."""

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema

from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import invalid
from accounts.api.views import ApiView, json_response
from clinics.api.import_schemas import MatchWordSerializer, StaffMatchListSerializer, StaffMatchSerializer, tell_match
from clinics.api.reading import (
    WRITE_SCOPE,
    accepted,
    author_of,
    caller_with,
    read_body_fields,
    read_cursor,
    this_instant,
)
from clinics.api.roster_imports import CURSOR, ROWS, own_import
from clinics.operations.imports.words import say_word
from clinics.queries.roster_imports import numbers_of, rows_to_decide
from credentials.records.objects import Field
from credentials.records.values import optional, read_count, read_registry_number, text_reader

_WORD = (
    Field("row", read_count),
    Field("word", optional(text_reader(20))),
    Field("registry_number", optional(read_registry_number), None),
)


class RosterImportMatchesView(ApiView):
    """Rows for a human to look at."""

    scope = WRITE_SCOPE

    @extend_schema(
        operation_id="list_staff_matches", tags=["clinics"], parameters=[CURSOR], responses=StaffMatchListSerializer
    )
    def get(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Doubtful and unknown rows, with whom they may mean and what was said of them. Needs `roster:write`."""
        job = own_import(caller_with(request, WRITE_SCOPE), import_id)
        given, unread = take_parameters(request, ("cursor",))
        faults = list(unread)
        after = read_cursor(given, faults)
        if faults:
            raise invalid(tuple(faults))
        page = list(rows_to_decide(job.pk).filter(row__gt=after)[: ROWS + 1])
        numbers = numbers_of(page)
        following = str(page[ROWS - 1].row) if len(page) > ROWS else None
        return json_response({"items": [tell_match(one, numbers) for one in page[:ROWS]], "next": following})

    @extend_schema(
        operation_id="say_staff_match", tags=["clinics"], request=MatchWordSerializer, responses=StaffMatchSerializer
    )
    def post(self, request: HttpRequest, import_id: int) -> HttpResponse:
        """Say of a row who it is: `this_one`, `invite` (none of them) or `leave_out`. Needs `roster:write`."""
        caller = caller_with(request, WRITE_SCOPE)
        read_parameters(request, ())
        job = own_import(caller, import_id)
        told = read_body_fields(request, _WORD)
        row = accepted(say_word(job=job, **told, by=author_of(caller), at=this_instant()))
        return json_response(tell_match(row, numbers_of([row])))
