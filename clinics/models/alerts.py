"""What a clinic is told of its own accord."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from credentials.models import Practitioner, Site, Verification


class Alert(models.Model):
    """Something about its roster that a clinic must hear: once for each cause. Never edited, never deleted.

    `cause` names what happened, so that nothing is told twice. `before` and `after` are {"outcome", "conditions",
    "because"} (null where there is none), `because` the codes of the findings that changed; `on_day` is the day from
    which it holds, where that is not the day of the alert. Holds no personal data beyond the pointer to the
    practitioner: names are read when it is told.
    """

    class Kind(models.TextChoices):
        """What is told; also the last part of the type under which webhooks carry it."""

        OUTCOME_CHANGED = "outcome_changed"
        CONDITION_ADDED = "condition_added"
        CHANGE_COMING = "change_coming"  # what is known today changes the answer on a later day
        EXPIRY_NEAR = "expiry_near"
        ANSWERS_DIFFER = "answers_differ"  # after a correction or a release
        ENDPOINT_PAUSED = "endpoint_paused"
        CONSENT_WITHDRAWN = "consent_withdrawn"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="alerts", db_index=False)
    kind = models.CharField(max_length=24, choices=Kind)
    cause = models.TextField()
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", db_index=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+", db_index=False)
    entry_key = models.UUIDField(null=True)
    groups = ArrayField(models.CharField(max_length=8), default=list)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    on_day = models.DateField(null=True)
    details = models.JSONField(default=dict)  # ids, codes, days and counts, never words about a person
    verification = models.ForeignKey(Verification, models.PROTECT, null=True, related_name="+", db_index=False)
    raised_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "cause"], name="alert_once_for_its_cause"),
            models.CheckConstraint(condition=~Q(cause=""), name="alert_cause_is_told"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "raised_at", "id"], name="alert_newest"),
            models.Index(fields=["entry_key"], condition=Q(entry_key__isnull=False), name="alert_of_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
