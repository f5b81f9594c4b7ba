"""The erasable home of personal data: facts elsewhere point here by a pseudonymous key and never hold a name."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import LessThanOrEqual

from accounts.models.organisations import Organisation


class Person(models.Model):
    """A human being on file, known outside this room by `key` alone.

    Personal data: none in the row itself; `key` is a pseudonym.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name_plural = "people"
        indexes: ClassVar = [
            # So that jobs over everyone leave out the few who were erased without reading all.
            models.Index(fields=["id"], condition=Q(erased_at__isnull=False), name="person_erased"),
        ]

    def __str__(self) -> str:
        return str(self.key)


class PersonalDetail(models.Model):
    """One thing a source told about a person; corrected by superseding, blanked by erasure.

    Personal data: `value`. `salt` goes with it, so that `digest` betrays nothing once both are gone. `listed`
    holds canonical JSON text; `born_on` an ISO day.
    """

    class Kind(models.TextChoices):
        """What is told."""

        NAME = "name"
        FORMER_NAME = "former_name"
        NPI = "npi"
        EMAIL = "email"
        BORN_ON = "born_on"
        LISTED = "listed"

    class Assurance(models.TextChoices):
        """How far the source vouches for it, weakest first."""

        SELF_STATED = "self_stated"
        AWARDED = "awarded"
        REGISTER = "register"
        SEEN_AT_SOURCE = "seen_at_source"

    person = models.ForeignKey(Person, models.PROTECT, related_name="details", db_index=False)  # covered by "current"
    kind = models.CharField(max_length=16, choices=Kind)
    value = models.TextField(null=True)  # null says erased
    salt = models.BinaryField(null=True)
    source = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    assurance = models.CharField(max_length=16, choices=Assurance, default=Assurance.REGISTER)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    digest = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind__in=["name", "former_name", "npi", "email", "born_on", "listed"]),
                name="detail_kind_is_known",
            ),
            models.CheckConstraint(
                condition=Q(assurance__in=["self_stated", "awarded", "register", "seen_at_source"]),
                name="detail_assurance_is_known",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | Q(superseded_at__gt=F("recorded_at")),
                name="detail_superseded_after_recorded",
            ),
            models.CheckConstraint(
                condition=Q(value__isnull=True, salt__isnull=True) | Q(value__isnull=False, salt__isnull=False),
                name="detail_value_goes_with_salt",
            ),
            models.CheckConstraint(condition=~Q(value=""), name="detail_value_not_empty"),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("value"), 500)
                | Q(kind="listed") & LessThanOrEqual(Length("value"), 10_000),
                name="detail_value_within_length",
            ),
            models.CheckConstraint(
                condition=~Q(kind="npi") | Q(value__isnull=True) | Q(value__regex=r"^[0-9]{10}$"),
                name="detail_npi_has_ten_digits",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "source"],
                condition=Q(superseded_at__isnull=True) & ~Q(kind="former_name"),
                name="detail_one_current_per_source",
            ),
            models.UniqueConstraint(
                fields=["person", "source", "value"],
                condition=Q(superseded_at__isnull=True, kind="former_name"),
                name="detail_former_name_once_per_source",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["person", "kind"], name="detail_of_person"),
            models.Index(fields=["value"], condition=Q(kind="npi"), name="detail_npi"),
            # Jobs over everyone read it in a row to leave out whoever cannot be written to.
            models.Index(
                fields=["person"],
                condition=Q(kind="email", superseded_at__isnull=True, value__isnull=False),
                name="detail_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.person_id}"  # never the value: this text lands in logs


class HeldNumber(models.Model):
    """The text of a licence, privilege, authorization or certification number, kept apart so that it can be erased.

    Personal data: `text`, and `normalised` (the form in which numbers are compared). `alike` stands for both once they
    are erased: the smallest id of all numbers erased with this one, and the smallest of those that compared alike. It
    is null while the number is on file, and of numbers erased when it was not kept yet.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="held_numbers", db_index=False)
    text = models.TextField(null=True)  # null says erased
    normalised = models.TextField(null=True)
    alike = ArrayField(models.BigIntegerField(), null=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["person", "text"], name="held_number_once_per_person"),
            models.CheckConstraint(
                condition=Q(text__isnull=True, normalised__isnull=True)
                | Q(text__isnull=False, normalised__isnull=False),
                name="held_number_erased_whole",
            ),
            models.CheckConstraint(
                condition=Q(alike__isnull=True) | Q(text__isnull=True), name="held_number_alike_once_erased"
            ),
            models.CheckConstraint(condition=LessThanOrEqual(Length("text"), 200), name="held_number_within_length"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["normalised"], condition=Q(normalised__isnull=False), name="held_number_normalised"),
        ]

    def __str__(self) -> str:
        return f"number {self.pk} of {self.person_id}"  # never the text: this lands in logs
