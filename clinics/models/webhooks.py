"""Where organisations are told things by machine, and what became of each message."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation


class WebhookEndpoint(models.Model):
    """An address that an organisation wants to be told things at.

    `failures` counts tries in a row that were not taken, the first at `failing_since`; nothing is sent before
    `rests_until`. `last_error` is the failure in a word. Paused: it failed for days, somebody must look; gone: it
    answered 410. Both can be resumed. One that is removed goes with all that belongs to it. Holds no personal data.
    """

    class Status(models.TextChoices):
        """Whether it is told things."""

        ACTIVE = "active"
        PAUSED = "paused"
        GONE = "gone"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="webhook_endpoints")
    url = models.TextField()
    description = models.CharField(max_length=200, blank=True, default="")
    types = ArrayField(models.TextField())
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    status_at = models.DateTimeField()
    created_by = models.TextField()  # `user:3`, `key:7`
    created_at = models.DateTimeField()
    failures = models.IntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField(null=True, blank=True)
    rests_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(types__len__gt=0), name="webhook_types_are_told"),
            models.CheckConstraint(
                condition=Q(failures=0, failing_since__isnull=True) | Q(failures__gt=0, failing_since__isnull=False),
                name="webhook_failing_since_its_first_failure",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "paused", "gone"]), name="webhook_status_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"endpoint {self.key}"


class WebhookSecret(models.Model):
    """A key that signs what is sent to an endpoint, sealed: only the sender opens it. The newest is the active one.

    While an earlier one has not ended, both sign.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="secrets")
    sealed = models.BinaryField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["endpoint"], condition=Q(ends_at__isnull=True), name="webhook_secret_active_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("made_at")), name="webhook_secret_not_reversed"
            ),
        ]

    def __str__(self) -> str:
        return f"secret {self.pk} of endpoint {self.endpoint_id}"


class WebhookDelivery(models.Model):
    """One thing to tell an endpoint. `key` is its `webhook-id`, which follows from the cause; `body` what is sent.

    `left_out` is the data of a thin body. `rounds` counts how often it was put to be sent: once, and once for each
    replay. Held: the endpoint was paused; a replay sends it. Swept some weeks after it ended. Bodies hold no personal
    data beyond registry numbers, which outlive the person's erasure everywhere and lead to nobody after it.
    """

    class State(models.TextChoices):
        """How far it is."""

        WAITING = "waiting"
        DELIVERED = "delivered"
        FAILED = "failed"
        HELD = "held"

    key = models.UUIDField(unique=True, editable=False)
    endpoint = models.ForeignKey(WebhookEndpoint, models.CASCADE, related_name="deliveries", db_index=False)
    cause = models.TextField()
    type = models.TextField()
    body = models.TextField()
    left_out = models.JSONField(null=True)
    state = models.CharField(max_length=9, choices=State, default=State.WAITING)
    rounds = models.IntegerField(default=1)
    queued_at = models.DateTimeField()
    state_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "webhook deliveries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["endpoint", "cause"], name="webhook_delivery_once_for_its_cause"),
            models.CheckConstraint(condition=~Q(cause=""), name="webhook_cause_is_told"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "delivered", "failed", "held"]), name="webhook_state_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["endpoint", "id"], name="webhook_delivery_newest"),
            models.Index(fields=["state_at"], condition=~Q(state="waiting"), name="webhook_delivery_old"),
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.key}"


class WebhookAttempt(models.Model):
    """One try: the status that came back, or in a word why none did. Nothing of the answer is kept but its status."""

    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="attempts")
    at = models.DateTimeField()
    status = models.SmallIntegerField(null=True)
    error = models.TextField(null=True)
    milliseconds = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__isnull=False) | Q(error__isnull=False), name="webhook_attempt_tells_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.at}"
