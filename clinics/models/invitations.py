"""Who was asked to be put on file, and where they are to be on the roster then."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import HeldNumber, Organisation, Person
from clinics.models.roster import GROUPS
from credentials.models import Practitioner, Site


class Invitation(models.Model):
    """Somebody on a clinic's list who is not on file: asked by mail to be put there, once a person and clinic.

    Name, address, NPI and licence number are details of `person`, told by the clinic, and go when the invitation ends.
    `practitioner` is who came on file with that NPI or licence, until the clinic says whether it is the same person.
    """

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting"
        MATCHED = "matched"  # somebody came on file who fits
        ACCEPTED = "accepted"  # on the roster now
        WITHDRAWN = "withdrawn"  # by the clinic
        DECLINED = "declined"  # by the person
        EXPIRED = "expired"

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="invitations", db_index=False)
    person = models.OneToOneField(Person, models.PROTECT, related_name="invitation")
    licence_jurisdiction = models.CharField(max_length=6, null=True)
    licence_profession = models.CharField(max_length=8, null=True)
    licence_number = models.ForeignKey(HeldNumber, models.PROTECT, null=True, related_name="+", db_index=False)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    invited_at = models.DateTimeField()
    invited_by = models.TextField()
    expires_at = models.DateTimeField()
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, null=True, related_name="+", db_index=False)
    matched_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)  # `user:3`, `key:7`, `person`, `time`
    declined = models.BinaryField(null=True)  # a keyed digest of the address that said no, to know it again by

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "matched"], ended_at__isnull=True, ended_by__isnull=True)
                | Q(
                    state__in=["accepted", "withdrawn", "declined", "expired"],
                    ended_at__isnull=False,
                    ended_by__isnull=False,
                ),
                name="invitation_ended_by_someone",
            ),
            models.CheckConstraint(
                condition=~Q(state="matched") | Q(practitioner__isnull=False), name="invitation_matched_with_someone"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "id"], name="invitation_of_clinic"),
            models.Index(
                fields=["organisation", "declined"], condition=Q(declined__isnull=False), name="invitation_declined"
            ),
            models.Index(fields=["expires_at"], condition=Q(ended_at__isnull=True), name="invitation_open"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.key}"


class InvitedEntry(models.Model):
    """Where the invited person is to be on the roster, once on file. Holds no personal data."""

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="entries")
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    role = models.CharField(max_length=100)
    patient_groups = ArrayField(models.CharField(max_length=8))
    starts_on = models.DateField(null=True)  # null: the day on which it is accepted
    until_on = models.DateField(null=True)

    class Meta:
        verbose_name_plural = "invited entries"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["invitation", "site", "starts_on"], nulls_distinct=False, name="invited_entry_once"
            ),
            models.CheckConstraint(
                condition=Q(patient_groups__contained_by=list(GROUPS)) & Q(patient_groups__len__gt=0),
                name="invited_entry_groups_are_known",
            ),
        ]

    def __str__(self) -> str:
        return f"entry of invitation {self.invitation_id}"
