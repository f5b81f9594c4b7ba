from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from accounts.models.organisations import Membership, Organisation

SCOPES: tuple[str, ...] = (
    "verify:read",
    "verify:law-only",
    "registry:read",
    "registry:write",
    "law:release",
    "courses:read",
    "courses:write",
    "exams:mark",
    "results:write",
    "roster:read",
    "roster:write",
    "alerts:manage",
)


class ApiKey(models.Model):
    """A key by which a program acts for an organisation. Only the hash is kept: who loses the key makes another.

    Bound to a membership, the role must allow what the scope allows. Holds no personal data.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="api_keys")
    membership = models.ForeignKey(Membership, models.PROTECT, null=True, blank=True, related_name="api_keys")
    label = models.CharField(max_length=200, blank=True)
    prefix = models.CharField(max_length=12, unique=True, editable=False)
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = ArrayField(models.CharField(max_length=32))
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    expires_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_used_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        verbose_name = "API key"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=list(SCOPES)) & Q(scopes__len__gt=0), name="api_key_scopes_are_known"
            ),
            models.CheckConstraint(condition=Q(key_hash__regex=r"^[0-9a-f]{64}$"), name="api_key_is_hashed"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}… {self.label}".strip()
