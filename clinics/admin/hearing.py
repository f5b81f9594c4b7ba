"""How clinics and their people hear, and what they were told: to look at."""

from typing import Any, ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin

from accounts.admin.read_only import ReadOnly
from clinics.admin.seen import SeenByClinics
from clinics.models import AlertPreferences, AlertSettings, CalendarEvent, CalendarFeed, InboxItem, MailItem


@admin.register(AlertSettings)
class AlertSettingsAdmin(SeenByClinics, ModelAdmin):
    """What clinics want to hear."""

    list_display = ("organisation", "ladder", "channels", "quiet_kinds", "changed_at")
    fields: Any = (*list_display, "changed_by")
    readonly_fields = fields
    list_select_related: ClassVar = ["organisation"]
    ordering: ClassVar = ["organisation"]


@admin.register(AlertPreferences)
class AlertPreferencesAdmin(ReadOnly, ModelAdmin):
    """How people want to hear."""

    list_display = ("user", "channels", "quiet_kinds", "digest_hour", "time_zone", "urgent_mail", "changed_at")
    fields: Any = (*list_display, "sites")
    readonly_fields = fields
    list_select_related: ClassVar = ["user"]
    search_fields: ClassVar = ["user__email"]
    ordering: ClassVar = ["user"]


@admin.register(InboxItem)
class InboxItemAdmin(ReadOnly, ModelAdmin):
    """Who found what in the inbox, and read it when."""

    list_display = ("alert", "user", "organisation", "read_at")
    fields: Any = list_display
    readonly_fields = fields
    list_filter: ClassVar = [("read_at", admin.EmptyFieldListFilter)]
    list_select_related: ClassVar = ["alert", "user", "organisation"]
    search_fields: ClassVar = ["user__email", "=alert__key"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False


@admin.register(MailItem)
class MailItemAdmin(ReadOnly, ModelAdmin):
    """What is to be mailed to whom, and by which message it was."""

    list_display = ("alert", "user", "is_urgent", "message")
    fields: Any = list_display
    readonly_fields = fields
    list_filter: ClassVar = ["is_urgent", ("message", admin.EmptyFieldListFilter)]
    list_select_related: ClassVar = ["alert", "user"]
    search_fields: ClassVar = ["user__email", "=message", "=alert__key"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False


@admin.register(CalendarFeed)
class CalendarFeedAdmin(SeenByClinics, ModelAdmin):
    """Which calendars there are; their addresses nobody is shown."""

    list_display = ("organisation", "user", "made_at", "made_by")
    fields: Any = list_display
    readonly_fields = fields
    list_select_related: ClassVar = ["organisation", "user"]
    ordering: ClassVar = ["organisation", "-id"]


@admin.register(CalendarEvent)
class CalendarEventAdmin(SeenByClinics, ModelAdmin):
    """What stands in a clinic's calendar."""

    list_display = ("on_day", "organisation", "site", "thing", "sequence", "changed_at", "cancelled_at")
    fields: Any = ("uid", *list_display, "generation", "content")
    readonly_fields = fields
    list_filter: ClassVar = [("cancelled_at", admin.EmptyFieldListFilter)]
    list_select_related: ClassVar = ["organisation", "site"]
    search_fields: ClassVar = ["=uid", "thing"]
    ordering: ClassVar = ["-on_day", "id"]
    show_full_result_count = False
