"""How consents read as JSON."""

import datetime as dt
from typing import Any

from rest_framework import serializers

from accounts.models import Consent
from clinics.models import ConsentRequest
from clinics.queries.consents import LoggedEvent

OPEN_STATE, EXPIRED = "open", ConsentRequest.Answer.EXPIRED
REQUEST_STATES = (OPEN_STATE, *(answer.value for answer in ConsentRequest.Answer))
EVENTS = ("asked", "granted", "declined", "taken_back", "expired", "withdrawn", "looked")


class AskedPractitionerSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Who is asked."""

    registry_number = serializers.CharField()


class AskConsentSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """To be allowed to see a record."""

    practitioner = AskedPractitionerSerializer()
    why = serializers.CharField(max_length=500, help_text="told to the practitioner; names no patient")


class ConsentRequestSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """What was asked, and how it stands."""

    id = serializers.IntegerField()
    organisation = serializers.CharField()
    practitioner = AskedPractitionerSerializer()
    why = serializers.CharField()
    state = serializers.ChoiceField(REQUEST_STATES)
    asked_at = serializers.DateTimeField()
    expires_at = serializers.DateTimeField()
    answered_at = serializers.DateTimeField(allow_null=True)


class ConsentRequestListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page."""

    items = ConsentRequestSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ConsentSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Who may see your record."""

    id = serializers.IntegerField()
    organisation = serializers.CharField()
    granted_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)


class ConsentListSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """All of them."""

    items = ConsentSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class ConsentEventSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Something that happened around your record."""

    event = serializers.ChoiceField(EVENTS)
    at = serializers.DateTimeField()
    organisation = serializers.CharField()
    by = serializers.CharField(allow_null=True, help_text="user:N or key:N of the organisation; null: you")


class ConsentLogSerializer(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """A page, newest first."""

    items = ConsentEventSerializer(many=True)
    next = serializers.CharField(allow_null=True)


def tell_request(request: ConsentRequest, now: dt.datetime) -> dict[str, Any]:
    """A request as it stands at this instant."""
    record = request.practitioner.merged_into or request.practitioner
    state = request.answer or (OPEN_STATE if now < request.expires_at else EXPIRED.value)
    return {
        "id": request.pk,
        "organisation": request.organisation.name,
        "practitioner": {"registry_number": record.registry_number},
        "why": request.why,
        "state": state,
        "asked_at": request.asked_at,
        "expires_at": request.expires_at,
        "answered_at": request.answered_at,
    }


def tell_consent(consent: Consent) -> dict[str, Any]:
    """A consent, in force where it was not withdrawn."""
    return {
        "id": consent.pk,
        "organisation": consent.organisation.name if consent.organisation else "",
        "granted_at": consent.recorded_at,
        "withdrawn_at": consent.withdrawn_at,
    }


def tell_event(event: LoggedEvent) -> dict[str, Any]:
    """An entry of the log."""
    return {"event": event.kind, "at": event.at, "organisation": event.organisation, "by": event.by}
