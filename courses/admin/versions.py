"""Versions of ladders: looked at, and edited and published while drafts by the operations of the API."""

import datetime as dt
from typing import ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import action

from accounts.models import User
from courses.admin.ladder_forms import LadderForm, PublishForm, first_words, providers_of, show_document
from courses.admin.ladder_tables import show_levels
from courses.admin.providers import SeenByProviders, author_of, back_to, told
from courses.models import ProgrammeVersion
from courses.operations.programmes import edit_version, publish_version
from courses.permissions import may_offer
from credentials.admin.forms import show_form
from law.queries.compiled import current_law


@admin.register(ProgrammeVersion)
class ProgrammeVersionAdmin(SeenByProviders, ModelAdmin):
    """Ladders: what a version asks, level by level, and its document."""

    list_display = ("programme", "number", "starts_on", "published_at")
    fields = (
        "programme",
        "number",
        "starts_on",
        "published_at",
        "published_by",
        "levels_shown",
        "document",
        "digest_hex",
    )
    readonly_fields = fields
    list_filter: ClassVar = [("published_at", admin.EmptyFieldListFilter), "programme"]
    list_select_related: ClassVar = ["programme"]
    ordering: ClassVar = ["programme", "-number"]
    actions_detail: ClassVar = ["edit", "publish"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProgrammeVersion]:
        """Of the user's own providers."""
        versions: QuerySet[ProgrammeVersion] = super().get_queryset(request)
        return versions.filter(programme__provider__in=providers_of(cast(User, request.user)))

    @admin.display(description="levels")
    def levels_shown(self, version: ProgrammeVersion) -> str:
        """A table of the levels."""
        return show_levels(version)

    @admin.display(description="document")
    def document(self, version: ProgrammeVersion) -> str:
        """The document as it was told."""
        return format_html("<pre>{}</pre>", show_document(version.content))

    @admin.display(description="digest (SHA-256)")
    def digest_hex(self, version: ProgrammeVersion) -> str:
        """The digest in hex."""
        return bytes(version.digest).hex()

    def has_draft_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether it is a draft, and whoever is signed in may write for its provider."""
        version = self.get_object(request, str(object_id)) if object_id else None
        if version is None or version.published_at is not None:
            return False
        return may_offer(cast(User, request.user), provider_id=version.programme.provider_id)

    @action(description="Edit the draft", url_path="edit", permissions=["draft"], icon="edit")  # type: ignore[untyped-decorator]  # unfold ships no types
    def edit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Change the draft; every fault of the ladder is named by its place."""
        version = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            given = form.cleaned_data
            edited = edit_version(
                version=version,
                starts_on=given["starts_on"],
                content=given["ladder"],
                by=author_of(request),
                read_place=current_law().places.read,
            )
            return told(form, edited, "Edited: {}")

        form = LadderForm(request.POST or None, initial=first_words(version.content, version.starts_on))
        return show_form(self, request, form, "Edit the draft", back_to(version), act)

    @action(description="Publish", url_path="publish", permissions=["draft"], icon="publish")  # type: ignore[untyped-decorator]  # unfold ships no types
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Let it count for who enrols from its first day on; it is never edited again."""
        version = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            at = dt.datetime.now(dt.UTC)
            return told(form, publish_version(version=version, at=at, by=author_of(request)), "Published: {}")

        title = f"Publish version {version.number}, from {version.starts_on}"
        return show_form(self, request, PublishForm(request.POST or None), title, back_to(version), act)
