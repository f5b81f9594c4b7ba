"""`GET /levels?closes=CODE&jurisdiction=…`: the courses that would close a gap of a decision."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

from accounts.api.parameters import take_parameters
from accounts.api.problems import Fault, invalid
from accounts.api.views import ApiView, json_response
from courses.api.programmes import ProviderSerializer
from courses.api.progress import ComingSerializer, tell_coming
from courses.api.reading import this_day
from courses.api.session_reading import law_or_none
from courses.ladders.closing import CLOSED_BY, Wanted
from courses.queries.closing_levels import MOST_SESSIONS, Closing, Place, known_codes, list_closing, places_of
from credentials.api.refusals import problem_for
from credentials.decisions import NO_LAW, Unanswered
from rulebook.facts import PROFESSIONS
from rulebook.law import Law
from rulebook.places import UnknownPlace

GROUPS = ("adult", "child")
_FILTERS = ("closes", "jurisdiction", "profession", "patient_group", "cursor")
_CURSOR = re.compile(r"([1-9][0-9]{0,17})\.([0-9]{1,4})")


class LevelProgrammeSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """The programme of a level."""

    id = serializers.IntegerField()
    code = serializers.CharField()
    title = serializers.CharField()


class ClosingLevelSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A level that closes the gap."""

    provider = ProviderSerializer()
    programme = LevelProgrammeSerializer()
    code = serializers.CharField()
    title = serializers.CharField()
    hours = serializers.FloatField(help_text="of dry needling, all parts together")
    examinations = serializers.ListField(child=serializers.CharField(), help_text="their forms: written, practical")
    patient_groups = serializers.ListField(child=serializers.CharField(), help_text="adult, child")
    approved_here = serializers.BooleanField(help_text="whether the board of the place, or of its country, approves it")
    award = serializers.CharField()
    sessions = ComingSerializer(many=True, help_text=f"those to come, at most {MOST_SESSIONS}: in the place first")


class ClosingListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page."""

    closable = serializers.BooleanField(help_text="false: no course closes such a gap; a board or a person does")
    items = ClosingLevelSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class LevelsView(ApiView):
    """Levels that close a gap."""

    scope = None
    public_because = "what is on offer is public; nobody's record is asked"

    @extend_schema(
        operation_id="list_closing_levels",
        tags=["courses"],
        parameters=[
            OpenApiParameter("closes", str, required=True, description="The code of a gap or finding of a decision"),
            OpenApiParameter("jurisdiction", str, required=True, description="Where the decision was asked about"),
            OpenApiParameter("profession", str, enum=PROFESSIONS, description="Levels that this profession may enter"),
            OpenApiParameter("patient_group", str, enum=GROUPS, description="Levels that teach or certify this group"),
            OpenApiParameter("cursor", str, description="`next` of the page before"),
        ],
        responses=ClosingListSerializer,
    )
    def get(self, request: HttpRequest) -> HttpResponse:
        """Levels on offer that add what a gap lacks, with their coming sessions.

        Completing one need not be enough: a level of 27 hours is named for a gap of 54.
        """
        law = law_or_none()
        if law is None:
            raise problem_for(Unanswered(NO_LAW))
        given, unread = take_parameters(request, _FILTERS)
        wanted, jurisdiction, after = _read(given, list(unread), law)
        page, following = list_closing(wanted, jurisdiction=jurisdiction, after=after)
        return json_response(
            {
                "closable": wanted.code in CLOSED_BY,
                "items": [_tell(one) for one in page],
                "next": f"{following[0]}.{following[1]}" if following else None,
            }
        )


def _read(given: dict[str, str], faults: list[Fault], law: Law) -> tuple[Wanted, str, Place]:
    told = {fault.pointer for fault in faults}
    for name in ("closes", "jurisdiction"):
        if name not in given and f"/{name}" not in told:
            faults.append(Fault(f"/{name}", "missing", f"{name} is needed"))
    code = given.get("closes", "")
    if "closes" in given and code not in known_codes(law) and not re.fullmatch("patient_age_at_least_[0-9]{1,3}", code):
        faults.append(Fault("/closes", "unknown_code", "No decision gives such a code"))
    for name, known in (("profession", PROFESSIONS), ("patient_group", GROUPS)):
        if given.get(name, known[0]) not in known:
            faults.append(Fault(f"/{name}", "unknown_value", f"One of: {', '.join(known)}"))
    here, jurisdiction = _read_place(given, faults, law)
    cursor = _CURSOR.fullmatch(given.get("cursor", "1.0"))
    if cursor is None:
        faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next` of the page before"))
    if faults or cursor is None:
        raise invalid(tuple(faults))
    after = (int(cursor[1]), int(cursor[2])) if "cursor" in given else (0, -1)
    wanted = Wanted(code, here, this_day(), given.get("profession"), given.get("patient_group"))
    return wanted, jurisdiction, after


def _read_place(given: dict[str, str], faults: list[Fault], law: Law) -> tuple[set[str], str]:
    if "jurisdiction" not in given:
        return set(), ""
    try:
        return places_of(given["jurisdiction"], law), law.places.read(given["jurisdiction"])
    except UnknownPlace:
        faults.append(Fault("/jurisdiction", "unknown_place", "No place that is known here"))
        return set(), ""


def _tell(closing: Closing) -> dict[str, Any]:
    level, programme = closing.level, closing.programme
    needling = sum(one.hundredths for one in level.components if one.subject == "dry_needling")
    return {
        "provider": {"id": programme.provider_id, "name": programme.provider.name},
        "programme": {"id": programme.pk, "code": programme.code, "title": programme.title},
        "code": level.code,
        "title": level.title,
        "hours": needling / 100,
        "examinations": sorted({one.form for one in level.examinations}),
        "patient_groups": list(level.patient_groups),
        "approved_here": closing.approved_here,
        "award": level.award.title,
        "sessions": [tell_coming(one) for one in closing.sessions],
    }
