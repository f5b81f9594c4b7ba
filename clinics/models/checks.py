"""Which recorded answers the roster asked for: the trail from an entry to every look that was ever taken at it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from clinics.models.roster import GROUPS, Watch
from credentials.models import Practitioner, Site, Verification


class RosterCheck(models.Model):
    """One look at a roster entry for one group of patients. Never edited, never deleted.

    The answer, its receipt and everything it rests on stand in the verification; here stands for which entry it was
    asked, and why. `decided_at` is the verification's own. A verification without such a row was asked for by hand.
    Holds no personal data beyond the pointer to the practitioner.
    """

    # Without constraints where triggers refuse to delete what is named: each would cost a locked row (ADR 0015).
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    entry_key = models.UUIDField()
    group = models.CharField(max_length=8)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    verification = models.OneToOneField(Verification, models.PROTECT, related_name="roster_check", db_constraint=False)
    cause = models.CharField(max_length=16, choices=Watch.Cause)
    decided_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(group__in=GROUPS), name="roster_check_group_is_known"),
        ]
        indexes: ClassVar = [
            # The last look at each watch up to an instant, and the looks at one entry.
            models.Index(fields=["entry_key", "group", "decided_at", "id"], name="roster_check_of_watch"),
            models.Index(fields=["organisation", "decided_at", "id"], name="roster_check_of_clinic"),
        ]

    def __str__(self) -> str:
        return f"{self.group} of entry {self.entry_key}, {self.decided_at:%Y-%m-%d}"
