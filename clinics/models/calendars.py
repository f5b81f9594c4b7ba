"""Calendars that clinics subscribe to: their secret addresses, and what each event was when it was last told."""

import uuid
from typing import ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Organisation, User
from credentials.models import Site


class CalendarFeed(models.Model):
    """A calendar of a clinic's roster under a secret address, for one of its people or (no user) for the clinic.

    `secret_hash` is the SHA-256 of the secret, which is told once: whoever reads the table cannot ask for the feed.
    Holds no personal data beyond the pointer to the user.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", db_index=False)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organisation", "user"], name="calendar_once_for_each", nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"calendar of organisation {self.organisation_id}"


class CalendarEvent(models.Model):
    """An event of a clinic's calendar as it was last told: the same `uid` for ever, `sequence` raised at each change.

    `thing` names what it is about (an entry's answer for a group, something on record that expires), `generation`
    counts its events: what happened stays in the calendar, and what comes next is another event.
    `content` is what is told of it, `changed_at` when that last changed. Holds no personal data: pointers and codes.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    site = models.ForeignKey(Site, models.PROTECT, related_name="+", db_index=False)
    thing = models.TextField()
    generation = models.IntegerField(default=0)
    on_day = models.DateField()
    content = models.JSONField()
    sequence = models.IntegerField(default=0)
    changed_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "thing", "generation"], name="calendar_event_once"),
            models.CheckConstraint(condition=Q(sequence__gte=0, generation__gte=0), name="calendar_event_counts_up"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "on_day"], name="calendar_event_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.thing} on {self.on_day}"
