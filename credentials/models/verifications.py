"""Answers that were recorded for the organisation that asked."""

import uuid
from typing import ClassVar

from django.db import models

from accounts.models import ApiKey, HeldNumber, Organisation
from credentials.models.practitioners import Practitioner


class Verification(models.Model):
    """A question and the answer given to it, kept as it was for the organisation that asked.

    `answer` is the decision's JSON text with every licence number replaced by null; the numbers stand in
    `VerificationNumber`, outside `digest`. Guards in migration 0004 refuse any update and any delete.
    Personal data: none; a name that was compared is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    asked_by_key = models.ForeignKey(ApiKey, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by_user_id = models.BigIntegerField(null=True)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    jurisdiction = models.TextField()
    on = models.DateField()
    outcome = models.TextField()
    asked_on = models.DateField()
    known_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    answer = models.TextField()
    digest = models.BinaryField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["organisation", "decided_at"], name="verification_of_asker")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=["refused", "undetermined", "conditional", "permitted"]),
                name="verification_outcome_is_known",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)


class VerificationNumber(models.Model):
    """Where in a stored answer a licence number stands, and the erasable row that holds it.

    Personal data: none here; erasing the held number blanks it in every stored answer.
    """

    verification = models.ForeignKey(Verification, models.PROTECT, related_name="numbers")
    path = models.TextField()
    held_number = models.ForeignKey(HeldNumber, models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verification", "path"], name="verification_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path} of {self.verification_id}"
