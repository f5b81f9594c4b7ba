"""Answers that were recorded for the organisation that asked."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import BigIntegerField, Func

from accounts.models import ApiKey, HeldNumber, Organisation
from credentials.models.practitioners import Practitioner
from law.models import LawPack

# A default of the database, so that rows written by any way are numbered.
_NEXT = Func(template="nextval('credentials_verification_sequence_seq')", output_field=BigIntegerField())


class Verification(models.Model):
    """A question and the answer given to it, kept as it was for the organisation that asked.

    `answer` is the decision's JSON text with every licence number replaced by null; the numbers stand in
    `VerificationNumber`, outside `digest`. `receipt` is the signed statement of the answer (a compact JWS), `pack` the
    law that answered, `sequence` a number that rises as rows are written, though not in the order of commits. Rows of
    before there were receipts have neither receipt nor pack. Guards in migration 0004 refuse any update and any delete.
    `digest` is the SHA-256 of `answer` where there is no receipt, else of the RFC 8785 canonical JSON of every other
    column but `sequence`, which the database gives and the audit chain covers.
    Personal data: none; a name that was compared is not kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    asked_by_key = models.ForeignKey(ApiKey, models.PROTECT, null=True, related_name="+", db_index=False)
    asked_by_user_id = models.BigIntegerField(null=True)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+", db_constraint=False)
    jurisdiction = models.TextField()
    on = models.DateField()
    outcome = models.TextField()
    asked_on = models.DateField()
    known_at = models.DateTimeField()
    decided_at = models.DateTimeField()
    answer = models.TextField()
    receipt = models.TextField(null=True)
    pack = models.ForeignKey(LawPack, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    sequence = models.BigIntegerField(unique=True, db_default=_NEXT, editable=False)
    digest = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["organisation", "decided_at", "id"], name="verification_newest_of_asker"),
        ]
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

    # Without constraints: rows that triggers refuse to delete need none, and each would cost a locked row (ADR 0015).
    verification = models.ForeignKey(
        Verification, models.PROTECT, related_name="numbers", db_index=False, db_constraint=False
    )
    path = models.TextField()
    held_number = models.ForeignKey(HeldNumber, models.PROTECT, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["verification", "path"], name="verification_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.path} of {self.verification_id}"
