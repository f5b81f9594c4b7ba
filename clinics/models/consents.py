"""What a clinic asked a practitioner to let it see, what was answered, and every look that followed.

The consent itself stands in accounts, with the instants at which it was given and withdrawn.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models import Consent, Organisation
from credentials.models import Practitioner


class ConsentRequest(models.Model):
    """A clinic asks to see somebody's record: answered once, and never edited otherwise.

    Nobody can answer after `expires_at`; asked anew, the one before is closed as expired. Holds no personal data beyond
    the pointer to the practitioner: `why` is the clinic's word to one whom it names by the pointer alone.
    """

    class Answer(models.TextChoices):
        """How it ended."""

        GRANTED = "granted"
        DECLINED = "declined"
        TAKEN_BACK = "taken_back"  # by the clinic
        EXPIRED = "expired"

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="consent_requests")
    why = models.CharField(max_length=500)
    asked_at = models.DateTimeField()
    asked_by = models.TextField()  # `user:3`, `key:7`
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.TextField(null=True)
    answer = models.CharField(max_length=12, choices=Answer, null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "practitioner"],
                condition=Q(answered_at__isnull=True),
                name="consent_request_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, answered_by__isnull=True, answer__isnull=True)
                | Q(answered_at__isnull=False, answered_by__isnull=False, answer__isnull=False),
                name="consent_request_answered_whole",
            ),
            models.CheckConstraint(condition=Q(expires_at__gt=F("asked_at")), name="consent_request_expires_later"),
            models.CheckConstraint(condition=~Q(why__regex=r"^\s*$"), name="consent_request_says_why"),
        ]
        indexes: ClassVar = [models.Index(fields=["organisation", "id"], name="consent_request_of")]

    def __str__(self) -> str:
        return f"consent request {self.pk}"


class RecordLook(models.Model):
    """A look at somebody's record that stood on their consent; written in the transaction that shows it, for good."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="looks")
    consent = models.ForeignKey(Consent, models.PROTECT, related_name="+")
    entry_key = models.UUIDField(null=True)  # null: by the registry's own address
    looked_at = models.DateTimeField()
    looked_by = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "looked_at"], name="look_of_organisation")]

    def __str__(self) -> str:
        return f"look {self.pk}"
