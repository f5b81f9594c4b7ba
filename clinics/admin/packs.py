"""Looks at roster entries and evidence packs as they stand: to look at, never to edit."""

from typing import ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from accounts.admin.read_only import ReadOnly
from clinics.models import EvidenceAsk, EvidenceEdition, EvidenceMaking, EvidencePack, RosterCheck


@admin.register(RosterCheck)
class RosterCheckAdmin(ReadOnly, ModelAdmin):
    """Which recorded answers the roster asked for, and why."""

    list_display = ("decided_at", "organisation", "site", "practitioner", "group", "cause", "outcome")
    fields = (*list_display, "entry_key", "verification")
    readonly_fields = fields
    list_filter: ClassVar = ["cause", "group"]
    list_select_related: ClassVar = ["organisation", "site", "practitioner", "verification"]
    search_fields: ClassVar = ["=entry_key", "=practitioner__registry_number"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False

    @admin.display(description="outcome")
    def outcome(self, check: RosterCheck) -> str:
        """What was answered."""
        return check.verification.outcome


class EditionInline(ReadOnly, TabularInline):
    """The pack as it was signed."""

    model = EvidenceEdition
    fields = ("number", "because", "made_at", "made_with", "kid", "size", "sha256")
    readonly_fields = fields
    ordering: ClassVar = ["number"]
    extra = 0

    @admin.display(description="SHA-256 of the ZIP")
    def sha256(self, edition: EvidenceEdition) -> str:
        """As `sha256sum` tells it."""
        return bytes(edition.zip_digest).hex()


class AskInline(ReadOnly, TabularInline):
    """Who asked for it."""

    model = EvidenceAsk
    fields = ("asked_by", "asked_at")
    readonly_fields = fields
    ordering: ClassVar = ["-id"]
    extra = 0


@admin.register(EvidencePack)
class EvidencePackAdmin(ReadOnly, ModelAdmin):
    """What was asked for, of which day, and which editions were signed; the pack itself is the clinic's."""

    list_display = ("id", "organisation", "asked", "created_at", "state", "how_many")
    fields = (*list_display, "scope", "problem")
    readonly_fields = fields
    list_filter: ClassVar = ["making__state"]
    list_select_related: ClassVar = ["organisation", "making"]
    search_fields: ClassVar = ["=id", "organisation__name"]
    ordering: ClassVar = ["-created_at"]
    inlines: ClassVar = [EditionInline, AskInline]
    show_full_result_count = False

    @admin.display(description="state")
    def state(self, pack: EvidencePack) -> str:
        """How far it is."""
        making: EvidenceMaking = pack.making
        return making.state

    @admin.display(description="problem")
    def problem(self, pack: EvidencePack) -> str:
        """Why it could not be made."""
        return pack.making.problem

    @admin.display(description="entries")
    def how_many(self, pack: EvidencePack) -> int:
        """Entries of the roster."""
        return len(pack.entries)
