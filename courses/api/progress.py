"""`/enrolments/{id}/progress`: what is done, what is missing, what would close it next, and by when."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers

from accounts.api.callers import ANY_CALLER
from accounts.api.parameters import read_parameters
from accounts.api.views import ApiView, json_response
from courses.api.award_schemas import FoundSerializer, RenewalWindowSerializer, tell_finding
from courses.api.reading import this_day
from courses.api.session_reading import asker_of, find_enrolment
from courses.ladders.findings import Amount, Requirement
from courses.queries.coming import Coming
from courses.queries.progress import LevelStanding, Step, read_progress

KINDS = ("component", "examination", "supervised", "prerequisite", "in_time")


class ComingSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A session to come."""

    id = serializers.IntegerField()
    jurisdiction = serializers.CharField()
    place = serializers.CharField()
    starts_on = serializers.DateField()
    ends_on = serializers.DateField()
    seats_free = serializers.IntegerField()


class NextSessionSerializer(ComingSerializer):
    """The next session that would close a requirement."""

    seated = serializers.BooleanField(help_text="whether the learner has a seat there")


class StepSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A requirement of a level."""

    kind = serializers.ChoiceField(KINDS)
    code = serializers.CharField(help_text="of the component; examination and form; what is counted")
    status = serializers.CharField(help_text="met, unmet or unknown")
    needs = serializers.JSONField(help_text="a number, a word, or null")
    has = serializers.JSONField(help_text="a number, a word, or null")
    unit = serializers.CharField(help_text="hours, passes, sessions, cases or days; empty where nothing is counted")
    met_on = serializers.DateField(allow_null=True)
    next_session = NextSessionSerializer(allow_null=True)


class LevelAwardSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """The newest award of a level."""

    id = serializers.IntegerField()
    number = serializers.CharField()
    awarded_on = serializers.DateField()
    expires_on = serializers.DateField(allow_null=True)
    status = serializers.CharField(help_text="active, suspended or revoked, as decided; revoked if withdrawn")
    renewal = RenewalWindowSerializer(allow_null=True)
    renewal_asks = FoundSerializer(many=True)


class LevelProgressSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """How far one level is."""

    code = serializers.CharField()
    title = serializers.CharField()
    completed_on = serializers.DateField(allow_null=True)
    latest_day = serializers.DateField(allow_null=True, help_text="the last on which it may be completed; null: any")
    requirements = StepSerializer(many=True)
    entry = FoundSerializer(many=True, help_text="what stands in the way of entering it today")
    award = LevelAwardSerializer(allow_null=True)


class ProgressSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """How far a learner is."""

    enrolment = serializers.IntegerField()
    on = serializers.DateField()
    levels = LevelProgressSerializer(many=True)


class ProgressView(ApiView):
    """A learner's progress."""

    scope = ANY_CALLER
    admits_owners = True

    @extend_schema(operation_id="read_progress", tags=["courses"], responses=ProgressSerializer)
    def get(self, request: HttpRequest, enrolment_id: int) -> HttpResponse:
        """Every requirement of every level, done or missing, for the provider (`courses:read`) and for the learner."""
        asker = asker_of(request)
        read_parameters(request, ())
        enrolment, on = find_enrolment(asker, enrolment_id), this_day()
        levels = [_tell_level(one, on) for one in read_progress(enrolment, on=on)]
        return json_response({"enrolment": enrolment.pk, "on": on, "levels": levels})


def _tell_level(standing: LevelStanding, on: dt.date) -> dict[str, Any]:
    return {
        "code": standing.level.code,
        "title": standing.level.title,
        "completed_on": standing.progress.completed_on,
        "latest_day": standing.progress.latest_day,
        "requirements": [_tell_step(one) for one in standing.steps],
        "entry": [tell_finding(one) for one in standing.entry],
        "award": _tell_award(standing, on),
    }


def _tell_step(step: Step) -> dict[str, Any]:
    asked = step.requirement
    in_hours = asked.unit == "hundredths"
    session = None if step.session is None else {**tell_coming(step.session), "seated": step.is_seated}
    return {
        "kind": asked.kind,
        "code": asked.code,
        "status": asked.status.value,
        "needs": _amount(asked, asked.needs),
        "has": _amount(asked, asked.has),
        "unit": "hours" if in_hours else asked.unit,
        "met_on": asked.met_on,
        "next_session": session,
    }


def _amount(asked: Requirement, told: Amount) -> float | Amount:
    return told / 100 if asked.unit == "hundredths" and isinstance(told, int) else told


def tell_coming(session: Coming) -> dict[str, Any]:
    """A session to come as JSON."""
    return {
        "id": session.id,
        "jurisdiction": session.jurisdiction,
        "place": session.place,
        "starts_on": session.starts_on,
        "ends_on": session.ends_on,
        "seats_free": session.seats_free,
    }


def _tell_award(standing: LevelStanding, on: dt.date) -> dict[str, Any] | None:
    award, renewing = standing.award, standing.renewing
    if award is None:
        return None
    window = renewing.window if renewing else None
    return {
        "id": award.id,
        "number": award.number,
        "awarded_on": award.awarded_on,
        "expires_on": award.expires_on,
        "status": award.status_on(on),
        "renewal": {"opens_on": window.opens_on, "closes_on": window.closes_on} if window else None,
        "renewal_asks": [tell_finding(one) for one in renewing.findings] if renewing else [],
    }
