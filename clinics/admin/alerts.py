"""Alerts: to look at."""

from typing import Any, ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin

from clinics.admin.seen import SeenByClinics
from clinics.models import Alert
from clinics.queries.alert_words import read_told
from clinics.sentences.alerts import say, say_next_step


@admin.register(Alert)
class AlertAdmin(SeenByClinics, ModelAdmin):
    """What clinics were told of, and why."""

    list_display = ("kind", "organisation", "site", "practitioner", "groups", "on_day", "raised_at")
    fields: Any = (
        *list_display, "says", "next_step", "key", "cause", "entry_key", "before", "after", "details", "verification",
    )  # fmt: skip
    readonly_fields = fields
    list_filter: ClassVar = ["kind"]
    list_select_related: ClassVar = ["organisation", "site", "practitioner"]
    search_fields: ClassVar = ["=practitioner__registry_number", "=entry_key", "=cause"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False

    @admin.display(description="what happened")
    def says(self, alert: Alert) -> str:
        """As its readers are told, by registry number."""
        return say(read_told([alert])[alert.pk])

    @admin.display(description="what to do next")
    def next_step(self, alert: Alert) -> str:
        """As its readers are told."""
        return say_next_step(read_told([alert])[alert.pk])
