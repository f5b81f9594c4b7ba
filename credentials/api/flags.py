"""`GET /flags`: what is about to expire, or has expired, for those whom it concerns."""

import datetime as dt
import re

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import serializers

from accounts.api.callers import ANY_CALLER, Caller, Owner, owner_of, require
from accounts.api.parameters import take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from credentials.api.parameters import read_practitioner
from credentials.api.record_schema import NUMBER
from credentials.operations.flags import LAST_ZONE
from credentials.permissions import may_see_flags
from credentials.queries.flags import Flag, FlagSearch, list_flags
from credentials.queries.flags_sql import KINDS
from credentials.sight import FlagSight

READ_SCOPE = "registry:read"
MOST_DAYS = 36_500
_FILTERS = ("practitioner", "kind", "within_days", "cursor")
_CURSOR = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})")
_DAYS = {"type": "integer", "minimum": 0, "maximum": MOST_DAYS}
_PLACE_IN_LIST = {"type": "string", "pattern": f"^{_CURSOR.pattern}$"}
_EXAMPLE = {
    "id": 7,
    "kind": "licence",
    "practitioner": {"registry_number": "FN-7K3M-2Q9D"},
    "fact": {"id": 12, "assurance": "register", "jurisdiction": "US-UT", "profession": "PT"},
    "expires_on": "2027-05-31",
    "step": 30,
    "flagged_on": "2027-05-01",
}


class FlaggedSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Whose it is."""

    registry_number = serializers.CharField()


class FlagSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Something that expires, with the last step of the ladder that it has reached."""

    id = serializers.IntegerField()
    kind = serializers.ChoiceField(KINDS)
    practitioner = FlaggedSerializer(help_text="the surviving record, whichever number it was told under")
    fact = serializers.DictField(
        help_text="what tells it now: `id`, `assurance`, and place and profession, issuer and title, or title"
    )
    expires_on = serializers.DateField(help_text="the last day on which it holds")
    step = serializers.IntegerField(help_text="days before `expires_on`; -1 is the day after it")
    flagged_on = serializers.DateField()


class FlagListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page."""

    items = FlagSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class FlagsView(ApiView):
    """What is about to expire."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(
        operation_id="list_flags",
        tags=["registry"],
        parameters=[
            OpenApiParameter("practitioner", NUMBER, description="A registry number: of this person alone"),
            OpenApiParameter("kind", str, enum=KINDS),
            OpenApiParameter(
                "within_days", _DAYS, description=f"Expired, or last valid within so many days (0 to {MOST_DAYS})"
            ),
            OpenApiParameter("cursor", _PLACE_IN_LIST, description="`next` of the page before"),
        ],
        responses=FlagListSerializer,
        examples=[OpenApiExample("a licence", {"items": [_EXAMPLE], "next": None}, response_only=True)],
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """What expires, in the order of its days; what was renewed, corrected or erased since is not told.

        A signed-in person sees its own. An organisation needs `registry:read` and sees what it recorded itself, and
        all of persons who consented that it sees their record. Whoever sees nothing is told an empty list.
        """
        sight = _sight_of(request)
        given, unread = take_parameters(request, _FILTERS)
        search = _read_search(given, unread, day=read_today())
        flags, after = list_flags(search, sight)
        cursor = f"{after[0]}.{after[1]}" if after else None
        return json_response({"items": [_tell(flag) for flag in flags], "next": cursor})


def read_today() -> dt.date:
    """The day that has begun everywhere, as the job has it."""
    return (dt.datetime.now(dt.UTC) - LAST_ZONE).date()


def _sight_of(request: HttpRequest) -> FlagSight:
    caller: Caller | Owner = request.caller  # type: ignore[attr-defined]  # set by ApiView
    if isinstance(caller, Owner):
        return may_see_flags(person_id=caller.person_id)
    owner = owner_of(request)
    if owner is None:
        require(caller, READ_SCOPE)
    return may_see_flags(
        person_id=owner.person_id if owner else None,
        organisation_id=caller.organisation_id if caller.has(READ_SCOPE) else None,
    )


def _read_search(given: dict[str, str], unread: tuple[Fault, ...], *, day: dt.date) -> FlagSearch:
    faults = list(unread)
    number = read_practitioner(given, faults)
    if given.get("kind", KINDS[0]) not in KINDS:
        faults.append(Fault("/kind", "unknown_value", f"One of: {', '.join(KINDS)}"))
    days = given.get("within_days")
    if days is not None and (not re.fullmatch("[0-9]{1,5}", days) or int(days) > MOST_DAYS):
        faults.append(Fault("/within_days", "not_a_number_of_days", f"A whole number from 0 to {MOST_DAYS}"))
    after = _read_cursor(given["cursor"]) if "cursor" in given else None
    if "cursor" in given and after is None:
        faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next` of the page before"))
    if faults:
        raise invalid(tuple(faults))
    return FlagSearch(
        day=day,
        practitioner=number,
        kind=given.get("kind"),
        within_days=None if days is None else int(days),
        after=after,
    )


def _read_cursor(told: str) -> tuple[dt.date, int] | None:
    found = _CURSOR.fullmatch(told)
    if found is None:
        return None
    try:
        return dt.date.fromisoformat(found[1]), int(found[2])
    except ValueError:
        return None


def _tell(flag: Flag) -> dict[str, object]:
    return {
        "id": flag.id,
        "kind": flag.kind,
        "practitioner": {"registry_number": flag.registry_number},
        "fact": {"id": flag.fact_id, "assurance": flag.assurance, **flag.told},
        "expires_on": flag.expires_on,
        "step": flag.step,
        "flagged_on": flag.flagged_on,
    }
