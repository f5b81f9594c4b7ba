"""What a provider offers: programmes, and their ladders of levels as dated data."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from accounts.models import Organisation


class Programme(models.Model):
    """A ladder that a provider offers under one code. Closed, it takes nobody new; what was earned stays.

    Holds no personal data.
    """

    provider = models.ForeignKey(Organisation, models.PROTECT, related_name="programmes")
    code = models.TextField()
    title = models.TextField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    closed_on = models.DateField(null=True, blank=True)  # the first day on which nobody new may enrol

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["provider", "code"], name="programme_code_once_per_provider"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$"), name="programme_code"
            ),
            models.CheckConstraint(condition=~Q(title__regex=r"^\s*$"), name="programme_title_not_blank"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class ProgrammeVersion(models.Model):
    """The ladder as it stands for whoever enrols from `starts_on` until the next published version starts.

    `content` is the whole ladder as `courses.ladders.reading` accepts it; `digest` is of its canonical JSON. A draft
    may be edited; once published its content stays, and once somebody is enrolled under it its days too. Holds no
    personal data; `published_by` is a reference such as `user:7`.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="versions")
    number = models.SmallIntegerField()
    starts_on = models.DateField()
    content = models.JSONField()
    digest = models.BinaryField()
    drafted_at = models.DateTimeField(db_default=Now(), editable=False)
    drafted_by = models.TextField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.TextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["programme", "number"], name="programme_version_number_once"),
            models.UniqueConstraint(
                fields=["programme", "starts_on"],
                condition=Q(published_at__isnull=False),
                name="programme_version_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__gte=F("drafted_at"), published_by__isnull=False),
                name="programme_version_published_by_someone",
            ),
            models.CheckConstraint(condition=Q(number__gt=0), name="programme_version_number_positive"),
        ]

    def __str__(self) -> str:
        return f"version {self.number} of {self.programme_id}"


class Level(models.Model):
    """One level of a version: the same as in its content, one row each so that others can point at it.

    Holds no personal data.
    """

    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="levels")
    code = models.TextField()
    title = models.TextField()
    position = models.SmallIntegerField()
    content = models.JSONField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["version", "code"], name="level_code_once_per_version"),
            models.UniqueConstraint(fields=["version", "position"], name="level_position_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"
