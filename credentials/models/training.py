"""What a person has learned, shown and been given for it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import HeldNumber
from credentials.models.facts import PATIENT_GROUPS, Fact, lasts, sound, within


def groups_are_known(name: str) -> models.CheckConstraint:
    """Patient groups come from the closed list."""
    return models.CheckConstraint(condition=Q(patient_groups__contained_by=list(PATIENT_GROUPS)), name=name)


class Training(Fact):
    """A course completed. `hours` are parts [{"hundredths", "part", "delivery", "subject"}]. Holds no personal data."""

    provider = models.TextField()
    course = models.TextField()
    completed_on = models.DateField()
    hours = models.JSONField(default=list)
    supervised_sessions = models.IntegerField(default=0)
    approved_by = models.JSONField(default=list)
    patient_groups = models.JSONField(default=list)

    class Meta(Fact.Meta):
        verbose_name_plural = "training"
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            sound("hours", "credentials_hours_are_sound"),
            models.CheckConstraint(condition=Q(supervised_sessions__gte=0), name="training_sessions_not_negative"),
            groups_are_known("training_groups_are_known"),
        ]


class ExamPass(Fact):
    """An examination passed, written or practical. Holds no personal data."""

    form = models.TextField()
    of = models.TextField()
    passed_on = models.DateField()

    class Meta(Fact.Meta):
        verbose_name_plural = "exam passes"
        constraints: ClassVar = [*Fact.Meta.constraints, within("form", ("written", "practical"))]


class Certification(Fact):
    """A certification for patient groups. Personal data: none; numbers stand in `held_number`, `replaced_number`."""

    issuer = models.TextField()
    title = models.TextField()
    held_number = models.ForeignKey(HeldNumber, models.PROTECT, related_name="+", db_index=False)
    level = models.TextField(null=True)
    patient_groups = models.JSONField(default=list)
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)
    replaced_number = models.ForeignKey(HeldNumber, models.PROTECT, null=True, related_name="+", db_index=False)
    statuses = models.JSONField(default=list)

    class Meta(Fact.Meta):
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            lasts(),
            groups_are_known("certification_groups_are_known"),
            sound("statuses", "credentials_statuses_are_sound"),
        ]


class OtherCredential(Fact):
    """A card, degree or title such as CPR, DPT, CHT. Holds no personal data."""

    title = models.TextField()
    issued_on = models.DateField()
    expires_on = models.DateField(null=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [*Fact.Meta.constraints, lasts()]


class ContinuingEducation(Fact):
    """Hours of continuing education, in hundredths of an hour. Holds no personal data."""

    hundredths = models.IntegerField()
    completed_on = models.DateField()
    subject = models.TextField()

    class Meta(Fact.Meta):
        verbose_name_plural = "continuing education"
        constraints: ClassVar = [
            *Fact.Meta.constraints,
            models.CheckConstraint(condition=Q(hundredths__gte=0), name="education_hours_not_negative"),
        ]


class Statement(Fact):
    """A recorded attestation about the person by `by`, in force from `starts_on` to before `until`.

    Personal data: none; `by` names a body, never a private person.
    """

    key = models.TextField()
    by = models.TextField()
    starts_on = models.DateField()
    until = models.DateField(null=True)

    class Meta(Fact.Meta):
        constraints: ClassVar = [*Fact.Meta.constraints, lasts(first="starts_on", last="until", open_end=True)]
