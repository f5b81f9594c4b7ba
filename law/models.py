"""The law as released: packs that never change, when each was released, and which files read as which pack."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

DIGEST_FORM = r"^sha256:[0-9a-f]{64}$"


class LawPack(models.Model):
    """All that is decided by: provisions, standards, evidence floor, review months. Known by the digest of its content.

    `content` is the canonical JSON of the plain data (sorted keys, no blanks, UTF-8), the very bytes of the digest,
    which the database checks. Holds no personal data.
    """

    digest = models.CharField(max_length=71, unique=True)
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST_FORM), name="pack_digest_form")
        ]

    def __str__(self) -> str:
        return self.digest[:19]


class LawRelease(models.Model):
    """From `released_at` until the next release, questions are answered by this pack; an older one may come again.

    `released_at` is an instant of the registry's clock, so that packs and facts stand in one order of time.
    Holds no personal data beyond the pointer to the user; none means whoever runs the deployment.
    """

    pack = models.ForeignKey(LawPack, models.PROTECT, related_name="releases")
    released_at = models.DateTimeField(unique=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.TextField(blank=True)

    class Meta:
        get_latest_by = "released_at"

    def __str__(self) -> str:
        return f"{self.pack} from {self.released_at.isoformat()}"


class LawSource(models.Model):
    """Files with this digest (of their bytes, the strictness, and the code that reads them) read as that pack.

    So a start need not read every law file again when none was touched. Holds no personal data.
    """

    digest = models.CharField(max_length=71, unique=True)
    pack = models.ForeignKey(LawPack, models.PROTECT, related_name="sources")

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(digest__regex=DIGEST_FORM), name="law_source_digest_form")
        ]

    def __str__(self) -> str:
        return f"{self.digest[:19]} reads as {self.pack}"
