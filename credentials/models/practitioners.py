"""Who is on file, and which records were found to be one person."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Person


class Practitioner(models.Model):
    """A record on one person, known outside by its registry number, which answers for ever.

    `merged_into` is the record that survives, never one that was itself merged away; the history of it stands in
    `MergedRecord`. `changed_at` is when a fact that counts for it was last told or superseded, or a merge changed whose
    facts count; null while it stands as first told. It never misses a change, and holds no truth beyond that.
    Personal data: none; `registry_number` is a pseudonym, names and numbers stand with the person.
    """

    registry_number = models.CharField(max_length=12, unique=True)
    person = models.OneToOneField(Person, models.PROTECT, related_name="practitioner")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="absorbed", db_index=False)
    recorded_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(registry_number__regex=r"^FN-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"),
                name="practitioner_registry_number_form",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="practitioner_not_into_itself"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="practitioner_absorbed"),
        ]

    def __str__(self) -> str:
        return self.registry_number


class MergeProposal(models.Model):
    """One reader found two records to be one person; a second confirms or declines it; it can be undone.

    Personal data: none beyond the pointers to users; `reason` should name none.
    """

    survivor = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    absorbed = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    reason = models.TextField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)  # declined when never confirmed, else undone
    closed_because = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(survivor=F("absorbed")), name="merge_of_two"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__gte=F("proposed_at")),
                name="merge_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="merge_confirmed_by_a_second_reader",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True, closed_at__isnull=True)
                | Q(closed_by__isnull=False, closed_at__gte=F("proposed_at")),
                name="merge_closed_by_someone",
            ),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(closed_at__isnull=True), name="merge_proposed_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.absorbed} into {self.survivor}"


class MergedRecord(models.Model):
    """`absorbed` answered as `survivor` from `recorded_at` until `superseded_at`. Holds no personal data."""

    absorbed = models.ForeignKey(Practitioner, models.PROTECT, related_name="+", db_index=False)
    survivor = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gt=F("recorded_at")),
                name="merged_record_times_in_order",
            ),
            models.UniqueConstraint(
                fields=["absorbed"], condition=Q(superseded_at__isnull=True), name="merged_record_once_at_a_time"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["absorbed"], name="merged_record_absorbed")]

    def __str__(self) -> str:
        return f"{self.absorbed} answered as {self.survivor}"
