"""What may change after the fact: answers entered wrongly, corrections that two people make, standards, conflicts."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from courses.models.exams import Attempt, Paper, Result
from credentials.models import Practitioner


class CorrectedAnswers(models.Model):
    """Answers of an attempt as a correction has them; the newest count instead of the attempt's own. Never edited.

    Holds no personal data.
    """

    attempt = models.ForeignKey(Attempt, models.PROTECT, related_name="corrected_answers")
    answers = models.JSONField()
    because = models.TextField()
    entered_by = models.TextField()
    entered_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        verbose_name_plural = "corrected answers"
        constraints: ClassVar = [
            models.CheckConstraint(condition=~Q(because__regex=r"^\s*$"), name="corrected_answers_with_reason"),
        ]

    def __str__(self) -> str:
        return f"corrected answers {self.pk} of attempt {self.attempt_id}"


class Correction(models.Model):
    """A change of what was released, proposed by one person and confirmed by another; until then nothing changes.

    `kind` says what `content` holds: of `result` what it should say, of `void` and `restore` an item, of `standard` the
    cuts by station. `effect` is what was told when it was proposed, or when it was confirmed. Never edited.
    Personal data: `because` should name nobody.
    """

    class Kind(models.TextChoices):
        """What is changed."""

        RESULT = "result"
        VOID = "void"
        RESTORE = "restore"
        STANDARD = "standard"

    kind = models.CharField(max_length=12, choices=Kind)
    paper = models.ForeignKey(Paper, models.PROTECT, null=True, blank=True, related_name="corrections")
    result = models.ForeignKey(Result, models.PROTECT, null=True, blank=True, related_name="corrections")
    content = models.JSONField()
    because = models.TextField()
    proposed_by = models.TextField()
    proposed_at = models.DateTimeField(db_default=Now(), editable=False)
    confirmed_by = models.TextField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    effect = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(kind="result", result__isnull=False, paper__isnull=True)
                | Q(kind__in=["void", "restore", "standard"], result__isnull=True, paper__isnull=False),
                name="correction_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(because__regex=r"^\s*$"), name="correction_with_reason"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True, effect__isnull=True)
                | (
                    Q(confirmed_by__isnull=False, confirmed_at__isnull=False, effect__isnull=False)
                    & ~Q(confirmed_by=F("proposed_by"))
                ),
                name="correction_confirmed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} correction {self.pk}"


class StationCut(models.Model):
    """The standard of a station, set by borderline regression; marks in hundredths. Superseded, never edited.

    `rests_on` tells candidates, slope, intercept and R². Holds no personal data.
    """

    paper = models.ForeignKey(Paper, models.PROTECT, related_name="cuts")
    station = models.TextField()
    hundredths = models.IntegerField()
    rests_on = models.JSONField()
    set_by = models.TextField()
    set_at = models.DateTimeField(db_default=Now(), editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.TextField(null=True, blank=True)
    superseded_because = models.TextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["paper", "station"], condition=Q(superseded_at__isnull=True), name="station_cut_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(hundredths__gt=0), name="station_cut_positive"),
        ]

    def __str__(self) -> str:
        return f"standard of {self.station}, paper {self.paper_id}"


class DeclaredConflict(models.Model):
    """That an examiner may not mark a learner, whatever the paper says. Never edited or deleted.

    Personal data: `because` may hold some.
    """

    examiner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    because = models.TextField()
    declared_by = models.TextField()
    declared_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["examiner", "practitioner"], name="conflict_declared_once"),
            models.CheckConstraint(condition=~Q(because__regex=r"^\s*$"), name="conflict_with_reason"),
        ]

    def __str__(self) -> str:
        return f"examiner {self.examiner_id} and practitioner {self.practitioner_id}"
