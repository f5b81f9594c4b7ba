"""What was found when an answer on record was decided again."""

from django.db import models

from credentials.models.verifications import Verification
from law.models import LawPack


class SecondLook(models.Model):
    """An answer decided again by what was known at `known_at`, under `pack`: whether it differs from what was told.

    Derived, and no truth of its own: as long as neither the record nor the law has changed since, nobody need look
    again; a missing row costs time, never an answer. Holds no personal data.
    """

    verification = models.OneToOneField(Verification, models.PROTECT, primary_key=True, related_name="second_look")
    known_at = models.DateTimeField()
    pack = models.ForeignKey(LawPack, models.PROTECT, related_name="+", db_index=False)
    differs = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.verification_id} {'differs' if self.differs else 'stands'}"
