from typing import ClassVar

from django.db import models


class RegistryClock(models.Model):
    """The instant of the last recording: one row, whose lock puts every writer in the order of its commit.

    Holds no personal data.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    ticked_at = models.DateTimeField()

    class Meta:
        verbose_name = "registry clock"
        constraints: ClassVar = [models.CheckConstraint(condition=models.Q(id=1), name="registry_clock_is_one_row")]

    def __str__(self) -> str:
        return f"last recorded at {self.ticked_at.isoformat()}"
