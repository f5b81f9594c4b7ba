"""What proves the rest, to look at: signing keys, the audit chain, and which flags were raised when."""

from typing import ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin

from accounts.admin.read_only import ReadOnly
from credentials.models import AuditBlock, AuditHead, ExpiryFlag, FlagRun, SigningKey


@admin.register(SigningKey)
class SigningKeyAdmin(ReadOnly, ModelAdmin):
    """The public keys that sign, or once signed, here."""

    list_display = ("kid", "first_used_at", "retired_at")
    ordering: ClassVar = ["-first_used_at"]


@admin.register(AuditHead)
class AuditHeadAdmin(ReadOnly, ModelAdmin):
    """The signed head of each day."""

    list_display = ("day", "digest_in_hex")
    fields = (*list_display, "head")
    readonly_fields = fields
    ordering: ClassVar = ["-day"]

    @admin.display(description="digest")
    def digest_in_hex(self, head: AuditHead) -> str:
        """The digest as `audit_chain` tells it."""
        return bytes(head.digest).hex()


@admin.register(AuditBlock)
class AuditBlockAdmin(ReadOnly, ModelAdmin):
    """The blocks of rows under the heads."""

    list_display = ("day", "section", "number", "rows", "last_id")
    fields = (*list_display, "last_at")
    readonly_fields = fields
    list_filter: ClassVar = ["section"]
    ordering: ClassVar = ["-day", "section", "number"]
    show_full_result_count = False


@admin.register(ExpiryFlag)
class ExpiryFlagAdmin(ReadOnly, ModelAdmin):
    """What was about to expire, as it was flagged; whether it is still true is told by the API."""

    list_display = ("flagged_on", "kind", "practitioner", "about", "expires_on", "step")
    fields = (*list_display, "source", "fact_id", "told_on")
    readonly_fields = fields
    list_filter: ClassVar = ["kind", "step"]
    list_select_related: ClassVar = ["practitioner"]
    search_fields: ClassVar = ["=practitioner__registry_number"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False


@admin.register(FlagRun)
class FlagRunAdmin(ReadOnly, ModelAdmin):
    """When the job that raises flags ran, and how many it raised."""

    list_display = ("ran_at", "day", "ladder", "flagged", "seen_at")
    ordering: ClassVar = ["-id"]
