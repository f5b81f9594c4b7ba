"""When and where a level is taught and examined, and by whom."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from courses.models.ladders import Programme


class Session(models.Model):
    """Days on which a level of a programme is taught, examined or both, in one jurisdiction.

    It belongs to the programme and the level's code, not to a version: learners of two versions sit side by side.
    `components` are the codes taught (all of the level when empty), `examinations` the codes examined.
    Holds no personal data.
    """

    programme = models.ForeignKey(Programme, models.PROTECT, related_name="sessions")
    level_code = models.TextField()
    jurisdiction = models.TextField()
    place = models.TextField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    capacity = models.SmallIntegerField()
    components = models.JSONField(default=list, blank=True)
    examinations = models.JSONField(default=list, blank=True)
    examiners_needed = models.SmallIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.TextField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="session_not_reversed"),
            models.CheckConstraint(condition=Q(capacity__gt=0), name="session_has_room"),
            models.CheckConstraint(condition=Q(examiners_needed__gte=0), name="session_examiners_not_negative"),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_because__isnull=True)
                | Q(cancelled_at__isnull=False, cancelled_because__gt=""),
                name="session_cancelled_with_reason",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["programme", "level_code", "starts_on"], name="session_coming")]

    def __str__(self) -> str:
        return f"{self.level_code} at {self.place}, {self.starts_on}"


class SessionStaff(models.Model):
    """A user who teaches or examines at a session. Holds no personal data beyond the pointer to the user."""

    class Role(models.TextChoices):
        """What they do there."""

        INSTRUCTOR = "instructor"
        EXAMINER = "examiner"

    session = models.ForeignKey(Session, models.PROTECT, related_name="staff")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role)
    added_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "session staff"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["session", "user", "role"], condition=Q(removed_at__isnull=True), name="session_staff_once"
            ),
            models.CheckConstraint(
                condition=Q(role__in=["instructor", "examiner"]), name="session_staff_role_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.user_id} at session {self.session_id}"
