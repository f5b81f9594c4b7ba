from typing import ClassVar

from django.db import models
from django.db.models import Q


class KeptAnswer(models.Model):
    """The answer to a write that carried an Idempotency-Key, kept for a day; without a status the write is under way.

    Personal data: `body` may hold a record. Erasing a person blanks every row: see `operations.answers`.
    """

    caller = models.CharField(max_length=32)
    key = models.CharField(max_length=255)
    request_digest = models.BinaryField()
    claimed_at = models.DateTimeField(db_index=True)
    status = models.SmallIntegerField(null=True)
    headers = models.JSONField(default=dict)
    body = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["caller", "key"], name="kept_answer_once_per_caller"),
            models.CheckConstraint(
                condition=Q(status__isnull=True, body__isnull=True) | Q(status__isnull=False, body__isnull=False),
                name="kept_answer_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"answer {self.pk} to {self.caller}"
