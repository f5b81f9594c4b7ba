"""The law as released: packs that never change, when each was released, and which files read as which pack."""

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
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


class LawChange(models.Model):
    """One thing that a release changed, compared with the release before it; told in the order of `rank`.

    Derived from the two packs and written with the release, so that the history is read without opening every pack.
    `jurisdictions` and `professions` say whose answers it touches: without jurisdictions it touches every place,
    without professions every profession there. `before` and `after` are digests (sha256:…) of what stood and stands;
    for the two numbers of strictness they are the values. `in_force` and `citation` are those of the provision as it
    stands after the release, or stood before it was removed. Holds no personal data.
    """

    class About(models.TextChoices):
        """What changed."""

        PROVISION = "provision"
        PLACE = "place"
        STANDARD = "standard"
        EVIDENCE_FLOOR = "evidence_floor"
        REVIEW_MONTHS = "review_months"

    class Kind(models.TextChoices):
        """How; `closed` is a provision that only got the day from which it is no longer in force."""

        ADDED = "added"
        CLOSED = "closed"
        CHANGED = "changed"
        REMOVED = "removed"

    release = models.ForeignKey(LawRelease, models.PROTECT, related_name="changes")
    rank = models.PositiveIntegerField()
    about = models.CharField(max_length=16, choices=About)
    kind = models.CharField(max_length=8, choices=Kind)
    name = models.TextField()
    jurisdictions = ArrayField(models.CharField(max_length=8))
    professions = ArrayField(models.CharField(max_length=8))
    fields = ArrayField(models.TextField())
    before = models.CharField(max_length=71, null=True)
    after = models.CharField(max_length=71, null=True)
    in_force = models.JSONField(null=True)
    citation = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["release", "rank"], name="law_change_has_its_rank"),
            models.CheckConstraint(
                condition=Q(about__in=["provision", "place", "standard", "evidence_floor", "review_months"]),
                name="law_change_is_about_something",
            ),
            models.CheckConstraint(
                condition=Q(kind="added", before__isnull=True, after__isnull=False)
                | Q(kind="removed", before__isnull=False, after__isnull=True)
                | Q(kind__in=["changed", "closed"], before__isnull=False, after__isnull=False),
                name="law_change_has_its_sides",
            ),
        ]
        indexes: ClassVar = [GinIndex(fields=["jurisdictions"], name="law_change_by_jurisdiction")]

    def __str__(self) -> str:
        return f"{self.about} {self.name} {self.kind}"


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


class ReviewTold(models.Model):
    """That a law keeper was told, on `told_on`, that a provision's sources wait for another look.

    `stage` is how far it had come by then (see law.reviews): nobody is told a stage twice, or one that is past.
    `overdue_from` tells one look from the next: a provision that was checked since has another. Holds no personal data
    beyond the pointer to the user.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    provision = models.TextField()
    overdue_from = models.DateField()
    stage = models.PositiveIntegerField()
    told_on = models.DateField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "provision", "overdue_from", "stage"], name="review_told_once_a_stage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.provision}, stage {self.stage}"
