"""Sites and their rules: looked at, opened, renamed and closed by the same operations as over the API."""

from collections.abc import Callable
from typing import Any, ClassVar, cast

import orjson
from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from accounts.admin.read_only import ReadOnly
from accounts.models import User
from clinics.admin.forms import CloseForm, EndForm, OpenForm, RenameForm, RulesForm
from clinics.admin.seen import SeenByClinics, author_of, told
from clinics.operations.policies import end_policy, save_policy
from clinics.operations.sites import change_site, close_site, create_site
from clinics.permissions import may_run_clinic
from credentials.admin.forms import show_form
from credentials.models import Site, SiteDeclaration, SitePolicy
from law.queries.compiled import current_law

Act = Callable[[forms.Form], str | None]


class _Inline(ReadOnly, TabularInline):
    """Rows of a site."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look at the site."""
        return True


class DeclarationInline(_Inline):
    """What is declared there, with what was."""

    model = SiteDeclaration
    fields = ("key", "says", "starts_on", "until_on", "recorded_at", "recorded_by", "superseded_at")
    readonly_fields = fields
    ordering: ClassVar = ["key", "starts_on", "pk"]


class PolicyInline(_Inline):
    """The versions of its rules, with those that were superseded."""

    model = SitePolicy
    fields = ("starts_on", "until_on", "tree", "note", "recorded_at", "recorded_by", "superseded_at")
    readonly_fields = fields
    ordering: ClassVar = ["starts_on", "pk"]
    verbose_name_plural = "rules"

    @admin.display(description="requires")
    def tree(self, policy: SitePolicy) -> str:
        """The requirement tree as JSON."""
        return orjson.dumps(policy.requires).decode()


@admin.register(Site)
class SiteAdmin(SeenByClinics, ModelAdmin):
    """Where clinics treat."""

    list_display = ("name", "code", "organisation", "jurisdiction", "time_zone", "closed_at")
    fields = ("organisation", "code", "name", "jurisdiction", "time_zone", "created_at", "closed_at")
    readonly_fields = fields
    list_filter: ClassVar = ["jurisdiction"]
    list_select_related: ClassVar = ["organisation"]
    search_fields: ClassVar = ["=code", "name"]
    ordering: ClassVar = ["organisation__name", "name"]
    inlines: ClassVar = [DeclarationInline, PolicyInline]
    actions_list: ClassVar = ["open_site"]
    actions_detail: ClassVar = ["rename", "set_rules", "end_rules", "close"]

    def has_write_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether whoever is signed in may write for the clinic; for any of theirs where none is named."""
        user = cast(User, request.user)
        if object_id is None:
            return may_run_clinic(user)
        site = self.get_object(request, str(object_id))
        is_open = site is not None and site.closed_at is None
        return is_open and may_run_clinic(user, organisation_id=site.organisation_id)

    @action(description="Open a site", url_path="open", permissions=["write"], icon="add")  # type: ignore[untyped-decorator]  # unfold ships no types
    def open_site(self, request: HttpRequest) -> HttpResponse:
        """A new site; its roster comes over the API or with a list of the staff."""
        law = current_law()

        def act(form: forms.Form) -> str | None:
            read_place, time_zone_of = law.places.read_asked, law.time_zone_of
            made = create_site(read_place=read_place, time_zone_of=time_zone_of, **form.cleaned_data)
            return told(form, made, "Opened.")

        form = OpenForm(request.POST or None, user=cast(User, request.user))
        return show_form(self, request, form, "Open a site", reverse("admin:credentials_site_changelist"), act)

    @action(description="Rename", url_path="rename", permissions=["write"], icon="edit")  # type: ignore[untyped-decorator]  # unfold ships no types
    def rename(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Another name or time zone."""
        site = self.get_object(request, object_id)
        form = RenameForm(request.POST or None, initial={"name": site.name, "time_zone": site.time_zone})
        return self._show(
            request, site, form, "Rename", lambda form: told(form, change_site(site=site, **form.cleaned_data), "Done.")
        )

    @action(description="Set rules", url_path="rules", permissions=["write"], icon="rule")  # type: ignore[untyped-decorator]  # unfold ships no types
    def set_rules(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Rules from a day on; the version before ends."""
        site = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            return told(form, save_policy(sites=[site], by=author_of(request), **form.cleaned_data), "Saved.")

        return self._show(request, site, RulesForm(request.POST or None), "Set rules", act)

    @action(description="End rules", url_path="end-rules", permissions=["write"], icon="event_busy")  # type: ignore[untyped-decorator]  # unfold ships no types
    def end_rules(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """No rules of one's own from a day on."""
        site = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            return told(form, end_policy(site=site, on=form.cleaned_data["on"], by=author_of(request)), "Ended.")

        return self._show(request, site, EndForm(request.POST or None), "End rules", act)

    @action(description="Close", url_path="close", permissions=["write"], icon="block")  # type: ignore[untyped-decorator]  # unfold ships no types
    def close(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Nobody treats there any more."""
        site = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            return told(form, close_site(site=site, by=author_of(request)), "Closed.")

        return self._show(request, site, CloseForm(request.POST or None), "Close", act)

    def _show(self, request: HttpRequest, site: Site, form: forms.Form, word: str, act: Act) -> HttpResponse:
        back = reverse("admin:credentials_site_change", args=[site.pk])
        return show_form(self, request, form, f"{word}: {site.name}", back, act)
