"""Records, and which of them are one person."""

from typing import Any, ClassVar, cast

import orjson
from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin
from unfold.decorators import action

from accounts.models import User
from credentials.admin.access import SeenByRegistrars
from credentials.admin.forms import MergeForm, ReasonForm, show_form
from credentials.models import MergedRecord, MergeProposal, Practitioner
from credentials.operations.merges import UnableToMerge, close_merge, confirm_merge, propose_merge
from credentials.permissions import may_close_merge, may_confirm_merge, may_propose_merge
from credentials.queries.readers import current_reader
from credentials.queries.records import record_as_exported


@admin.register(Practitioner)
class PractitionerAdmin(SeenByRegistrars, ModelAdmin):
    """Records by number, NPI, name or licence number, exactly as written."""

    list_display = ("registry_number", "person", "merged_into", "recorded_at")
    fields = ("registry_number", "person", "merged_into", "recorded_at", "record")
    readonly_fields = fields
    ordering: ClassVar = ["-id"]
    list_select_related: ClassVar = ["person", "merged_into"]
    list_filter: ClassVar = [("merged_into", admin.EmptyFieldListFilter)]
    search_fields: ClassVar = ["=registry_number", "=person__details__value", "=person__held_numbers__text"]
    show_full_result_count = False
    actions_detail: ClassVar = ["propose"]

    @admin.display(description="what stands on record, of all sources")
    def record(self, practitioner: Practitioner) -> str:
        """The record as exported."""
        told = record_as_exported(practitioner, shapes=current_reader().shapes)
        return format_html("<pre>{}</pre>", orjson.dumps(told, option=orjson.OPT_INDENT_2).decode())

    def has_propose_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether whoever is signed in may propose a merge."""
        return may_propose_merge(cast(User, request.user))

    @action(description="Propose a merge", url_path="merge", permissions=["propose"], icon="merge")  # type: ignore[untyped-decorator]  # unfold ships no types
    def propose(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Say that this record and another are one person."""
        absorbed = self.get_object(request, object_id)
        back = reverse("admin:credentials_practitioner_change", args=[absorbed.pk])

        def act(form: forms.Form) -> str | None:
            survivor = Practitioner.objects.filter(registry_number=form.cleaned_data["survivor"].strip()).first()
            if survivor is None:
                form.add_error("survivor", "This number is not on file.")
                return None
            return _try(
                form,
                lambda: propose_merge(
                    survivor=survivor,
                    absorbed=absorbed,
                    reason=form.cleaned_data["reason"],
                    by=cast(User, request.user),
                ),
                "Proposed. A second reader confirms it.",
            )

        return show_form(self, request, MergeForm(request.POST or None), f"Merge {absorbed} into another", back, act)


@admin.register(MergeProposal)
class MergeProposalAdmin(SeenByRegistrars, ModelAdmin):
    """Merges proposed, confirmed, declined and undone."""

    list_display = ("absorbed", "survivor", "state", "proposed_by", "proposed_at", "confirmed_by", "closed_by")
    ordering: ClassVar = ["-id"]
    list_select_related: ClassVar = ["absorbed", "survivor", "proposed_by", "confirmed_by", "closed_by"]
    list_filter: ClassVar = [("confirmed_at", admin.EmptyFieldListFilter), ("closed_at", admin.EmptyFieldListFilter)]
    search_fields: ClassVar = ["=absorbed__registry_number", "=survivor__registry_number"]
    actions_detail: ClassVar = ["confirm", "close"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[MergeProposal]:
        """With everyone concerned."""
        proposals: QuerySet[MergeProposal] = super().get_queryset(request)
        return proposals.select_related(*self.list_select_related)

    @admin.display(description="state")
    def state(self, proposal: MergeProposal) -> str:
        """Where it stands."""
        if proposal.closed_at:
            return "undone" if proposal.confirmed_at else "declined"
        return "merged" if proposal.confirmed_at else "waits for a second reader"

    def has_confirm_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether whoever is signed in is a second reader of a proposal that waits."""
        proposal = self._find(request, object_id)
        waits = proposal is not None and proposal.confirmed_at is None and proposal.closed_at is None
        return waits and may_confirm_merge(cast(User, request.user), cast(MergeProposal, proposal))

    def has_close_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether it can still be declined or undone by whoever is signed in."""
        proposal = self._find(request, object_id)
        return proposal is not None and proposal.closed_at is None and may_close_merge(cast(User, request.user))

    def _find(self, request: HttpRequest, object_id: str | None) -> MergeProposal | None:
        found: MergeProposal | None = self.get_object(request, str(object_id)) if object_id else None
        return found

    @action(description="Confirm", url_path="confirm", permissions=["confirm"], icon="check")  # type: ignore[untyped-decorator]  # unfold ships no types
    def confirm(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The two records are one person: merge them."""
        proposal = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            return _try(form, lambda: confirm_merge(proposal=proposal, by=cast(User, request.user)), "Merged.")

        title = f"Confirm that {proposal.absorbed} and {proposal.survivor} are one person"
        form = forms.Form(request.POST or None)
        return show_form(self, request, form, title, _page_of(proposal), act, shows_impact=True)

    @action(description="Decline or undo", url_path="close", permissions=["close"], icon="undo")  # type: ignore[untyped-decorator]  # unfold ships no types
    def close(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The two records are two persons."""
        proposal = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            reason, user = form.cleaned_data["reason"], cast(User, request.user)
            return _try(form, lambda: close_merge(proposal=proposal, reason=reason, by=user), "Done.")

        title = f"{proposal.absorbed} and {proposal.survivor} are two persons"
        form, undoes = ReasonForm(request.POST or None), proposal.confirmed_at is not None
        return show_form(self, request, form, title, _page_of(proposal), act, shows_impact=undoes)


@admin.register(MergedRecord)
class MergedRecordAdmin(SeenByRegistrars, ModelAdmin):
    """Which number answered as which, from when until when."""

    list_display = ("absorbed", "survivor", "recorded_at", "superseded_at")
    ordering: ClassVar = ["-id"]
    list_select_related: ClassVar = ["absorbed", "survivor"]
    search_fields: ClassVar = ["=absorbed__registry_number", "=survivor__registry_number"]


def _page_of(proposal: MergeProposal) -> str:
    return reverse("admin:credentials_mergeproposal_change", args=[proposal.pk])


def _try(form: forms.Form, act: Any, told: str) -> str | None:
    """Do it; what stands in the way becomes a sentence on the form."""
    try:
        act()
    except UnableToMerge as unable:
        form.add_error(None, str(unable))
        return None
    return told
