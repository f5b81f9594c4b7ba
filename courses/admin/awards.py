"""Awards: looked at, and suspended, revoked and reinstated by the same operations as over the API."""

import datetime as dt
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action
from unfold.widgets import UnfoldAdminDateWidget

from accounts.admin.read_only import ReadOnly
from accounts.models import User
from courses.admin.ladder_forms import providers_of
from courses.admin.providers import SeenByProviders, author_of, told
from courses.models import Award, AwardStatus, AwardTerm
from courses.operations.award_statuses import set_award_status
from courses.permissions import may_offer
from courses.queries.awards import ACTIVE, REINSTATED, REVOKED, SUSPENDED, read_award
from credentials.admin.forms import ReasonForm, show_form

_OPEN = {SUSPENDED: (ACTIVE,), REVOKED: (ACTIVE, SUSPENDED), REINSTATED: (SUSPENDED, REVOKED)}


class ActForm(ReasonForm):
    """From which day, and why; the holder is told the reason."""

    starts_on = forms.DateField(label="The first day on which it is so", widget=UnfoldAdminDateWidget())


class TermInline(ReadOnly, TabularInline):
    """From when until when, with what was corrected."""

    model = AwardTerm
    fields = ("awarded_on", "expires_on", "recorded_at", "superseded_at", "superseded_because")
    readonly_fields = fields
    ordering: ClassVar = ["pk"]
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look at the award."""
        return True


class StatusInline(ReadOnly, TabularInline):
    """What became of it, in the order of recording."""

    model = AwardStatus
    fields = ("status", "starts_on", "reason", "recorded_by", "recorded_at")
    readonly_fields = fields
    ordering: ClassVar = ["pk"]
    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look at the award."""
        return True


@admin.register(Award)
class AwardAdmin(SeenByProviders, ModelAdmin):
    """Awards by their number, the holder's registry number or the provider's own number."""

    list_display = ("number", "practitioner", "level", "issuer", "state", "recorded_at")
    fields = ("number", "practitioner", "enrolment", "level", "issuer", "state", "renews", "awarded_by", "recorded_at")
    readonly_fields = fields
    list_filter: ClassVar = ["enrolment__programme"]
    list_select_related: ClassVar = ["level", "enrolment__practitioner", "enrolment__programme"]
    search_fields: ClassVar = ["=number", "=enrolment__practitioner__registry_number", "=enrolment__candidate"]
    ordering: ClassVar = ["-id"]
    show_full_result_count = False
    inlines: ClassVar = [TermInline, StatusInline]
    actions_detail: ClassVar = ["suspend", "revoke", "reinstate"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Award]:
        """Of the user's own providers; all for whoever runs the deployment."""
        awards: QuerySet[Award] = super().get_queryset(request)
        return awards.filter(enrolment__programme__provider__in=providers_of(cast(User, request.user)))

    @admin.display(description="holder")
    def practitioner(self, award: Award) -> str:
        """The registry number."""
        return award.enrolment.practitioner.registry_number

    @admin.display(description="today")
    def state(self, award: Award) -> str:
        """How it stands today, as decided; withdrawn where a correction took its grounds away."""
        row = read_award(award.pk)
        if row is None:
            return "-"
        return "withdrawn" if row.is_withdrawn else row.status_on(_today())

    def has_suspend_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether it may be suspended, and by whoever is signed in."""
        return self._may(request, object_id, SUSPENDED)

    def has_revoke_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """The same of revoking."""
        return self._may(request, object_id, REVOKED)

    def has_reinstate_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """The same of reinstating."""
        return self._may(request, object_id, REINSTATED)

    def _may(self, request: HttpRequest, object_id: str | None, act: str) -> bool:
        award = self.get_object(request, str(object_id)) if object_id else None
        row = read_award(award.pk) if award is not None else None
        if award is None or row is None or row.is_withdrawn or row.status_on(_today()) not in _OPEN[act]:
            return False
        return may_offer(cast(User, request.user), provider_id=award.enrolment.programme.provider_id)

    @action(description="Suspend", url_path="suspend", permissions=["suspend"], icon="pause")  # type: ignore[untyped-decorator]  # unfold ships no types
    def suspend(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """From a day on, with every renewal of it."""
        return self._act(request, object_id, SUSPENDED, "Suspend")

    @action(description="Revoke", url_path="revoke", permissions=["revoke"], icon="block")  # type: ignore[untyped-decorator]  # unfold ships no types
    def revoke(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """From a day on, with every renewal of it."""
        return self._act(request, object_id, REVOKED, "Revoke")

    @action(description="Reinstate", url_path="reinstate", permissions=["reinstate"], icon="undo")  # type: ignore[untyped-decorator]  # unfold ships no types
    def reinstate(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """From a day on; from the day on which it was suspended it is as if it had never been."""
        return self._act(request, object_id, REINSTATED, "Reinstate")

    def _act(self, request: HttpRequest, object_id: str, status: str, word: str) -> HttpResponse:
        award = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            at = dt.datetime.now(dt.UTC)
            given = form.cleaned_data
            made = set_award_status(
                award=award,
                status=status,
                starts_on=given["starts_on"],
                reason=given["reason"],
                on=at.date(),
                at=at,
                by=author_of(request),
            )
            return told(form, made, f"{status.capitalize()}: {{}}")

        form = ActForm(request.POST or None, initial={"starts_on": _today()})
        back = reverse("admin:courses_award_change", args=[award.pk])
        return show_form(self, request, form, f"{word} {award.number}", back, act, shows_impact=True)


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
