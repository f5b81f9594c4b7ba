"""Programmes and versions of their ladders: looked at, and written by the same operations as over the API."""

import datetime as dt
from typing import Any, ClassVar, cast

import orjson
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
from courses.admin.ladder_forms import CloseForm, LadderForm, OfferForm, PublishForm, first_words, providers_of
from courses.admin.ladder_tables import show_levels
from courses.models import Programme, ProgrammeVersion
from courses.operations.programmes import (
    close_programme,
    create_programme,
    draft_version,
    edit_version,
    publish_version,
)
from courses.permissions import may_offer
from credentials.admin.forms import show_form
from credentials.records.faults import Refusal
from law.queries.compiled import current_law

_EMPTY: dict[str, Any] = {"levels": []}


class SeenByProviders(ReadOnly):
    """Looking only, for administrators of providers (at their own) besides those with Django's own permission."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Provider administrators read their own programmes by their role."""
        user = cast(User, request.user)
        return user.is_active and (super().has_view_permission(request, obj) or may_offer(user))  # type: ignore[misc]  # beside ModelAdmin

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Courses stand in the menu of those who may look at them."""
        return self.has_view_permission(request)


class VersionInline(ReadOnly, TabularInline):
    """Versions in the order of their numbers."""

    model = ProgrammeVersion
    fields = ("number", "starts_on", "published_at", "drafted_by")
    ordering: ClassVar = ["number"]
    show_change_link = True
    extra = 0

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
        return format_html("<pre>{}</pre>", orjson.dumps(version.content, option=orjson.OPT_INDENT_2).decode())

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

        posted = request.POST if request.method == "POST" else None
        title = f"Publish version {version.number}, which counts from {version.starts_on}? It is never edited again."
        return show_form(self, request, PublishForm(posted), title, back_to(version), act)


def told(form: forms.Form, made: object, sentence: str) -> str | None:
    """What to tell of a thing made; None after adding what was refused to the form."""
    if not isinstance(made, Refusal):
        return sentence.format(made)
    for fault in made.faults:
        form.add_error(None, f"{fault.pointer or '/'} {fault.code}: {fault.detail}")
    return None


def author_of(request: HttpRequest) -> str:
    """Who writes, as rows remember it."""
    return f"user:{request.user.pk}"


def back_to(row: Programme | ProgrammeVersion) -> str:
    """The page of a row."""
    return reverse(f"admin:courses_{type(row).__name__.lower()}_change", args=[row.pk])
