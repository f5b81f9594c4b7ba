"""Two-part examinations: papers, attempts, examiners' marks, results that are superseded and never edited."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from courses.models.ladders import Programme
from courses.models.learners import Enrolment
from courses.models.sessions import Session

FORMS = ("written", "practical")


class Paper(models.Model):
    """One version of an examination's paper: sections and items, or stations and rubrics, in `content`.

    Published, it stays; a change is a new number. Holds no personal data.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="papers")
    examination = models.TextField()  # the examination's code in the ladder
    form = models.CharField(max_length=16)
    number = models.SmallIntegerField()
    content = models.JSONField()
    digest = models.BinaryField()
    drafted_by = models.TextField()
    drafted_at = models.DateTimeField(db_default=Now(), editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.TextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "examination", "form", "number"], name="paper_number_once"),
            models.CheckConstraint(condition=Q(form__in=FORMS), name="paper_form_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.form} paper {self.number} of {self.examination}"


class VoidedItem(models.Model):
    """An item that counts for nobody, with the reason; everybody is scored again. Holds no personal data."""

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="voided")
    item = models.TextField()
    reason = models.TextField()
    voided_by = models.TextField()
    voided_at = models.DateTimeField(db_default=Now(), editable=False)
    restored_at = models.DateTimeField(null=True, blank=True)
    restored_by = models.TextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paper", "item"], condition=Q(restored_at__isnull=True), name="item_voided_once"
            ),
            models.CheckConstraint(condition=~Q(reason__regex=r"^\s*$"), name="item_voided_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.item} of paper {self.paper_id}"


class Attempt(models.Model):
    """One sitting of one examination by one learner; a retake is another. Holds no personal data beyond the pointer.

    `paper` is null where the provider tells results alone. `answers` are item answers or totals by section.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="attempts")
    examination = models.TextField()
    form = models.CharField(max_length=16)
    number = models.SmallIntegerField()
    sat_on = models.DateField()
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="attempts")
    session = models.ForeignKey(Session, models.PROTECT, null=True, blank=True, related_name="attempts")
    answers = models.JSONField(null=True, blank=True)
    entered_by = models.TextField()
    entered_at = models.DateTimeField(db_default=Now(), editable=False)
    brought_by = models.ForeignKey(
        "courses.ResultImport", models.PROTECT, null=True, blank=True, related_name="attempts", db_index=False
    )

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["brought_by", "id"], condition=Q(brought_by__isnull=False), name="attempt_of_an_import"
            ),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["enrolment", "examination", "form", "number"], name="attempt_number_once"),
            models.UniqueConstraint(fields=["enrolment", "examination", "form", "sat_on"], name="attempt_once_a_day"),
            models.CheckConstraint(condition=Q(form__in=FORMS), name="attempt_form_is_known"),
            models.CheckConstraint(condition=Q(number__gt=0), name="attempt_number_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.examination}, attempt {self.number} of enrolment {self.enrolment_id}"


class Result(models.Model):
    """What an attempt came to. Drafted, checked by a second person, released; superseded by a correction, never edited.

    `percent` is in hundredths of a per cent, null where none was told; `detail` holds sections or stations with their
    thresholds. The candidate sees it from `released_at`. Holds no personal data.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="results")
    passed = models.BooleanField()
    percent = models.IntegerField(null=True, blank=True)
    detail = models.JSONField(default=dict, blank=True)
    drafted_by = models.TextField()
    drafted_at = models.DateTimeField(db_default=Now(), editable=False)
    checked_by = models.TextField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    released_by = models.TextField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.TextField(null=True, blank=True)
    superseded_because = models.TextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt"], condition=Q(superseded_at__isnull=True), name="result_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=10000),
                name="result_percent_in_range",
            ),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True, checked_at__isnull=True)
                | (Q(checked_by__isnull=False, checked_at__isnull=False) & ~Q(checked_by=F("drafted_by"))),
                name="result_checked_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True) | Q(checked_at__isnull=False, released_by__isnull=False),
                name="result_released_after_a_check",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True)
                | Q(superseded_by__isnull=False, superseded_because__isnull=False, superseded_because__gt=""),
                name="result_superseded_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"result {self.pk} of attempt {self.attempt_id}"


class MarkSheet(models.Model):
    """One examiner's marks at one station of one attempt. Examiners mark blind: none sees another's before both are in.

    `place` is 1 or 2, or 3 for the third examiner whom a discrepancy calls. `marks` by rubric item, `rating` is the
    global rating for borderline regression. Holds no personal data beyond the pointers.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="sheets")
    station = models.TextField()
    examiner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    place = models.SmallIntegerField()
    marks = models.JSONField()
    rating = models.SmallIntegerField(null=True, blank=True)
    submitted_at = models.DateTimeField(db_default=Now(), editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_because = models.TextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["attempt", "station", "place"], condition=Q(superseded_at__isnull=True), name="sheet_place_once"
            ),
            models.UniqueConstraint(
                fields=["attempt", "station", "examiner"],
                condition=Q(superseded_at__isnull=True),
                name="sheet_examiner_once",
            ),
            models.CheckConstraint(condition=Q(place__in=[1, 2, 3]), name="sheet_place_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.station} of attempt {self.attempt_id} by examiner {self.place}"


class Appeal(models.Model):
    """A candidate's objection to a released result, and what came of it; upheld, it names the correction.

    Personal data: `grounds` and `decision` may hold some.
    """

    result = models.ForeignKey(Result, models.PROTECT, related_name="appeals")
    grounds = models.TextField()
    lodged_by = models.TextField()
    lodged_at = models.DateTimeField(db_default=Now(), editable=False)
    upheld = models.BooleanField(null=True)
    decision = models.TextField(null=True, blank=True)
    decided_by = models.TextField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    correction = models.ForeignKey("courses.Correction", models.PROTECT, null=True, blank=True, related_name="appeals")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["result"], condition=Q(decided_at__isnull=True), name="appeal_one_open"),
            models.CheckConstraint(
                condition=Q(upheld__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(upheld__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="appeal_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(upheld=True, correction__isnull=False)
                | (Q(correction__isnull=True) & (Q(upheld=False) | Q(upheld__isnull=True))),
                name="appeal_upheld_corrects",
            ),
        ]

    def __str__(self) -> str:
        return f"appeal {self.pk} against result {self.result_id}"
