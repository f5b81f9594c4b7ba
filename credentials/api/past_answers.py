"""`GET /verifications`: what an organisation was told, newest first, and which of it would be told otherwise now."""

import datetime as dt
import uuid
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, inline_serializer
from rest_framework import serializers

from accounts.api.callers import ANY_CALLER, Caller
from accounts.api.parameters import take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from credentials.api.parameters import read_practitioner
from credentials.api.record_schema import NUMBER
from credentials.api.refusals import problem_for
from credentials.api.schemas import OUTCOMES
from credentials.decisions import NO_LAW, Unanswered
from credentials.differing import Differing, list_differing
from credentials.instants import tell_instant
from credentials.queries.differing import PAGE, Place, Wanted, find_place, list_answers
from credentials.records.faults import RefusedValue
from credentials.records.values import read_day
from law.queries.packs import NoLawReleased

_PARAMETERS = ("differs", "practitioner", "outcome", "from", "until", "cursor")
_GIST: dict[str, serializers.Field[Any, Any, Any, Any]] = {
    "outcome": serializers.ChoiceField(OUTCOMES),
    "codes": serializers.ListField(child=serializers.CharField()),
    "conditions": serializers.ListField(child=serializers.CharField()),
}
PAST_ANSWER = inline_serializer(
    "PastAnswer",
    {
        "id": serializers.UUIDField(),
        "decided_at": serializers.DateTimeField(),
        "practitioner": serializers.CharField(),
        "jurisdiction": serializers.CharField(),
        "on": serializers.DateField(),
        "outcome": serializers.ChoiceField(OUTCOMES),
        "then": inline_serializer("AnswerThen", _GIST, required=False),
        "now": inline_serializer("AnswerNow", _GIST, required=False, allow_null=True),
    },
    many=True,
)


class PastAnswersView(ApiView):
    """Answers that were recorded for the caller's organisation."""

    scope = ANY_CALLER

    @extend_schema(
        operation_id="list_verifications",
        tags=["verification"],
        parameters=[
            OpenApiParameter("differs", str, enum=["true"], description="Only what would be told otherwise now"),
            OpenApiParameter("practitioner", NUMBER, description="A registry number"),
            OpenApiParameter("outcome", str, enum=OUTCOMES, description="As it was told"),
            OpenApiParameter("from", OpenApiTypes.DATE, description="First day (UTC) on which it was decided"),
            OpenApiParameter("until", OpenApiTypes.DATE, description="First day (UTC) that is too late"),
            OpenApiParameter("cursor", OpenApiTypes.UUID, description="`next` of the page before"),
        ],
        responses=inline_serializer(
            "PastAnswerList",
            {"items": PAST_ANSWER, "next": serializers.UUIDField(allow_null=True)},
        ),
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Your organisation's answers, newest first; with `differs=true` those that would come out otherwise now.

        Outcome, codes or conditions are compared, each question with its own day of treatment and day of asking, so
        that no passing of time makes any differ. Such a page may be short, or empty, and still have a next one. `now`
        is null where the question can no longer be answered. Answers on a person whose data was erased since are left
        out: nobody can decide them again (a replay says 410).
        """
        caller: Caller = request.caller  # type: ignore[attr-defined]  # set by ApiView
        given, unread = take_parameters(request, _PARAMETERS)
        wanted, after = _read(given, unread, caller.organisation_id)
        if "differs" not in given:
            return json_response(_tell_all(wanted, after))
        try:
            found, last = list_differing(wanted, after=after, now=dt.datetime.now(dt.UTC))
        except NoLawReleased:
            raise problem_for(Unanswered(NO_LAW)) from None
        return json_response({"items": [_tell(one) for one in found], "next": str(last.id) if last else None})


def _tell_all(wanted: Wanted, after: Place | None) -> dict[str, Any]:
    rows = list_answers(wanted, after=after, limit=PAGE + 1)
    items = [
        {
            "id": str(id_),
            "decided_at": tell_instant(decided_at),
            "practitioner": number,
            "jurisdiction": jurisdiction,
            "on": on.isoformat(),
            "outcome": outcome,
        }
        for id_, decided_at, number, jurisdiction, on, outcome in rows[:PAGE]
    ]
    return {"items": items, "next": items[-1]["id"] if len(rows) > PAGE else None}


def _tell(one: Differing) -> dict[str, Any]:
    relied = one.relied
    return {
        "id": str(relied.id),
        "decided_at": tell_instant(relied.decided_at),
        "practitioner": one.registry_number,
        "jurisdiction": relied.jurisdiction,
        "on": relied.on.isoformat(),
        "outcome": one.then.outcome,
        "then": one.then.tell(),
        "now": one.now.tell() if one.now else None,
    }


def _read(given: dict[str, str], unread: tuple[Fault, ...], organisation_id: int) -> tuple[Wanted, Place | None]:
    faults = list(unread)
    for name, allowed in (("differs", ("true",)), ("outcome", OUTCOMES)):
        if name in given and given[name] not in allowed:
            faults.append(Fault(f"/{name}", "unknown_value", f"One of: {', '.join(allowed)}"))
    number = read_practitioner(given, faults)
    since, until = (_read_start(name, given, faults) for name in ("from", "until"))
    after = _find_after(given["cursor"], organisation_id) if "cursor" in given else None
    if "cursor" in given and after is None:
        faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next` of the page before"))
    if faults:
        raise invalid(tuple(faults))
    wanted = Wanted(
        organisation_id=organisation_id, practitioner=number, outcome=given.get("outcome"), since=since, until=until
    )
    return wanted, after


def _read_start(name: str, given: dict[str, str], faults: list[Fault]) -> dt.datetime | None:
    """The first instant of a day in UTC."""
    if name not in given:
        return None
    try:
        day = dt.date.fromisoformat(read_day(given[name]))
    except RefusedValue as refused:
        faults += [Fault(f"/{name}", fault.code, fault.detail) for fault in refused.faults]
        return None
    return dt.datetime.combine(day, dt.time(), dt.UTC)


def _find_after(cursor: str, organisation_id: int) -> Place | None:
    try:
        return find_place(organisation_id=organisation_id, verification_id=uuid.UUID(cursor))
    except ValueError:
        return None
