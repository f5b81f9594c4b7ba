"""Programmes: looked at, offered, drafted and closed by the same operations as over the API."""

import datetime as dt
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from accounts.admin.read_only import ReadOnly
from accounts.models import User
from courses.admin.ladder_forms import (
    CloseForm,
    LadderForm,
    OfferForm,
    first_words,
    providers_of,
)
from courses.admin.providers import SeenByProviders, author_of, back_to, told
from courses.models import Programme, ProgrammeVersion
from courses.operations.programmes import close_programme, create_programme, draft_version
from courses.permissions import may_offer
from credentials.admin.forms import show_form
from law.queries.compiled import current_law

_EMPTY: dict[str, Any] = {"levels": []}


class VersionInline(ReadOnly, TabularInline):
    """Versions in the order of their numbers."""

    model = ProgrammeVersion
    fields = ("linked", "starts_on", "published_at", "drafted_by")
    readonly_fields = fields
    verbose_name_plural = "versions"
    hide_title = True
    ordering: ClassVar = ["number"]
    extra = 0

    @admin.display(description="version")
    def linked(self, version: ProgrammeVersion) -> str:
        """Its number, leading to it: a row that may only be seen has no link of its own."""
        return format_html('<a class="text-primary-600" href="{}">{}</a>', back_to(version), version.number)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look at the programme."""
        return True


@admin.register(Programme)
class ProgrammeAdmin(SeenByProviders, ModelAdmin):
    """What providers offer."""

    list_display = ("code", "title", "provider", "closed_on")
    fields = ("provider", "code", "title", "created_at", "closed_on")
    readonly_fields = fields
    list_filter: ClassVar = ["provider"]
    list_select_related: ClassVar = ["provider"]
    search_fields: ClassVar = ["code", "title"]
    ordering: ClassVar = ["provider__name", "code"]
    inlines: ClassVar = [VersionInline]
    actions_list: ClassVar = ["offer"]
    actions_detail: ClassVar = ["draft", "close"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Programme]:
        """Of the user's own providers; all for whoever runs the deployment."""
        programmes: QuerySet[Programme] = super().get_queryset(request)
        return programmes.filter(provider__in=providers_of(cast(User, request.user)))

    def has_write_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether whoever is signed in may write for the provider; for any of theirs where none is named."""
        user = cast(User, request.user)
        if object_id is None:
            return may_offer(user)
        programme = self.get_object(request, str(object_id))
        return programme is not None and may_offer(user, provider_id=programme.provider_id)

    @action(description="Offer a programme", url_path="offer", permissions=["write"], icon="add")  # type: ignore[untyped-decorator]  # unfold ships no types
    def offer(self, request: HttpRequest) -> HttpResponse:
        """A new programme, without a ladder yet."""

        def act(form: forms.Form) -> str | None:
            return told(form, create_programme(**form.cleaned_data), "Offered: {}. Draft its first version now.")

        form = OfferForm(request.POST or None, user=cast(User, request.user))
        return show_form(self, request, form, "Offer a programme", reverse("admin:courses_programme_changelist"), act)

    @action(description="Draft the next version", url_path="draft", permissions=["write"], icon="edit_note")  # type: ignore[untyped-decorator]  # unfold ships no types
    def draft(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A draft that begins as the last version was."""
        programme = self.get_object(request, object_id)
        last = programme.versions.order_by("-number").first()

        def act(form: forms.Form) -> str | None:
            given = form.cleaned_data
            drafted = draft_version(
                programme=programme,
                starts_on=given["starts_on"],
                content=given["ladder"],
                at=dt.datetime.now(dt.UTC),
                by=author_of(request),
                read_place=current_law().places.read,
            )
            return told(form, drafted, "Drafted: {}")

        form = LadderForm(request.POST or None, initial=first_words(last.content if last else _EMPTY, None))
        return show_form(self, request, form, "Draft the next version", back_to(programme), act)

    @action(description="Close", url_path="close", permissions=["write"], icon="event_busy")  # type: ignore[untyped-decorator]  # unfold ships no types
    def close(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take nobody new from a day on."""
        programme = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            return told(form, close_programme(programme=programme, on=form.cleaned_data["on"]), "Closes: {}")

        form = CloseForm(request.POST or None)
        return show_form(self, request, form, "Close this programme", back_to(programme), act)
