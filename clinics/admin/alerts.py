"""Alerts: to look at."""

from typing import Any, ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin

from clinics.admin.seen import SeenByClinics
from clinics.models import Alert


@admin.register(Alert)
class AlertAdmin(SeenByClinics, ModelAdmin):
    """What clinics were told of, and why."""

    list_display = ("kind", "organisation", "site", "practitioner", "groups", "on_day", "raised_at")
    fields: Any = (*list_display, "key", "cause", "entry_key", "before", "after", "details", "verification")
    readonly_fields = fields
    list_filter: ClassVar = ["kind"]
    list_select_related: ClassVar = ["organisation", "site", "practitioner"]
    search_fields: ClassVar = ["=practitioner__registry_number", "=entry_key", "=cause"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False
