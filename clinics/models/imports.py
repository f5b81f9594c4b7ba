"""Staff lists on their way to the roster: what was sent, whom each row means, what a human said of it."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import Organisation
from credentials.models import Practitioner, Site

STATES = ("uploaded", "paused", "judging", "previewed", "running", "done", "cancelled", "failed")
FORMS = ("csv", "xlsx")
AT_WORK = ("uploaded", "judging", "running")  # a worker has something to do
NEW, SAME, CHANGE, DOUBTFUL, UNKNOWN, FAULTY = "new", "same", "change", "doubtful", "unknown", "faulty"
VERDICTS = (NEW, SAME, CHANGE, DOUBTFUL, UNKNOWN, FAULTY)
ENTERED, UNCHANGED, CHANGED, INVITED, LEFT_OUT, REFUSED = (
    "entered", "unchanged", "changed", "invited", "left_out", "refused",
)  # fmt: skip
BECAME = (ENTERED, UNCHANGED, CHANGED, INVITED, LEFT_OUT, REFUSED)
THIS_ONE, INVITE, LEAVE_OUT = "this_one", "invite", "leave_out"
WORDS = (THIS_ONE, INVITE, LEAVE_OUT)


class StaffMapping(models.Model):
    """How a clinic's lists with one header are read: told once, remembered. `mapping` as `clinics.imports.mapping`.

    Holds no personal data.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="staff_mappings", db_index=False)
    header = models.JSONField()
    header_digest = models.BinaryField()
    mapping = models.JSONField()
    told_by = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "header_digest"], name="staff_mapping_once_per_header"),
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk} of clinic {self.organisation_id}"


class RosterImport(models.Model):
    """One staff list. `row_at` is the last row judged or taken; it moves in the transaction of its rows.

    `counts` tells rows by verdict, and when it is done by what became of them. `problems` are faults of the file as a
    whole, or of the mapping that its columns want. Personal data: `file_name` may hold some; what was sent stands in
    RosterFile and StagedEntry and is let go of in time.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roster_imports", db_index=False)
    form = models.CharField(max_length=8)
    file_name = models.TextField(blank=True, default="")
    digest = models.BinaryField()
    size = models.IntegerField()
    encoding = models.TextField(blank=True, default="")
    constants = models.JSONField(default=dict)
    header = models.JSONField(null=True, blank=True)
    mapping = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES], default="uploaded")
    problems = models.JSONField(default=list, blank=True)
    failures = models.SmallIntegerField(default=0)
    row_count = models.IntegerField(default=0)
    row_done = models.IntegerField(default=0)
    row_at = models.IntegerField(default=0)
    counts = models.JSONField(default=dict, blank=True)
    uploaded_by = models.TextField()
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    confirmed_by = models.TextField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.TextField(null=True, blank=True)
    swept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(form__in=["csv", "xlsx"]), name="roster_import_form_is_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="roster_import_state_is_known"),
            models.CheckConstraint(
                condition=Q(row_done__gte=0, row_done__lte=F("row_count")), name="roster_import_within_its_rows"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state__in=AT_WORK), name="roster_import_at_work"),
            models.Index(fields=["organisation", "id"], name="roster_import_of_clinic"),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} of clinic {self.organisation_id}"


class RosterFile(models.Model):
    """The bytes of a list as they came, until its rows go in or it is let go of. Personal data."""

    roster_import = models.OneToOneField(RosterImport, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of import {self.roster_import_id}"


class StagedEntry(models.Model):
    """A row of a staff list: what it says, whom it may mean, what a human said of it, what became of it.

    `faults` and `refusal` are lists of [code, field, what it is about]; sentences are made when they are read.
    `candidates` are [{"practitioner", "agrees", "differs"}]. Personal data: `cells`, `told` (name, birth date, address,
    numbers) and what `faults` quote; blanked when a person in it is erased, and with time.
    """

    roster_import = models.ForeignKey(RosterImport, models.CASCADE, related_name="rows", db_index=False)
    row = models.IntegerField()  # the header is mostly row 1
    cells = models.JSONField(null=True)
    told = models.JSONField(null=True)
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False)
    role = models.TextField(null=True)
    patient_groups = ArrayField(models.CharField(max_length=8), default=list)
    starts_on = models.DateField(null=True)
    until_on = models.DateField(null=True)
    faults = models.JSONField(default=list)
    verdict = models.CharField(max_length=8, null=True)
    practitioner = models.ForeignKey(
        Practitioner, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    matched_by = models.CharField(max_length=16, null=True)
    candidates = models.JSONField(default=list)
    entry_key = models.UUIDField(null=True)
    word = models.CharField(max_length=12, null=True)
    word_by = models.TextField(null=True)
    word_at = models.DateTimeField(null=True)
    became = models.CharField(max_length=12, null=True)
    refusal = models.JSONField(default=list)

    class Meta:
        verbose_name_plural = "staged entries"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["roster_import", "row"], name="staged_entry_once"),
            models.CheckConstraint(
                condition=Q(verdict__isnull=True) | Q(verdict__in=VERDICTS), name="staged_entry_verdict_is_known"
            ),
            models.CheckConstraint(
                condition=Q(word__isnull=True, word_by__isnull=True, word_at__isnull=True)
                | Q(word__in=WORDS, word_by__isnull=False, word_at__isnull=False),
                name="staged_entry_word_of_someone",
            ),
            models.CheckConstraint(
                condition=Q(became__isnull=True) | Q(became__in=BECAME), name="staged_entry_end_is_known"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["roster_import", "verdict", "row"], name="staged_entry_by_verdict"),
            models.Index(
                fields=["practitioner"], condition=Q(practitioner__isnull=False), name="staged_entry_of_person"
            ),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of import {self.roster_import_id}"
