"""Where a clinic treats: its sites, the stricter rules it sets itself, and what it declares of all its patients.

Rows of rules and declarations are dated and have two times: edited by clinics, read by every decision that names the
site.
"""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from accounts.models import Organisation
from credentials.records.numbers import make_site_code

_IN_FORCE = Q(superseded_at__isnull=True)


def days_of(first: str, until: str) -> Func:
    """The days from one column to before another."""
    return Func(F(first), F(until), function="DATERANGE", output_field=DateRangeField())


class Site(models.Model):
    """A place at which an organisation treats, in one jurisdiction; a move elsewhere is another site.

    `created_at` and `closed_at` are instants of `tick()`: questions may name it as known from the one to before the
    other. Holds no personal data.
    """

    code = models.CharField(max_length=12, unique=True, default=make_site_code, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sites")
    name = models.CharField(max_length=200)
    jurisdiction = models.CharField(max_length=6)
    time_zone = models.CharField(max_length=64)
    created_at = models.DateTimeField(editable=False)
    closed_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^ST-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$"), name="site_code_form"
            ),
            models.CheckConstraint(condition=~Q(name__regex=r"^\s*$"), name="site_name_not_blank"),
            models.UniqueConstraint(
                fields=["organisation", "name"], condition=Q(closed_at__isnull=True), name="site_name_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.jurisdiction})"


class Recorded(models.Model):
    """Said from `recorded_at` until `superseded_at`, both instants of the registry's clock; never edited."""

    recorded_at = models.DateTimeField()
    recorded_by = models.TextField()  # `user:3`, `key:7`, `command:…`
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.TextField(null=True, blank=True)

    class Meta:
        abstract = True


class SitePolicy(Recorded):
    """Rules of a clinic's own at a site, from a day to before another: a requirement tree that can only add.

    `requires` is the tree as law files write them, `digest` that of its canonical JSON. Holds no personal data.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="policies")
    starts_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    requires = models.JSONField()
    note = models.TextField(blank=True, default="")
    digest = models.TextField()

    class Meta:
        verbose_name_plural = "site policies"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("starts_on")), name="site_policy_not_reversed"
            ),
            ExclusionConstraint(
                name="site_policy_one_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    (days_of("starts_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=_IN_FORCE,
            ),
        ]

    def __str__(self) -> str:
        return f"policy {self.pk} of site {self.site_id}"


class SiteDeclaration(Recorded):
    """A key that a clinic declares to hold of every patient at a site, from a day to before another.

    Holds no personal data.
    """

    site = models.ForeignKey(Site, models.PROTECT, related_name="declarations")
    key = models.TextField()
    says = models.TextField(blank=True, default="")
    starts_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(key__regex=r"^[a-z][a-z0-9_]*$"), name="site_declaration_key_form"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gt=F("starts_on")),
                name="site_declaration_not_reversed",
            ),
            ExclusionConstraint(
                name="site_declaration_once_at_a_time",
                expressions=[
                    ("site", RangeOperators.EQUAL),
                    ("key", RangeOperators.EQUAL),
                    (days_of("starts_on", "until_on"), RangeOperators.OVERLAPS),
                ],
                condition=_IN_FORCE,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} at site {self.site_id}"
