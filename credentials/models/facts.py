"""What every fact has: two times, an owner, an assurance, digests; guards against rewriting stand in migration 0003."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models
from django.db.models import F, Func, Q

from accounts.models import Organisation
from credentials.models.practitioners import Practitioner
from rulebook.facts import ASSURANCES

PATIENT_GROUPS = ("adult", "child")


class Fact(models.Model):
    """Something a source told about a practitioner, recorded once and never edited: a correction supersedes it.

    `key_digest` stands for the item's key (a held number by its pseudonymous id), so that one source tells one thing
    once at a time. `digest` covers the content, the practitioner, the source and `recorded_at`, never personal text.
    Who superseded it stands in `superseded_by` as a reference such as `user:7`, why in `superseded_because`.
    """

    practitioner = models.ForeignKey(Practitioner, models.PROTECT, related_name="+", db_index=False)  # see "told once"
    source = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    assurance = models.TextField(default="register")
    checked_on = models.DateField(null=True)
    recorded_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    superseded_because = models.TextField(null=True)
    superseded_by = models.TextField(null=True)
    key_digest = models.BigIntegerField()
    digest = models.BinaryField()

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(assurance__in=ASSURANCES), name="%(class)s_assurance_is_known"),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True, superseded_because__isnull=True, superseded_by__isnull=True)
                # Not null is said as well: a comparison with null is unknown, and a check lets the unknown pass.
                | Q(
                    superseded_at__isnull=False,
                    superseded_because__isnull=False,
                    superseded_by__isnull=False,
                    superseded_at__gt=F("recorded_at"),
                    superseded_because__gt="",
                    superseded_by__gt="",
                ),
                name="%(class)s_superseded_whole",
            ),
            # Its first column also serves every read of current facts.
            models.UniqueConstraint(
                fields=["practitioner", "source", "key_digest"],
                condition=Q(superseded_at__isnull=True),
                name="%(class)s_told_once",
            ),
            # Partial, because a GiST entry for every new row makes an import nine times slower (ADR 0012): with "told
            # once" and the guard of both times, nothing that is current can overlap what is closed.
            ExclusionConstraint(
                name="%(class)s_times_apart",
                expressions=[
                    ("practitioner", "="),
                    ("source", "="),
                    ("key_digest", "="),
                    (
                        Func("recorded_at", "superseded_at", function="TSTZRANGE", output_field=DateTimeRangeField()),
                        "&&",
                    ),
                ],
                condition=Q(superseded_at__isnull=False),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["practitioner"], condition=Q(superseded_at__isnull=False), name="%(class)s_closed"),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk} of practitioner {self.practitioner_id}"


def lasts(*, first: str = "issued_on", last: str = "expires_on", open_end: bool = False) -> models.CheckConstraint:
    """A period that does not run backwards; with `open_end` the last day is the first that no longer counts."""
    later = Q(**{f"{last}__gt" if open_end else f"{last}__gte": F(first)})
    return models.CheckConstraint(condition=Q(**{f"{last}__isnull": True}) | later, name="%(class)s_not_reversed")


def within(field: str, values: tuple[str, ...]) -> models.CheckConstraint:
    """A closed list."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=f"%(class)s_{field}_is_known")


def sound(field: str, function: str) -> models.CheckConstraint:
    """Parts kept as JSON in the row that the SQL function of migration 0001 accepts; the empty list costs nothing."""
    accepted = Func(F(field), function=function, output_field=models.BooleanField())
    return models.CheckConstraint(condition=Q(**{field: []}) | Q(accepted), name=f"%(class)s_{field}_sound")
