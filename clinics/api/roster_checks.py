"""`/roster/{key}/checks`: every look that was taken at an entry."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from clinics.api.reading import read_cursor, reader_of
from clinics.api.roster_reading import own_entry
from clinics.api.roster_schemas import RosterCheckListSerializer
from clinics.api.roster_telling import tell_check
from clinics.models.roster import GROUPS
from clinics.queries.checks import PAGE, find_check, list_checks


class EntryChecksView(ApiView):
    """The looks at an entry."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_checks",
        tags=["clinics"],
        parameters=[
            OpenApiParameter("group", str, enum=list(GROUPS)),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=RosterCheckListSerializer,
    )
    def get(self, request: HttpRequest, key: UUID) -> HttpResponse:
        """Every decision about the entry, newest first, each with the answer and receipt behind it.

        Needs `roster:read`.
        """
        caller = reader_of(request)
        given, unread = take_parameters(request, ("group", "cursor"))
        faults = list(unread)
        check_id = read_cursor(given, faults)
        if given.get("group", GROUPS[0]) not in GROUPS:
            faults.append(Fault("/group", "unknown_value", f"One of: {', '.join(GROUPS)}"))
        own_entry(caller, key)
        organisation_id = caller.organisation_id
        after = find_check(organisation_id=organisation_id, entry_key=key, check_id=check_id) if check_id else None
        if check_id and after is None:
            faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next` of the page before"))
        if faults:
            raise invalid(tuple(faults))
        found = list_checks(
            organisation_id=organisation_id, entry_key=key, group=given.get("group"), after=after, limit=PAGE + 1
        )
        following = str(found[PAGE - 1].pk) if len(found) > PAGE else None
        return json_response({"items": [tell_check(one) for one in found[:PAGE]], "next": following})
