"""Files of results as they stand: to look at. What people do with them, they do over the API, in their own names."""

from typing import ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin

from accounts.admin.read_only import ReadOnly
from courses.models import RefusedRow, ResultImport, ResultMapping
from courses.queries.result_imports import fields_of
from courses.results.faults import tell_fault
from credentials.files.row_faults import tell_reasons


@admin.register(ResultImport)
class ResultImportAdmin(ReadOnly, ModelAdmin):
    """Imports with their progress; the file itself is not shown."""

    list_display = ("id", "programme", "form", "state", "row_count", "row_done", "taken", "unchanged", "refused")
    fields = (
        *list_display, "file_name", "size", "digest_in_hex", "encoding", "header", "mapping", "problems", "failures",
        "uploaded_by", "uploaded_at", "confirmed_by", "started_at", "finished_at", "cancelled_by", "checked_by",
        "checked_at", "released_by", "released_at",
    )  # fmt: skip
    readonly_fields = fields
    list_filter: ClassVar = ["state", "form"]
    list_select_related: ClassVar = ["programme"]
    search_fields: ClassVar = ["=programme__code", "uploaded_by"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False

    @admin.display(description="SHA-256")
    def digest_in_hex(self, job: ResultImport) -> str:
        """The digest of the file, as `sha256sum` tells it."""
        return bytes(job.digest).hex()


@admin.register(RefusedRow)
class RefusedRowAdmin(ReadOnly, ModelAdmin):
    """Rows that did not go in, with every reason."""

    list_display = ("result_import", "row", "reasons")
    fields = list_display
    readonly_fields = fields
    list_select_related: ClassVar = ["result_import"]
    search_fields: ClassVar = ["=result_import__id"]
    ordering: ClassVar = ["-result_import_id", "row"]
    show_full_result_count = False

    @admin.display(description="reasons")
    def reasons(self, refused: RefusedRow) -> str:
        """The faults in words."""
        columns = fields_of(refused.result_import)
        return tell_reasons(tell_fault(refused.row, fault, columns) for fault in refused.faults)


@admin.register(ResultMapping)
class ResultMappingAdmin(ReadOnly, ModelAdmin):
    """How providers' columns are read."""

    list_display = ("provider", "header", "told_by", "told_at")
    fields = (*list_display, "mapping")
    readonly_fields = fields
    list_select_related: ClassVar = ["provider"]
    ordering: ClassVar = ["provider_id", "-told_at"]
