"""Staff lists and invitations: to look at. What people do with them, they do over the API, in their own names."""

from typing import Any, ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin

from clinics.admin.seen import SeenByClinics
from clinics.models import Invitation, RosterImport, StaffMapping, StagedEntry
from clinics.queries.roster_imports import fields_of, tell_faults
from credentials.files.row_faults import tell_reasons


@admin.register(RosterImport)
class RosterImportAdmin(SeenByClinics, ModelAdmin):
    """Lists with their progress; the file itself is not shown."""

    list_display = ("id", "organisation", "form", "state", "row_count", "row_done", "counts", "uploaded_at")
    fields: Any = (
        *list_display, "file_name", "size", "digest_in_hex", "encoding", "header", "mapping", "constants", "problems",
        "failures", "uploaded_by", "confirmed_by", "started_at", "finished_at", "cancelled_by", "swept_at",
    )  # fmt: skip
    readonly_fields = fields
    list_filter: ClassVar = ["state", "form"]
    list_select_related: ClassVar = ["organisation"]
    search_fields: ClassVar = ["=id", "uploaded_by"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False

    @admin.display(description="SHA-256")
    def digest_in_hex(self, job: RosterImport) -> str:
        """The digest of the file, as `sha256sum` tells it."""
        return bytes(job.digest).hex()


@admin.register(StagedEntry)
class StagedEntryAdmin(SeenByClinics, ModelAdmin):
    """Rows with what became of them and what a human said; what they tell of people is not shown."""

    of_organisation: ClassVar = "roster_import__organisation"
    list_display = ("roster_import", "row", "verdict", "practitioner", "matched_by", "word", "became", "reasons")
    fields: Any = (
        *list_display, "site", "role", "patient_groups", "starts_on", "until_on", "entry_key", "word_by", "word_at",
    )  # fmt: skip
    readonly_fields = fields
    list_filter: ClassVar = ["verdict", "became", "word"]
    list_select_related: ClassVar = ["roster_import", "practitioner"]
    search_fields: ClassVar = ["=roster_import__id", "=practitioner__registry_number"]
    ordering: ClassVar = ["-roster_import_id", "row"]
    show_full_result_count = False

    @admin.display(description="reasons")
    def reasons(self, row: StagedEntry) -> str:
        """The faults in words."""
        return tell_reasons(tell_faults(row, fields_of(row.roster_import)))


@admin.register(StaffMapping)
class StaffMappingAdmin(SeenByClinics, ModelAdmin):
    """How clinics' columns are read."""

    list_display = ("organisation", "header", "told_by", "told_at")
    fields: Any = (*list_display, "mapping")
    readonly_fields = fields
    list_select_related: ClassVar = ["organisation"]
    ordering: ClassVar = ["organisation_id", "-told_at"]


@admin.register(Invitation)
class InvitationAdmin(SeenByClinics, ModelAdmin):
    """Who was asked to be put on file, by a pointer; names and addresses are not shown."""

    list_display = ("key", "organisation", "state", "invited_at", "expires_at", "practitioner", "ended_at")
    fields: Any = (*list_display, "invited_by", "matched_at", "ended_by")
    readonly_fields = fields
    list_filter: ClassVar = ["state"]
    list_select_related: ClassVar = ["organisation", "practitioner"]
    search_fields: ClassVar = ["=key", "=practitioner__registry_number"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False
