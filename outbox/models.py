"""What is to happen outside the transaction that caused it: one row for each cause and recipient."""

import hashlib
import uuid
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Cast, Concat

OPEN = Q(closed_because__isnull=True, dead_at__isnull=True)
# Two lanes: a receiver elsewhere may take its time, and mails and jobs must not wait for it.
ORDINARY = OPEN & ~Q(recipient__startswith="endpoint:")
SENDINGS = OPEN & Q(recipient__startswith="endpoint:")


def stable_id(kind: str, cause: str, recipient: str) -> uuid.UUID:
    """The id that the database gives to the message of this cause to this recipient."""
    told = f"{kind}\n{cause}\n{recipient}".encode()
    return uuid.UUID(hashlib.md5(told, usedforsecurity=False).hexdigest())


class Message(models.Model):
    """Something to tell a recipient once (`user:7`, `person:12`, `organisation:5`, `endpoint:3`), or a job to do once
    (`job`). An endpoint is a machine elsewhere.

    Personal data: none, and none may be put into `payload`, `cause` or `last_error`: names and addresses are read when
    the message is sent, so that after an erasure nothing is left to send. `id` follows from kind, cause and recipient,
    so that the same cause tells nobody twice; receivers know a message by it. Open until `closed_because` says how it
    ended, or `dead_at` that it was given up.
    """

    class Closed(models.TextChoices):
        """How a message ended."""

        SENT = "sent"
        DONE = "done"  # a job
        NOT_NEEDED = "not_needed"  # when it was to be sent there was nothing to say any more
        GIVEN_UP = "given_up"  # a sending that its receiver never took: no dead letter, for nothing here is broken

    id = models.GeneratedField(
        expression=Cast(
            MD5(
                Concat(F("kind"), Value("\n"), F("cause"), Value("\n"), F("recipient"), output_field=models.TextField())
            ),
            models.UUIDField(),
        ),
        output_field=models.UUIDField(),
        db_persist=True,
        primary_key=True,
    )
    kind = models.TextField()
    cause = models.TextField()
    recipient = models.TextField()
    payload = models.JSONField(db_default={})
    request_id = models.TextField(db_default="", blank=True)  # of the request that caused it, to join two logs
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()  # while it is being sent: when another sender may try
    attempts = models.IntegerField(db_default=0)
    last_error = models.TextField(null=True)  # the kind of error and its place, never its words
    sent_at = models.DateTimeField(null=True)  # or done
    dead_at = models.DateTimeField(null=True)
    closed_because = models.TextField(null=True, choices=Closed)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(recipient__regex=r"^(job|(user|person|organisation|endpoint):[0-9]+)$"),
                name="outbox_recipient_is_one",
            ),
            models.CheckConstraint(condition=Q(kind__regex=r"^[a-z][a-z0-9_.]*$"), name="outbox_kind_is_a_word"),
            models.CheckConstraint(condition=~Q(cause=""), name="outbox_cause_is_told"),
            models.CheckConstraint(
                condition=Q(closed_because__isnull=True, sent_at__isnull=True)
                | Q(closed_because__in=["sent", "done"], sent_at__isnull=False, dead_at__isnull=True)
                | Q(closed_because__in=["not_needed", "given_up"], sent_at__isnull=True, dead_at__isnull=True),
                name="outbox_ended_in_one_way",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=ORDINARY, name="outbox_open"),
            models.Index(fields=["due_at"], condition=SENDINGS, name="outbox_open_sendings"),
            models.Index(fields=["dead_at"], condition=Q(dead_at__isnull=False), name="outbox_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
