"""Who climbs a ladder: enrolments, seats at sessions, attendance, sessions under supervision."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from courses.models.ladders import Programme, ProgrammeVersion
from courses.models.sessions import Session
from credentials.models import Practitioner


class Enrolment(models.Model):
    """A learner under one version of a programme. `decided` is the eligibility as it was told on `enrolled_on`.

    `candidate` is the provider's own number for the learner, by which files name them. Whoever writes anything that may
    complete a level holds this row's lock first. Personal data: none beyond the pointer; `candidate` must be no name.
    """

    class State(models.TextChoices):
        """Where the enrolment stands."""

        ACTIVE = "active"
        COMPLETED = "completed"
        WITHDRAWN = "withdrawn"
        TRANSFERRED = "transferred"

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="enrolments")
    version = models.ForeignKey(ProgrammeVersion, models.PROTECT, related_name="enrolments")
    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="enrolments")
    profession = models.TextField()
    candidate = models.TextField(null=True, blank=True)
    enrolled_on = models.DateField()
    decided = models.JSONField()
    enrolled_by = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    state = models.CharField(max_length=16, choices=State, default=State.ACTIVE)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(null=True, blank=True)
    continues = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="continued_as")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["programme", "practitioner"], condition=Q(state="active"), name="enrolment_once_at_a_time"
            ),
            models.UniqueConstraint(fields=["programme", "candidate"], name="enrolment_candidate_once"),
            models.CheckConstraint(
                condition=Q(state__in=["active", "completed", "withdrawn", "transferred"]),
                name="enrolment_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="active", ended_on__isnull=True)
                | (~Q(state="active") & Q(ended_on__isnull=False, ended_on__gte=F("enrolled_on"))),
                name="enrolment_ended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"enrolment {self.pk} of practitioner {self.practitioner_id}"


class Seat(models.Model):
    """A learner's place at a session, or on its waiting list in the order of `asked_at`.

    `decided` is the eligibility for the session's level as it was told when the seat was given. Holds no personal data.
    """

    class State(models.TextChoices):
        """Where the seat stands; `moved` went to another session."""

        SEATED = "seated"
        WAITING = "waiting"
        WITHDRAWN = "withdrawn"
        MOVED = "moved"

    session = models.ForeignKey(Session, models.PROTECT, related_name="seats")
    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="seats")
    state = models.CharField(max_length=16, choices=State)
    asked_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    changed_because = models.TextField(blank=True, default="")
    changed_by = models.TextField(blank=True, default="")
    decided = models.JSONField(default=dict, blank=True)
    moved_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "enrolment"], condition=Q(state__in=["seated", "waiting"]), name="seat_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["seated", "waiting", "withdrawn", "moved"]), name="seat_state_is_known"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["session", "state", "asked_at"], name="seat_queue")]

    def __str__(self) -> str:
        return f"seat {self.pk} at session {self.session_id}"


class Attendance(models.Model):
    """Hours (in hundredths) of one component attended on one day; corrected by superseding. Holds no personal data."""

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendance")
    component = models.TextField()
    on = models.DateField()
    hundredths = models.IntegerField()
    recorded_by = models.TextField()
    recorded_at = models.DateTimeField(db_default=Now(), editable=False)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.TextField(null=True, blank=True)
    superseded_because = models.TextField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "attendance"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["seat", "component", "on"], condition=Q(superseded_at__isnull=True), name="attendance_told_once"
            ),
            models.CheckConstraint(
                condition=Q(hundredths__gte=0, hundredths__lte=2400), name="attendance_within_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.component} on {self.on}: {self.hundredths / 100} h"


class SupervisedSession(models.Model):
    """Needling under supervision, logged by the learner, signed off by a supervisor whose standing was checked.

    `standing` is what the registry answered about the supervisor for that place and day (outcome, law, known_at …).
    No patient's identity: patient groups, regions and a number of cases only. Holds no personal data beyond pointers.
    """

    enrolment = models.ForeignKey(Enrolment, models.PROTECT, related_name="supervised")
    level_code = models.TextField()
    on = models.DateField()
    jurisdiction = models.TextField()
    hundredths = models.IntegerField(default=0)
    cases = models.SmallIntegerField()
    patient_groups = models.JSONField(default=list)
    body_regions = models.JSONField(default=list)
    supervisor = models.ForeignKey(Practitioner, models.PROTECT, related_name="+")
    logged_by = models.TextField()
    logged_at = models.DateTimeField(db_default=Now(), editable=False)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.TextField(null=True, blank=True)
    signed = models.BooleanField(null=True)  # null while nobody decided
    decided_because = models.TextField(null=True, blank=True)
    standing = models.JSONField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(cases__gt=0), name="supervised_some_case"),
            models.CheckConstraint(
                condition=Q(hundredths__gte=0, hundredths__lte=2400), name="supervised_hours_within_a_day"
            ),
            models.CheckConstraint(
                condition=Q(signed__isnull=True, decided_at__isnull=True, decided_by__isnull=True)
                | Q(signed__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
                name="supervised_decided_whole",
            ),
            models.CheckConstraint(condition=~Q(signed=True) | Q(standing__isnull=False), name="supervised_checked"),
        ]

    def __str__(self) -> str:
        return f"{self.cases} cases on {self.on} of enrolment {self.enrolment_id}"
