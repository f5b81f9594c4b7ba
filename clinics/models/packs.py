"""Evidence packs: what was asked for, what stands in it, which bytes were signed, and the bytes for as long as kept."""

import uuid
from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.models import Organisation

STATES = ("waiting", "ready", "put_away", "failed")
FIRST, ERASED, PROGRAM = "first", "erased", "program"


class EvidencePack(models.Model):
    """What a clinic's roster was, and what was known of it, on a day: asked for once, and the same ever after.

    `asked` is {"day", "at", "sites"} as asked, `asked_digest` the SHA-256 of its canonical JSON. `scope` is what that
    came to when it was first asked: issuer, names of organisation and sites, the day and the instant of each site.
    `entries` and `checks` are the rows of the roster and of the trail that belong to it; those tables are never
    rewritten, so that the same rows give the same pack. Never edited, never deleted. Holds no personal data.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    asked = models.JSONField()
    asked_digest = models.BinaryField()
    scope = models.JSONField()
    entries = ArrayField(models.BigIntegerField())
    checks = ArrayField(models.BigIntegerField())
    created_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organisation", "asked_digest"], name="evidence_pack_once"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organisation", "created_at", "id"], name="evidence_pack_newest"),
        ]

    def __str__(self) -> str:
        return str(self.id)


class EvidenceAsk(models.Model):
    """Who asked for a pack, and when. Never edited, never deleted."""

    pack = models.ForeignKey(EvidencePack, models.PROTECT, related_name="asks")
    asked_by = models.TextField()  # `user:3`, `key:7`, `command:…`
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.asked_by} for {self.pack_id}"


class EvidenceEdition(models.Model):
    """A pack as it was signed. There is one, unless a person's data were erased since, or the program writes otherwise.

    `manifest_digest` covers every file by its SHA-256, `zip_digest` the whole; `signature` is the JWS over the first,
    kept, so that a pack made anew is the same after the key was exchanged. `erased` are the practitioners who were
    erased by then, `made_with` what wrote the bytes, `keys` the public keys in it as they were published then. Never
    edited, never deleted.
    """

    class Because(models.TextChoices):
        """Why there is this edition."""

        FIRST = FIRST
        ERASED = ERASED  # a person's data were erased since the edition before
        PROGRAM = PROGRAM  # another version of what writes PDF and ZIP: the facts are the same

    pack = models.ForeignKey(EvidencePack, models.PROTECT, related_name="editions", db_index=False)
    number = models.SmallIntegerField()
    because = models.CharField(max_length=8, choices=Because)
    erased = ArrayField(models.BigIntegerField())
    made_with = models.TextField()
    manifest_digest = models.BinaryField()
    zip_digest = models.BinaryField()
    size = models.BigIntegerField()
    kid = models.CharField(max_length=43)
    keys = models.JSONField()
    signature = models.TextField()
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["pack", "number"], name="evidence_edition_once"),
            models.CheckConstraint(
                condition=Q(number=1, because=FIRST) | Q(number__gt=1, because__in=[ERASED, PROGRAM]),
                name="evidence_edition_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of {self.pack_id}"


class EvidenceMaking(models.Model):
    """How far a pack is: waiting for a worker, ready to fetch, put away after some weeks (asked again it is made anew).

    Locked by whoever makes the pack, and by whoever erases a person who stands in it.
    """

    pack = models.OneToOneField(EvidencePack, models.PROTECT, primary_key=True, related_name="making")
    state = models.CharField(max_length=8, choices=[(state, state) for state in STATES], default="waiting")
    failures = models.SmallIntegerField(default=0)
    problem = models.TextField(blank=True, default="")  # a code
    wanted_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="evidence_making_state_is_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["wanted_at"], condition=Q(state="waiting"), name="evidence_making_waiting"),
            models.Index(fields=["ready_at"], condition=Q(state="ready"), name="evidence_making_ready"),
        ]

    def __str__(self) -> str:
        return f"{self.pack_id} is {self.state}"


class EvidencePiece(models.Model):
    """A megabyte of a pack's bytes.

    Personal data: names and licence numbers; goes after EVIDENCE_PACK_DAYS, and at once with a person who is erased.
    """

    making = models.ForeignKey(EvidenceMaking, models.CASCADE, related_name="pieces", db_index=False)
    number = models.IntegerField()
    content = models.BinaryField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["making", "number"], name="evidence_piece_once"),
        ]

    def __str__(self) -> str:
        return f"piece {self.number} of {self.making_id}"
