"""All that an organisation owns as a clinic, one kind after another, in the order in which it was written.

No secret, no hash of one, and of practitioners nothing but their registry numbers.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import F, QuerySet

from accounts.models import ApiKey, Consent, Membership
from clinics.models import (
    Alert,
    AlertSettings,
    CalendarFeed,
    ConsentRequest,
    EvidencePack,
    Invitation,
    RecordLook,
    RosterCheck,
    RosterEntry,
    RosterImport,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from credentials.models import Site, SiteDeclaration, SitePolicy, Verification

AT_ONCE = 2_000  # rows held at a time
Rows = QuerySet[Any, Any]
_SAID = ("recorded_at", "recorded_by", "superseded_at", "superseded_by")
_PERSON = {"registry_number": F("practitioner__registry_number")}


def owned_by(organisation_id: int) -> Mapping[str, Rows]:
    """The rows of each file by its name."""
    mine = {"organisation_id": organisation_id}
    return _places(mine) | _people(mine) | _told(mine) | _trusted(mine)


def read_rows(rows: Rows) -> Iterator[dict[str, Any]]:
    """The rows, a few at a time; inside a transaction."""
    return rows.order_by("pk").iterator(chunk_size=AT_ONCE)


def _places(mine: Mapping[str, int]) -> dict[str, Rows]:
    sites = Site.objects.filter(**mine)
    code = {"site_code": F("site__code")}
    return {
        "sites": sites.values("code", "name", "jurisdiction", "time_zone", "created_at", "closed_at"),
        "policies": SitePolicy.objects.filter(site__in=sites).values(
            "requires", "starts_on", "until_on", *_SAID, **code
        ),
        "declarations": SiteDeclaration.objects.filter(site__in=sites).values(
            "key", "says", "starts_on", "until_on", *_SAID, **code
        ),
    }


def _people(mine: Mapping[str, int]) -> dict[str, Rows]:
    told = {"site_code": F("site__code"), **_PERSON}
    return {
        "roster": RosterEntry.objects.filter(**mine).values(
            "key", "role", "patient_groups", "starts_on", "until_on", "superseded_because", *_SAID, **told
        ),
        "checks": RosterCheck.objects.filter(**mine).values(
            "entry_key", "group", "cause", "decided_at", "verification_id", **told
        ),
        "verifications": Verification.objects.filter(**mine).values(
            "id", "jurisdiction", "on", "outcome", "asked_on", "known_at", "decided_at", "answer", "receipt", **_PERSON
        ),
        "imports": RosterImport.objects.filter(**mine).values("id", "file_name", "state"),
        "invitations": Invitation.objects.filter(**mine).values(
            "key", "state", "invited_at", "invited_by", "expires_at", "ended_at", "ended_by"
        ),
    }


def _told(mine: Mapping[str, int]) -> dict[str, Rows]:
    endpoints = WebhookEndpoint.objects.filter(**mine)
    return {
        "alerts": Alert.objects.filter(**mine).values(
            "key", "kind", "entry_key", "groups", "before", "after", "on_day", "details", "verification_id",
            "raised_at", site_code=F("site__code"), **_PERSON,
        ),
        "alert_settings": AlertSettings.objects.filter(**mine).values(
            "ladder", "channels", "quiet_kinds", "changed_at", "changed_by"
        ),
        "calendars": CalendarFeed.objects.filter(**mine).values("made_at", "made_by"),
        "webhooks": endpoints.values("key", "url", "description", "types", "status", "created_at", "created_by"),
        "deliveries": WebhookDelivery.objects.filter(endpoint__in=endpoints).values(
            "key", "type", "body", "state", "rounds", "queued_at", "state_at", webhook=F("endpoint__key")
        ),
        "attempts": WebhookAttempt.objects.filter(delivery__endpoint__in=endpoints).values(
            "at", "status", "error", "milliseconds", delivery_key=F("delivery__key")
        ),
        "packs": EvidencePack.objects.filter(**mine).values("id", "asked", "created_at"),
    }  # fmt: skip


def _trusted(mine: Mapping[str, int]) -> dict[str, Rows]:
    return {
        "members": Membership.objects.filter(**mine).values(
            "role", "created_at", "ended_at", member=F("user_id"), email=F("user__email"), name=F("user__name")
        ),
        "keys": ApiKey.objects.filter(**mine).values(
            "id", "prefix", "label", "scopes", "created_at", "expires_at", "revoked_at", "last_used_at"
        ),
        "consent_requests": ConsentRequest.objects.filter(**mine).values(
            "id", "why", "asked_at", "asked_by", "expires_at", "answer", "answered_at", **_PERSON
        ),
        "consents": Consent.objects.filter(**mine, kind=Consent.Kind.SEE_RECORD).values(
            "id", "recorded_at", "withdrawn_at", registry_number=F("person__practitioner__registry_number")
        ),
        "looks": RecordLook.objects.filter(**mine).values(
            "entry_key", "looked_at", "looked_by", "consent_id", **_PERSON
        ),
    }
