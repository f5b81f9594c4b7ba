"""`/awards`: what was earned, for its provider and its holder, and what a provider decides about it."""

import datetime as dt
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters, take_parameters
from accounts.api.problems import Fault, invalid, not_found
from accounts.api.views import ApiView, json_response
from courses.api.award_schemas import ActSerializer, AwardListSerializer, AwardSerializer, tell_award
from courses.api.reading import author_of, read_body_fields, read_id, this_day, writer_of
from courses.api.session_reading import LARGEST, accepted, asker_of, read_reason
from courses.ladders.reading_values import read_day
from courses.ladders.timelines import MET
from courses.models import Award
from courses.operations.award_statuses import set_award_status
from courses.operations.renewing import NotRenewed, renew_award
from courses.queries.award_listing import list_awards, show_awards, visible_awards
from courses.queries.awards import REINSTATED, REVOKED, SUSPENDED
from courses.queries.enrolments import EnrolmentSight
from credentials.api.refusals import problem_for
from credentials.records.faults import Refusal
from credentials.records.objects import Field
from credentials.records.values import optional

LAST_ZONE = dt.timedelta(hours=12)  # while the last valid day lasts anywhere, nobody is late
_ACT = (Field("reason", read_reason), Field("from", optional(read_day), None))


class AwardsView(ApiView):
    """Awards."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="list_awards",
        tags=["courses"],
        parameters=[
            OpenApiParameter("enrolment", int, description="Of this enrolment alone"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=AwardListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Awards of your own programmes (`courses:read`), or as a signed-in person your own.

        Withdrawn ones are told too: a correction took their grounds away.
        """
        sight = asker_of(request).sight
        given, unread = take_parameters(request, ("enrolment", "cursor"))
        faults = list(unread)
        enrolment_id, after = (read_id(given, name, faults) for name in ("enrolment", "cursor"))
        if faults:
            raise invalid(tuple(faults))
        page, following = list_awards(sight, enrolment_id=enrolment_id, after=after or 0)
        items = [tell_award(one, this_day()) for one in page]
        return json_response({"items": items, "next": str(following) if following else None})


class AwardView(ApiView):
    """One award."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(operation_id="read_award", tags=["courses"], responses=AwardSerializer)
    def get(self, request: HttpRequest, award_id: int) -> HttpResponse:
        """An award as it stands today, with what became of it and when it may be renewed."""
        sight = asker_of(request).sight
        read_parameters(request, ())
        return _told(_find(sight, award_id))


class AwardActView(ApiView):
    """Deciding about an award."""

    scope = ANY_CALLER
    act: ClassVar[str]

    def decide(self, request: HttpRequest, award_id: int) -> HttpResponse:
        """Write the status down and tell the award."""
        caller = writer_of(request)
        read_parameters(request, ())
        award = _find(EnrolmentSight(provider_id=caller.organisation_id), award_id)
        told = read_body_fields(request, _ACT)
        at = dt.datetime.now(dt.UTC)
        starts_on = told["from"] or at.date()
        made = set_award_status(
            award=award,
            status=self.act,
            starts_on=starts_on,
            reason=told["reason"],
            on=at.date(),
            at=at,
            by=author_of(caller),
        )
        return _told(accepted(made))


class AwardSuspendView(AwardActView):
    """Suspending."""

    act = SUSPENDED

    @extend_schema(operation_id="suspend_award", tags=["courses"], request=ActSerializer, responses=AwardSerializer)
    def post(self, request: HttpRequest, award_id: int) -> HttpResponse:
        """Suspend an award from a day on, with every renewal of it. Needs `courses:write`."""
        return self.decide(request, award_id)


class AwardRevokeView(AwardActView):
    """Revoking."""

    act = REVOKED

    @extend_schema(operation_id="revoke_award", tags=["courses"], request=ActSerializer, responses=AwardSerializer)
    def post(self, request: HttpRequest, award_id: int) -> HttpResponse:
        """Revoke an award from a day on, with every renewal of it. Needs `courses:write`."""
        return self.decide(request, award_id)


class AwardReinstateView(AwardActView):
    """Reinstating."""

    act = REINSTATED

    @extend_schema(operation_id="reinstate_award", tags=["courses"], request=ActSerializer, responses=AwardSerializer)
    def post(self, request: HttpRequest, award_id: int) -> HttpResponse:
        """End a suspension or revocation. From the day on which it began it is as if it had never been.

        Needs `courses:write`.
        """
        return self.decide(request, award_id)


class AwardRenewView(ApiView):
    """Renewing."""

    scope = ANY_CALLER

    @extend_schema(operation_id="renew_award", tags=["courses"], request=None, responses={201: AwardSerializer})
    def post(self, request: HttpRequest, award_id: int) -> HttpResponse:
        """Renew an award: a successor with a number of its own, whose term runs on from the old last valid day.

        Where something asked is missing, 422 names each: the window (and when it is over what is needed instead), hours
        of education, refresher, examinations. Needs `courses:write`.
        """
        caller = writer_of(request)
        read_parameters(request, ())
        award = _find(EnrolmentSight(provider_id=caller.organisation_id), award_id)
        at = dt.datetime.now(dt.UTC)
        made = renew_award(award=award, on=(at - LAST_ZONE).date(), at=at, by=author_of(caller))
        if isinstance(made, Refusal):
            raise problem_for(made)
        if isinstance(made, NotRenewed):
            missing = [one for one in made.findings if one.status is not MET]
            raise invalid(tuple(Fault("", one.code, one.sentence) for one in missing))
        return _told(made, status=201, headers={"Location": f"/api/v1/awards/{made.pk}"})


def _find(sight: EnrolmentSight, award_id: int) -> Award:
    found = visible_awards(sight).filter(pk=min(award_id, LARGEST)).first()
    if found is None:
        raise not_found("No such award")
    return found


def _told(award: Award, **more: Any) -> HttpResponse:
    (shown,) = show_awards([award.pk])
    return json_response(tell_award(shown, this_day()), **more)
