"""What is about to expire, or has just expired: one flag for each thing and each step of the ladder it reached."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import BrinIndex, GinIndex
from django.db import models
from django.db.models import Q

from accounts.models import Organisation
from credentials.models.practitioners import Practitioner

FLAGGED_KINDS = ("licence", "privilege", "authorization", "certification", "credential")


class ExpiryFlag(models.Model):
    """On `flagged_on` something with `expires_on` as its last valid day had reached the step `step` of the ladder.

    `step` counts days before that last day; -1 is the day after it. The thing is a practitioner's `kind` in one matter
    (`about`: place and profession, or title), not one fact: told again by its source or by a second one, it raises no
    second flag. `fact_id` is the fact that told it then, `source` who told that, `also_told_by` the other sources
    of the same expiry. `told_on` is the day whose digest mail tells it. Rows never change: whether a flag is still
    true is seen when it is read. Personal data: none.

    The pointers carry no constraint in the database: nothing they lead to can be deleted, and a check for each of a
    million new flags takes longer than finding them (ADR 0017).
    """

    kind = models.TextField()
    fact_id = models.BigIntegerField()
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    source = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False, db_constraint=False)
    also_told_by = ArrayField(models.BigIntegerField(), null=True)
    about = models.TextField()
    expires_on = models.DateField()
    step = models.SmallIntegerField()
    flagged_on = models.DateField()
    told_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=FLAGGED_KINDS), name="flag_kind_is_known"),
            models.UniqueConstraint(
                fields=["practitioner", "kind", "about", "expires_on", "step"], name="flag_once_for_each_step"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["source", "expires_on", "id"], name="flag_of_source"),
            GinIndex(fields=["also_told_by"], condition=Q(also_told_by__isnull=False), name="flag_also_told_by"),
            BrinIndex(fields=["told_on"], name="flag_told_on", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of practitioner {self.practitioner_id}, {self.step} days before {self.expires_on}"


class FlagRun(models.Model):
    """A run of the job that wrote or could have written flags: through which day, and what it had seen.

    `seen_at` is the registry's clock as the run saw it: while it stands still, another run of that day and ladder would
    find nothing. Rows never change. Personal data: none.
    """

    day = models.DateField()
    ladder = ArrayField(models.SmallIntegerField())
    seen_at = models.DateTimeField()
    ran_at = models.DateTimeField()
    flagged = models.IntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["-day", "-id"], name="flag_run_latest")]

    def __str__(self) -> str:
        return f"flags through {self.day}"
