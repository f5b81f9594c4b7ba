from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from accounts.models.organisations import Organisation
from accounts.models.people import Person


class Consent(models.Model):
    """What a person agreed to, from `recorded_at` until `withdrawn_at`; never edited, given again as a new row.

    Holds no personal data beyond the pointer to the person.
    """

    class Kind(models.TextChoices):
        """To be found in the public list, or to let one named organisation see the record."""

        LISTED = "listed"
        SEE_RECORD = "see_record"

    person = models.ForeignKey(Person, models.PROTECT, related_name="consents")
    kind = models.CharField(max_length=16, choices=Kind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    recorded_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="listed", organisation__isnull=True)
                | Q(kind="see_record", organisation__isnull=False),
                name="consent_names_who_may_see",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gt=F("recorded_at")),
                name="consent_withdrawn_after_given",
            ),
            models.UniqueConstraint(
                fields=["person", "kind", "organisation"],
                condition=Q(withdrawn_at__isnull=True),
                nulls_distinct=False,
                name="consent_once_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.person_id}"
