from typing import ClassVar

import orjson
from django.contrib import admin
from django.utils.html import format_html
from unfold.admin import ModelAdmin, TabularInline

from accounts.admin.read_only import ReadOnly
from credentials.models import SecondLook, Verification, VerificationNumber


class NumberInline(ReadOnly, TabularInline):
    """The numbers that stand in the answer, until they are erased."""

    model = VerificationNumber
    fields = ("path", "held_number")
    extra = 0


@admin.register(Verification)
class VerificationAdmin(ReadOnly, ModelAdmin):
    """Answers as they were given, to whom."""

    list_display = ("decided_at", "organisation", "practitioner", "jurisdiction", "on", "outcome")
    fields = (*list_display, "asked_on", "known_at", "asked_by_key", "asked_by_user_id", "told")
    readonly_fields = fields
    list_filter: ClassVar = ["outcome", "organisation"]
    list_select_related: ClassVar = ["organisation", "practitioner"]
    search_fields: ClassVar = ["=practitioner__registry_number"]
    ordering: ClassVar = ["-decided_at"]
    show_full_result_count = False
    inlines: ClassVar = [NumberInline]

    @admin.display(description="answer")
    def told(self, verification: Verification) -> str:
        """The answer as it is stored, a line for each part; the numbers that stood in it stand below."""
        told = orjson.dumps(orjson.loads(verification.answer), option=orjson.OPT_INDENT_2).decode()
        return format_html("<pre>{}</pre>", told)


@admin.register(SecondLook)
class SecondLookAdmin(ReadOnly, ModelAdmin):
    """Answers that were decided again after something changed, and whether they differ."""

    list_display = ("verification", "known_at", "pack", "differs")
    list_filter: ClassVar = ["differs"]
    list_select_related: ClassVar = ["verification", "pack"]
    ordering: ClassVar = ["-known_at"]
    show_full_result_count = False
