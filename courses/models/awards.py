"""What was earned: one award for each level completed, told to the registry as training, exam passes, certification."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from courses.models.ladders import Level
from courses.models.learners import Enrolment


class Award(models.Model):
    """A level's award. `number` is unguessable; a renewal is a successor that points at what it renews, which stays.

    From when until when it lasts stands in its term, what became of it in its statuses. The same stands in
    `credentials` as facts of the provider (assurance `awarded`); this row knows how it was earned. Never edited.
    Personal data: none beyond the pointers; `number` leads to whoever holds the
    certificate, and gives way to another when the person is erased.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="awards")
    level = models.ForeignKey(Level, models.PROTECT, related_name="awards")
    number = models.TextField(unique=True)
    issuer = models.TextField()  # as told to the registry, where issuer and number are the key
    renews = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="renewed_as")
    awarded_by = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["enrolment", "level"], condition=Q(renews__isnull=True), name="award_once_per_level"
            ),
            models.CheckConstraint(condition=~Q(renews=F("id")), name="award_not_its_own_successor"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^FC(-[0-9A-HJKMNP-TV-Z]{4}){4}$"), name="award_number_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} of enrolment {self.enrolment_id}"


class AwardTerm(models.Model):
    """From when until when an award lasts, and on what grounds; a correction of those grounds supersedes it.

    `expires_on` is the last valid day; null means that it never expires. `grounds` are ids of what it rests on; `told`
    are the keys of the training and exam passes in the registry that stand on this term. Holds no personal data.
    """

    award = models.ForeignKey(Award, models.PROTECT, related_name="terms")
    awarded_on = models.DateField()
    expires_on = models.DateField(null=True, blank=True)
    grounds = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.TextField(null=True, blank=True)
    superseded_because = models.TextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["award"], condition=Q(superseded_at__isnull=True), name="award_term_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(expires_on__isnull=True) | Q(expires_on__gte=F("awarded_on")),
                name="award_term_not_reversed",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["expires_on"], condition=Q(superseded_at__isnull=True), name="award_term_ending")
        ]

    def __str__(self) -> str:
        return f"{self.awarded_on} to {self.expires_on or 'ever'}"


class AwardStatus(models.Model):
    """What became of an award, with the reason; of those that start on a day the newest counts. Never edited.

    `suspended`, `revoked` and `reinstated` are what somebody decided, from a day on. `withdrawn` and `restored` say
    that a correction took its grounds away or gave them back; then it was never good, or good as if nothing had been,
    and what somebody decided stands as it stood. Personal data: `reason` should name nobody.
    """

    class Status(models.TextChoices):
        """What it is from then on."""

        SUSPENDED = "suspended"
        REVOKED = "revoked"
        REINSTATED = "reinstated"
        WITHDRAWN = "withdrawn"
        RESTORED = "restored"

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
                condition=Q(status__in=["suspended", "revoked", "reinstated", "withdrawn", "restored"]),
                name="award_status_is_known",
            ),
            models.CheckConstraint(condition=~Q(reason__regex=r"^\s*$"), name="award_status_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.status} from {self.starts_on}"
