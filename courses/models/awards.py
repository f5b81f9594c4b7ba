"""What was earned: one award for each level completed, told to the registry as training, exam passes, certification."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from courses.models.ladders import Level
from courses.models.learners import Enrolment


class Award(models.Model):
    """A level's award. `number` is unguessable; a renewal is a successor that points at what it renews, which stays.

    The same stands in `credentials` as facts of the provider (assurance `awarded`); this row knows how it was earned.
    Holds no personal data beyond the pointers.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="awards")
    level = models.ForeignKey(Level, models.PROTECT, related_name="awards")
    number = models.TextField(unique=True)
    awarded_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)  # its last valid day; null means that it never expires
    renews = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="renewed_as")
    grounds = models.JSONField(default=dict)  # ids of what it rests on
    awarded_by = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "level"], condition=Q(renews__isnull=True), name="award_once_per_level"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("awarded_on")), name="award_not_reversed"
            ),
            models.CheckConstraint(condition=~Q(renews=F("id")), name="award_not_its_own_successor"),
        ]

    def __str__(self) -> str:
        return f"{self.number} of enrolment {self.enrolment_id}"


class AwardStatus(models.Model):
    """A suspension, revocation or reinstatement from a day on, with its reason; the newest counts. Never edited.

    Personal data: `reason` should name nobody.
    """

    class Status(models.TextChoices):
        """What it is from then on."""

        SUSPENDED = "suspended"
        REVOKED = "revoked"
        REINSTATED = "reinstated"

    award = models.ForeignKey(Award, models.PROTECT, related_name="statuses")
    status = models.CharField(max_length=16, choices=Status)
    starts_on = models.DateField()
    reason = models.TextField()
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name_plural = "award statuses"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(status__in=["suspended", "revoked", "reinstated"]), name="award_status_is_known"
            ),
            models.CheckConstraint(condition=~Q(reason__regex=r"^\s*$"), name="award_status_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.status} from {self.starts_on}"
