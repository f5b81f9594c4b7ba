"""Webhooks as they stand: to look at. Organisations manage their own over the API; secrets are shown to nobody."""

from typing import ClassVar

from django.contrib import admin
from unfold.admin import ModelAdmin, TabularInline

from accounts.admin.read_only import ReadOnly
from clinics.models import WebhookAttempt, WebhookDelivery, WebhookEndpoint


@admin.register(WebhookEndpoint)
class WebhookEndpointAdmin(ReadOnly, ModelAdmin):
    """Endpoints with how they fare."""

    list_display = ("key", "organisation", "url", "status", "failing_since", "failures", "last_error")
    fields = (
        *list_display, "description", "types", "status_at", "rests_until", "created_by", "created_at",
    )  # fmt: skip
    readonly_fields = fields
    list_filter: ClassVar = ["status"]
    list_select_related: ClassVar = ["organisation"]
    search_fields: ClassVar = ["organisation__name", "url"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False


class AttemptInline(ReadOnly, TabularInline):
    """Every try."""

    model = WebhookAttempt
    fields = ("at", "status", "error", "milliseconds")
    readonly_fields = fields
    ordering: ClassVar = ["pk"]
    extra = 0


@admin.register(WebhookDelivery)
class WebhookDeliveryAdmin(ReadOnly, ModelAdmin):
    """What was told, or is to be told."""

    list_display = ("key", "endpoint", "type", "state", "queued_at", "state_at", "rounds")
    fields = (*list_display, "cause", "body")
    readonly_fields = fields
    list_filter: ClassVar = ["state", "type"]
    list_select_related: ClassVar = ["endpoint"]
    search_fields: ClassVar = ["=key", "=cause"]
    ordering: ClassVar = ["-id"]
    inlines: ClassVar = [AttemptInline]
    show_full_result_count = False
