"""`/roster-invitations`: who was asked to be put on file, and who of them is there now."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from accounts.api.callers import Caller
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid, not_found
from accounts.api.views import ApiView, json_response
from clinics.api.import_schemas import CandidateSerializer
from clinics.api.reading import READ_SCOPE, WRITE_SCOPE, accepted, author_of, caller_with, read_cursor, this_instant
from clinics.api.roster_imports import CURSOR, PAGE
from clinics.imports.matching import Candidate
from clinics.models import Invitation
from clinics.operations.imports.invitations import accept_invitation, withdraw_invitation
from clinics.queries.invitations import compare_matched, list_invitations, read_invitation

_STATES = tuple(Invitation.State.values)


class InvitedEntrySerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Where the person is to be on the roster."""

    site = serializers.CharField()
    role = serializers.CharField()
    patient_groups = serializers.ListField(child=serializers.CharField())
    starts_on = serializers.DateField(allow_null=True, help_text="null: the day on which it is accepted")
    until_on = serializers.DateField(allow_null=True)


class InvitationSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Somebody who was not on file. `name` is as you told it, and gone once the invitation ended."""

    key = serializers.UUIDField()
    state = serializers.ChoiceField(_STATES)
    name = serializers.CharField(allow_null=True)
    invited_at = serializers.DateTimeField()
    invited_by = serializers.CharField()
    expires_at = serializers.DateTimeField()
    matched = CandidateSerializer(allow_null=True, help_text="who came on file")
    entries = InvitedEntrySerializer(many=True)
    ended_at = serializers.DateTimeField(allow_null=True)


class InvitationListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page, in the order in which they were made."""

    items = InvitationSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class RosterInvitationsView(ApiView):
    """All invitations of a clinic."""

    scope = READ_SCOPE

    @extend_schema(
        operation_id="list_invitations",
        tags=["clinics"],
        parameters=[OpenApiParameter("state", str, enum=list(_STATES)), CURSOR],
        responses=InvitationListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Whom you invited. Needs `roster:read`."""
        caller = caller_with(request, READ_SCOPE)
        given, unread = take_parameters(request, ("state", "cursor"))
        faults = list(unread)
        after, state = read_cursor(given, faults), given.get("state")
        if state is not None and state not in _STATES:
            faults.append(Fault("/state", "unknown_value", f"One of {', '.join(_STATES)}"))
        if faults:
            raise invalid(tuple(faults))
        page = list_invitations(caller.organisation_id, state=state, after=after, most=PAGE + 1)
        following = str(page[PAGE - 1].pk) if len(page) > PAGE else None
        return json_response({"items": _tell_all(page[:PAGE]), "next": following})


class RosterInvitationView(ApiView):
    """One invitation."""

    scope = READ_SCOPE

    @extend_schema(operation_id="read_invitation", tags=["clinics"], responses=InvitationSerializer)
    def get(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """How it stands, and who came on file. Needs `roster:read`."""
        read_parameters(request, ())
        return json_response(_tell_all([_own(caller_with(request, READ_SCOPE), key)])[0])


class _Action(ApiView):
    """What one does with an invitation; each tells how it stands after it."""

    scope = WRITE_SCOPE

    def act(self, request: HttpRequest, key: uuid.UUID, operation: Callable[..., Any]) -> HttpResponse:
        """Do it, and tell the invitation."""
        caller = caller_with(request, WRITE_SCOPE)
        read_parameters(request, ())
        accepted(operation(invitation=_own(caller, key), by=author_of(caller), at=this_instant()))
        return json_response(_tell_all([_own(caller, key)])[0])


class RosterInvitationAcceptView(_Action):
    """Putting on the roster whom you invited."""

    @extend_schema(operation_id="accept_invitation", tags=["clinics"], request=None, responses=InvitationSerializer)
    def post(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """Who came on file is whom you invited: they are put on your roster. Needs `roster:write`."""
        return self.act(request, key, accept_invitation)


class RosterInvitationWithdrawView(_Action):
    """Taking an invitation back."""

    @extend_schema(operation_id="withdraw_invitation", tags=["clinics"], request=None, responses=InvitationSerializer)
    def post(self, request: HttpRequest, key: uuid.UUID) -> HttpResponse:
        """Take it back; what you told of the person is erased. Needs `roster:write`."""
        return self.act(request, key, withdraw_invitation)


def _own(caller: Caller, key: uuid.UUID) -> Invitation:
    found = read_invitation(caller.organisation_id, key)
    if found is None:
        raise not_found("No such invitation of yours")
    return found


def _tell_all(rows: list[Invitation]) -> list[dict[str, Any]]:
    compared = compare_matched(rows)
    return [_tell(one, *compared[one.pk]) for one in rows]


def _tell(one: Invitation, name: str | None, candidate: Candidate | None) -> dict[str, Any]:
    matched: Mapping[str, Any] | None = None
    if one.practitioner is not None:
        agrees, differs = (candidate.agrees, candidate.differs) if candidate else ((), ())
        number = one.practitioner.registry_number
        matched = {"registry_number": number, "agrees": list(agrees), "differs": list(differs)}
    return {
        "key": one.key,
        "state": one.state,
        "name": name,
        "invited_at": one.invited_at,
        "invited_by": one.invited_by,
        "expires_at": one.expires_at,
        "matched": matched,
        "entries": [
            {
                "site": entry.site.code,
                "role": entry.role,
                "patient_groups": entry.patient_groups,
                "starts_on": entry.starts_on,
                "until_on": entry.until_on,
            }
            for entry in one.entries.all()
        ],
        "ended_at": one.ended_at,
    }
