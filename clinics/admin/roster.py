"""Rosters: every version of an entry and what was last found about it; an entry is ended as over the API."""

from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.decorators import action

from accounts.models import User
from clinics.admin.forms import EndForm
from clinics.admin.seen import SeenByClinics, author_of, told
from clinics.models import RosterEntry, Watch
from clinics.operations.roster import end_entry
from clinics.permissions import may_run_clinic
from credentials.admin.forms import show_form


@admin.register(RosterEntry)
class RosterEntryAdmin(SeenByClinics, ModelAdmin):
    """Who treats where; one row for each version of an entry, names left out."""

    list_display = ("practitioner", "site", "role", "patient_groups", "starts_on", "until_on", "superseded_at")
    fields = (
        "key", "organisation", "site", "practitioner", "role", "patient_groups", "starts_on", "until_on", "recorded_at",
        "recorded_by", "superseded_at", "superseded_by", "superseded_because",
    )  # fmt: skip
    readonly_fields = fields
    list_filter: ClassVar = [("superseded_at", admin.EmptyFieldListFilter), "site"]
    list_select_related: ClassVar = ["site", "practitioner"]
    search_fields: ClassVar = ["=practitioner__registry_number", "=key"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False
    actions_detail: ClassVar = ["end"]

    def has_end_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether the version stands, and whoever is signed in may end it."""
        entry = self.get_object(request, str(object_id)) if object_id else None
        if entry is None or entry.superseded_at is not None:
            return False
        return may_run_clinic(cast(User, request.user), organisation_id=entry.organisation_id)

    @action(description="End", url_path="end", permissions=["end"], icon="event_busy")  # type: ignore[untyped-decorator]  # unfold ships no types
    def end(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Off the roster from a day on."""
        entry = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            ended = end_entry(entry=entry, until_on=form.cleaned_data["on"], by=author_of(request))
            return told(form, ended, "Ended.")

        back = reverse("admin:clinics_rosterentry_changelist")
        return show_form(self, request, EndForm(request.POST or None), "End this entry", back, act)


@admin.register(Watch)
class WatchAdmin(SeenByClinics, ModelAdmin):
    """What was last found about each entry and group, and when it is looked at again."""

    list_display = ("practitioner", "site", "group", "outcome", "decided_at", "due_at", "cause", "closed_at")
    fields: Any = (
        "entry_key", *list_display, "organisation", "jurisdiction", "professions", "verification", "conditions", "gaps",
        "holds_until", "next_change",
    )  # fmt: skip
    readonly_fields = fields
    list_filter: ClassVar = ["outcome", "group", "cause", ("closed_at", admin.EmptyFieldListFilter)]
    list_select_related: ClassVar = ["site", "practitioner"]
    search_fields: ClassVar = ["=practitioner__registry_number", "=entry_key"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False
