"""Files of results on their way in: what was sent, how its columns are read, which rows were refused.

Rows between reading and recording stand in `courses_stagedresult`, a table without a model: see migration 0003.
"""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import Organisation
from courses.models.ladders import Programme

STATES = (
    "uploaded", "paused", "previewed", "running", "done", "checking", "checked", "releasing", "released", "cancelled",
    "failed",
)  # fmt: skip
AT_WORK = ("uploaded", "running", "checking", "releasing")  # a worker has something to do


class ResultMapping(models.Model):
    """How a provider's files with one header are read: told once, remembered. `columns` as `courses.results.mapping`.

    Holds no personal data.
    """

    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="result_mappings")
    header = models.JSONField()
    header_digest = models.BinaryField()
    mapping = models.JSONField()
    told_by = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "header_digest"], name="result_mapping_once_per_header"),
        ]

    def __str__(self) -> str:
        return f"mapping {self.pk} of provider {self.provider_id}"


class ResultImport(models.Model):
    """One file, or one batch, of results. `row_at` is the last row recorded; it moves in the transaction of its rows.

    `row_count`, `row_done`, `taken`, `unchanged` and `refused` count rows; a preview tells what would be.
    `attempt_done` is the last attempt checked or released by the action under way. `problems` are faults of the file
    as a whole, or of the mapping that its columns want.
    Personal data: `file_name` may hold some; the file itself stands in ResultFile and is erased in time.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="result_imports")
    form = models.CharField(max_length=8)
    file_name = models.TextField(blank=True, default="")
    digest = models.BinaryField()
    size = models.IntegerField()
    encoding = models.TextField(blank=True, default="")
    header = models.JSONField(null=True, blank=True)
    mapping = models.JSONField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in STATES], default="uploaded")
    problems = models.JSONField(default=list, blank=True)
    failures = models.SmallIntegerField(default=0)
    row_count = models.IntegerField(default=0)
    row_done = models.IntegerField(default=0)
    row_at = models.IntegerField(default=0)
    taken = models.IntegerField(default=0)
    unchanged = models.IntegerField(default=0)
    refused = models.IntegerField(default=0)
    attempt_done = models.BigIntegerField(default=0)
    uploaded_by = models.TextField()
    uploaded_at = models.DateTimeField(db_default=Now(), editable=False)
    confirmed_by = models.TextField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.TextField(null=True, blank=True)
    checked_by = models.TextField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    released_by = models.TextField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(form__in=["csv", "xlsx", "batch"]), name="result_import_form_is_known"),
            models.CheckConstraint(condition=Q(state__in=STATES), name="result_import_state_is_known"),
            models.CheckConstraint(
                condition=Q(row_done__gte=0, row_done__lte=F("row_count")), name="result_import_within_its_rows"
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("uploaded_by")),
                name="result_import_checked_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(released_by__isnull=True) | Q(checked_by__isnull=False),
                name="result_import_released_after_a_check",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["id"], condition=Q(state__in=AT_WORK), name="result_import_at_work"),
        ]

    def __str__(self) -> str:
        return f"import {self.pk} of programme {self.programme_id}"


class ResultFile(models.Model):
    """The bytes of a file as they came, for as long as refused rows may be asked back.

    Personal data: whatever the provider sent, though only numbers are asked for.
    """

    result_import = models.OneToOneField(ResultImport, models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of import {self.result_import_id}"


class RefusedRow(models.Model):
    """A row that did not go in. `faults` is a list of [code, field, what it is about]; sentences are made when read.

    Holds no personal data beyond what the last may quote of a cell.
    """

    result_import = models.ForeignKey(ResultImport, models.CASCADE, related_name="refusals", db_index=False)
    row = models.IntegerField()  # the header is row 1
    faults = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["result_import", "row"], name="refused_row_once"),
        ]

    def __str__(self) -> str:
        return f"row {self.row} of import {self.result_import_id}"
