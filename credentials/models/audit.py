"""The chain of daily heads under which rows cannot be edited, removed or added unnoticed."""

from typing import ClassVar

from django.db import models


class AuditHead(models.Model):
    """The signed head of a day (UTC): roots over all rows recorded, superseded and written; its predecessor's digest.

    `head` is a compact JWS, `digest` its SHA-256. Never changed, never deleted (guards in migration 0010).
    Holds no personal data.
    """

    day = models.DateField(primary_key=True)
    head = models.TextField()
    digest = models.BinaryField()

    def __str__(self) -> str:
        return f"head of {self.day.isoformat()}"


class AuditBlock(models.Model):
    """Up to 1,024 rows of a section on a day, in order: their tree's root, and by what each row is recognised.

    A block holds what lies beyond the block before it, up to (`last_at`, `last_id`); `last_at` is null in sections
    whose ids alone give the order. `marks` are the first four bytes of each leaf hash: not proof, but enough to say
    which row it is that a root does not fit. Never changed, never deleted. Holds no personal data.
    """

    day = models.DateField()
    section = models.TextField()
    number = models.IntegerField()
    rows = models.IntegerField()
    last_at = models.DateTimeField(null=True)
    last_id = models.BigIntegerField()
    root = models.BinaryField()
    marks = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["section", "day", "number"], name="audit_block_once"),
        ]

    def __str__(self) -> str:
        return f"block {self.number} of {self.section} on {self.day.isoformat()}"
