"""Who works where, and what was last found about it."""

import uuid
from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation
from credentials.models import Practitioner, Site, Verification
from credentials.models.sites import Recorded, days_of

GROUPS = ("adult", "child")
OPEN = Q(closed_at__isnull=True)


class RosterEntry(Recorded):
    """A person who treats at a site of a clinic, from a day to before another, as was on the list at a time.

    A change supersedes the row and writes another with the same `key`, so that the roster of any instant can be told.
    Guards refuse rewriting and deleting. Holds no personal data beyond the pointer to the practitioner.
    """

    key = models.UUIDField(default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="entries", db_index=False)
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="roster_entries")
    role = models.CharField(max_length=100)
    patient_groups = ArrayField(models.CharField(max_length=8))
    starts_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    superseded_because = models.TextField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "roster entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["key"], condition=Q(superseded_at__isnull=True), name="entry_current_once"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("starts_on")), name="entry_not_reversed"
            ),
            models.CheckConstraint(
                condition=Q(patient_groups__contained_by=list(GROUPS)) & Q(patient_groups__len__gt=0),
                name="entry_groups_are_known",
            ),
            models.CheckConstraint(condition=~Q(role__regex=r"^\s*$"), name="entry_role_not_blank"),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True, superseded_by__isnull=True)
                | Q(superseded_at__gte=F("recorded_at"), superseded_by__isnull=False),
                name="entry_superseded_by_someone",
            ),
            ExclusionConstraint(
                name="entry_one_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("practitioner", RangeOperators.EQUAL),
                    (days_of("starts_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=Q(superseded_at__isnull=True),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "recorded_at"], name="entry_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"entry {self.key}"


class Watch(models.Model):
    """What was last found about a roster entry for one group of patients, and when it must be looked at again.

    `due_at` is the instant from which the last answer may no longer be the answer; null: nothing to wait for. `cause`
    says why it is due, or was. `rank` orders outcomes, worst first. `professions` are those of the bases that were
    found, so that a change of the law finds whom it may touch. One row for each entry and group, kept up to date:
    what was found before stands in the recorded verifications. Holds no personal data beyond the pointers.
    """

    class Cause(models.TextChoices):
        """Why it is looked at."""

        ENTRY = "entry"  # the entry is new, or was changed
        TIME = "time"  # the day came that was foreseen
        RECORD = "record"
        LAW = "law"  # the law, a standard, the floor or the review period
        POLICY = "policy"
        DECLARATION = "declaration"
        ASKED = "asked"  # somebody asked for it

    entry_key = models.UUIDField()
    group = models.CharField(max_length=8)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    jurisdiction = models.CharField(max_length=6)
    professions = ArrayField(models.TextField(), default=list)
    verification = models.ForeignKey(Verification, models.PROTECT, null=True, related_name="+", db_index=False)
    outcome = models.CharField(max_length=16, null=True)
    rank = models.SmallIntegerField(null=True)  # 0 refused … 3 permitted
    conditions = ArrayField(models.TextField(), default=list)
    gaps = ArrayField(models.TextField(), default=list)
    holds_until = models.DateField(null=True)
    next_change = models.JSONField(null=True)  # {"on", "outcome", "because"} of the decision
    decided_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    cause = models.CharField(max_length=16, choices=Cause, default=Cause.ENTRY)
    closed_at = models.DateTimeField(null=True)  # the entry ended, or no longer has this group

    class Meta:
        verbose_name_plural = "watches"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry_key", "group"], name="watch_once"),
            models.CheckConstraint(condition=Q(group__in=GROUPS), name="watch_group_is_known"),
            models.CheckConstraint(
                condition=Q(outcome__isnull=True, rank__isnull=True)
                | Q(outcome="refused", rank=0)
                | Q(outcome="undetermined", rank=1)
                | Q(outcome="conditional", rank=2)
                | Q(outcome="permitted", rank=3),
                name="watch_rank_is_of_its_outcome",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "id"], condition=OPEN & Q(due_at__isnull=False), name="watch_due"),
            models.Index(fields=["organisation", "rank", "id"], condition=OPEN, name="watch_worst_first"),
            models.Index(fields=["jurisdiction"], condition=OPEN, name="watch_of_place"),
            models.Index(
                fields=["holds_until"], condition=OPEN & Q(holds_until__isnull=False), name="watch_near_its_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group} of entry {self.entry_key}"
