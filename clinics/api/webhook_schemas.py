"""Webhooks in the OpenAPI description, and as JSON."""

import datetime as dt
from typing import Any

import orjson
from rest_framework import serializers

from clinics.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint
from clinics.queries.webhooks import old_secret_ends_at
from clinics.webhooks.signing import name_message
from clinics.webhooks.types import TYPES

STATES, STATUSES = WebhookDelivery.State.values, WebhookEndpoint.Status.values


class _Plain(serializers.Serializer):  # type: ignore[type-arg]  # plain data, no instance
    """Plain data."""


class NewWebhookSerializer(_Plain):
    """An endpoint as it is made."""

    url = serializers.CharField(help_text="https, of a public host, without user, password or fragment")
    types = serializers.ListField(
        child=serializers.CharField(), help_text=f"any of {', '.join(TYPES)}; `roster.*`; `*` for all"
    )
    description = serializers.CharField(required=False, allow_null=True)


class WebhookChangesSerializer(_Plain):
    """What becomes something else; what is left out stays."""

    url = serializers.CharField(required=False)
    types = serializers.ListField(child=serializers.CharField(), required=False)
    description = serializers.CharField(required=False, allow_null=True)


class WebhookFailingSerializer(_Plain):
    """An endpoint that takes nothing at the moment."""

    since = serializers.DateTimeField()
    failures = serializers.IntegerField(help_text="in a row")
    error = serializers.CharField(help_text="the last one: `status 500`, or a word such as timed_out")
    rests_until = serializers.DateTimeField(allow_null=True, help_text="nothing is sent before")


class WebhookSerializer(_Plain):
    """An endpoint."""

    id = serializers.UUIDField()
    url = serializers.CharField()
    description = serializers.CharField(allow_null=True)
    types = serializers.ListField(child=serializers.CharField())
    status = serializers.CharField(
        help_text=f"{', '.join(STATUSES)}; paused: it failed for three days; gone: it answered 410"
    )
    status_at = serializers.DateTimeField()
    created_at = serializers.DateTimeField()
    failing = WebhookFailingSerializer(allow_null=True)
    old_secret_ends_at = serializers.DateTimeField(allow_null=True, help_text="until then two secrets sign")


class MadeWebhookSerializer(WebhookSerializer):
    """An endpoint with its secret, which is told this once."""

    secret = serializers.CharField(help_text="whsec_ and a key in base64")


class WebhookListSerializer(_Plain):
    """A page."""

    items = WebhookSerializer(many=True)
    next = serializers.CharField(allow_null=True)


class WebhookRotateSerializer(_Plain):
    """For how long the old secret signs too."""

    old_ends_in_hours = serializers.IntegerField(
        required=False, min_value=0, max_value=168, help_text="24 unless you say so"
    )


class WebhookNewSecretSerializer(_Plain):
    """A secret, told this once."""

    secret = serializers.CharField()
    old_secret_ends_at = serializers.DateTimeField()


class WebhookAttemptSerializer(_Plain):
    """One try."""

    at = serializers.DateTimeField()
    status = serializers.IntegerField(allow_null=True, help_text="of the answer; nothing else of it is kept")
    error = serializers.CharField(allow_null=True, help_text="in a word, where no answer came")
    milliseconds = serializers.IntegerField()


class WebhookDeliverySerializer(_Plain):
    """One thing told, or to be told."""

    id = serializers.UUIDField()
    webhook_id = serializers.CharField(help_text="the header of every try and every replay")
    type = serializers.CharField()
    state = serializers.CharField(help_text=f"{', '.join(STATES)}; held: while the endpoint was paused")
    state_at = serializers.DateTimeField()
    queued_at = serializers.DateTimeField()
    rounds = serializers.IntegerField(help_text="1, and one more for each replay")
    attempts = WebhookAttemptSerializer(many=True)


class WebhookFullDeliverySerializer(WebhookDeliverySerializer):
    """A delivery with what was sent."""

    body = serializers.CharField(help_text="as it was signed, byte for byte")
    event_data = serializers.JSONField(help_text="all of it, where the body is thin too")


class WebhookDeliveryListSerializer(_Plain):
    """A page."""

    items = WebhookDeliverySerializer(many=True)
    next = serializers.CharField(allow_null=True)


class WebhookReplaySinceSerializer(_Plain):
    """Since when."""

    since = serializers.DateTimeField(help_text="with its offset from UTC")


class WebhookReplayedSerializer(_Plain):
    """How many are sent once more."""

    queued = serializers.IntegerField(help_text="at most 10000: ask again for the next")


def tell_endpoint(endpoint: WebhookEndpoint, *, at: dt.datetime) -> dict[str, Any]:
    """An endpoint as JSON; its secret is in nobody's answer but the one that made it."""
    failing = None
    if endpoint.failing_since is not None:
        failing = {
            "since": endpoint.failing_since,
            "failures": endpoint.failures,
            "error": endpoint.last_error,
            "rests_until": endpoint.rests_until,
        }
    return {
        "id": endpoint.key,
        "url": endpoint.url,
        "description": endpoint.description or None,
        "types": endpoint.types,
        "status": endpoint.status,
        "status_at": endpoint.status_at,
        "created_at": endpoint.created_at,
        "failing": failing,
        "old_secret_ends_at": old_secret_ends_at(endpoint, at=at),
    }


def tell_delivery(delivery: WebhookDelivery) -> dict[str, Any]:
    """A delivery as JSON, its tries in their order."""
    return {
        "id": delivery.key,
        "webhook_id": name_message(delivery.key),
        "type": delivery.type,
        "state": delivery.state,
        "state_at": delivery.state_at,
        "queued_at": delivery.queued_at,
        "rounds": delivery.rounds,
        "attempts": [_tell_attempt(one) for one in sorted(delivery.attempts.all(), key=lambda one: one.pk)],
    }


def tell_full_delivery(delivery: WebhookDelivery) -> dict[str, Any]:
    """The same, with what was sent."""
    sent = orjson.loads(delivery.body)["data"]
    return {
        **tell_delivery(delivery),
        "body": delivery.body,
        "event_data": sent if delivery.left_out is None else delivery.left_out,
    }


def _tell_attempt(attempt: WebhookAttempt) -> dict[str, Any]:
    return {
        "at": attempt.at,
        "status": attempt.status,
        "error": attempt.error,
        "milliseconds": attempt.milliseconds,
    }
