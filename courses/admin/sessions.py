"""Sessions, enrolments and supervised sessions: looked at, and written by the same operations as over the API."""

import datetime as dt
from typing import Any, ClassVar, cast

from django import forms
from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from unfold.admin import ModelAdmin, TabularInline
from unfold.decorators import action

from accounts.admin.read_only import ReadOnly
from accounts.models import User
from courses.admin.ladder_forms import providers_of, show_document
from courses.admin.providers import SeenByProviders, author_of, told
from courses.models import Attendance, Enrolment, Seat, Session, SessionStaff, SupervisedSession
from courses.operations.enrolments import withdraw_enrolment
from courses.operations.seating import withdraw_seat
from courses.operations.sessions import cancel_session
from courses.permissions import may_offer
from credentials.admin.forms import ReasonForm, show_form


class _Inline(ReadOnly, TabularInline):
    """Rows below the one that is looked at, for whoever may look at that."""

    extra = 0

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever may look at what stands above."""
        return True


class StaffInline(_Inline):
    """Who teaches and examines there."""

    model = SessionStaff
    fields = ("user", "role", "added_at", "removed_at")
    readonly_fields = fields


class SeatInline(_Inline):
    """Seats in the order of asking."""

    model = Seat
    fields = ("linked", "state", "asked_at", "changed_at", "changed_because")
    readonly_fields = fields
    ordering: ClassVar = ["asked_at", "pk"]

    @admin.display(description="seat")
    def linked(self, seat: Seat) -> str:
        """Whose seat it is, leading to it: a row that may only be seen has no link of its own."""
        return format_html('<a class="text-primary-600" href="{}">{}</a>', _page(seat), seat)


class AttendanceInline(_Inline):
    """Hours recorded, with what was corrected."""

    model = Attendance
    fields = ("component", "on", "hundredths", "recorded_by", "recorded_at", "superseded_at", "superseded_because")
    readonly_fields = fields
    ordering: ClassVar = ["on", "pk"]


class SupervisedInline(_Inline):
    """Sessions under supervision."""

    model = SupervisedSession
    fields = ("on", "jurisdiction", "cases", "supervisor", "signed", "decided_by", "decided_because")
    readonly_fields = fields
    ordering: ClassVar = ["on", "pk"]


class _OfProvider(SeenByProviders, ModelAdmin):
    """Rows of the user's own providers; all for whoever runs the deployment."""

    provider_path: ClassVar[str]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Of the user's own providers."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows.filter(**{f"{self.provider_path}__in": providers_of(cast(User, request.user))})

    def _may_write(self, request: HttpRequest, object_id: str | None) -> Any:
        """The row, where whoever is signed in may write for its provider."""
        row = self.get_object(request, str(object_id)) if object_id else None
        provider = row
        for name in self.provider_path.split("__"):
            provider = getattr(provider, name, None)
        is_theirs = provider is not None and may_offer(cast(User, request.user), provider_id=provider.pk)
        return row if is_theirs else None


@admin.register(Session)
class SessionAdmin(_OfProvider):
    """When and where levels are taught."""

    provider_path = "programme__provider"
    list_display = ("starts_on", "ends_on", "programme", "level_code", "place", "capacity", "cancelled_at")
    fields = (
        *list_display,
        "jurisdiction",
        "components",
        "examinations",
        "examiners_needed",
        "cancelled_because",
    )
    readonly_fields = fields
    list_filter: ClassVar = ["programme", "jurisdiction"]
    list_select_related: ClassVar = ["programme"]
    search_fields: ClassVar = ["place", "level_code"]
    ordering: ClassVar = ["-starts_on", "-pk"]
    inlines: ClassVar = [StaffInline, SeatInline]
    actions_detail: ClassVar = ["cancel"]

    def has_cancel_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether it may be cancelled, and by whoever is signed in."""
        session = self._may_write(request, object_id)
        return session is not None and session.cancelled_at is None

    @action(description="Cancel", url_path="cancel", permissions=["cancel"], icon="event_busy")  # type: ignore[untyped-decorator]  # unfold ships no types
    def cancel(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """It does not take place; whoever has a seat or waits is told."""
        session = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            because, at = form.cleaned_data["reason"], dt.datetime.now(dt.UTC)
            made = cancel_session(session_id=session.pk, because=because, at=at, by=author_of(request))
            return told(form, made, "Cancelled: {}")

        form = ReasonForm(request.POST or None)
        return show_form(self, request, form, f"Cancel {session}", _page(session), act)


@admin.register(Enrolment)
class EnrolmentAdmin(_OfProvider):
    """Learners under a version of a programme, with what was decided when they came."""

    provider_path = "programme__provider"
    list_display = ("practitioner", "candidate", "programme", "profession", "enrolled_on", "state")
    fields = (
        *list_display,
        "version",
        "enrolled_by",
        "ended_on",
        "ended_because",
        "continues",
        "decided_shown",
    )
    readonly_fields = fields
    list_filter: ClassVar = ["state", "programme"]
    list_select_related: ClassVar = ["practitioner", "programme"]
    search_fields: ClassVar = ["=practitioner__registry_number", "=candidate"]
    ordering: ClassVar = ["-pk"]
    inlines: ClassVar = [SeatInline, SupervisedInline]
    actions_detail: ClassVar = ["withdraw"]

    @admin.display(description="decided")
    def decided_shown(self, enrolment: Enrolment) -> str:
        """The eligibility as it was told."""
        return format_html("<pre>{}</pre>", show_document(enrolment.decided))

    def has_withdraw_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether it may be ended, and by whoever is signed in."""
        enrolment = self._may_write(request, object_id)
        return enrolment is not None and enrolment.state == Enrolment.State.ACTIVE

    @action(description="Withdraw", url_path="withdraw", permissions=["withdraw"], icon="logout")  # type: ignore[untyped-decorator]  # unfold ships no types
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """End it today; its seats go to who waits."""
        enrolment = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            because, at = form.cleaned_data["reason"], dt.datetime.now(dt.UTC)
            by = author_of(request)
            made = withdraw_enrolment(enrolment_id=enrolment.pk, because=because, at=at, on=at.date(), by=by)
            return told(form, made, "Withdrawn: {}")

        form = ReasonForm(request.POST or None)
        return show_form(self, request, form, f"Withdraw {enrolment}", _page(enrolment), act)


@admin.register(Seat)
class SeatAdmin(_OfProvider):
    """Seats, with the attendance recorded at each."""

    provider_path = "session__programme__provider"
    list_display = ("session", "enrolment", "state", "asked_at", "changed_at")
    fields = (*list_display, "changed_because", "changed_by", "moved_to", "decided_shown")
    readonly_fields = fields
    list_filter: ClassVar = ["state", "session__programme"]
    list_select_related: ClassVar = ["session__programme", "enrolment"]
    search_fields: ClassVar = ["=enrolment__practitioner__registry_number", "=enrolment__candidate"]
    ordering: ClassVar = ["-pk"]
    inlines: ClassVar = [AttendanceInline]
    actions_detail: ClassVar = ["give_up"]

    @admin.display(description="decided")
    def decided_shown(self, seat: Seat) -> str:
        """The eligibility for the level as it was told."""
        return format_html("<pre>{}</pre>", show_document(seat.decided))

    def has_give_up_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether it may be given up, and by whoever is signed in."""
        seat = self._may_write(request, object_id)
        return seat is not None and seat.state in (Seat.State.SEATED, Seat.State.WAITING)

    @action(description="Give up", url_path="give-up", permissions=["give_up"], icon="logout")  # type: ignore[untyped-decorator]  # unfold ships no types
    def give_up(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Free the seat; who waited longest is called."""
        seat = self.get_object(request, object_id)

        def act(form: forms.Form) -> str | None:
            because, at = form.cleaned_data["reason"], dt.datetime.now(dt.UTC)
            made = withdraw_seat(seat_id=seat.pk, because=because, at=at, on=at.date(), by=author_of(request))
            return told(form, made, "Given up: {}")

        form = ReasonForm(request.POST or None)
        return show_form(self, request, form, f"Give up {seat}", _page(seat), act)


@admin.register(SupervisedSession)
class SupervisedSessionAdmin(_OfProvider):
    """Sessions under supervision, with what the registry answered about the supervisor."""

    provider_path = "enrolment__programme__provider"
    list_display = ("on", "enrolment", "level_code", "jurisdiction", "cases", "supervisor", "signed")
    fields = (
        *list_display,
        "hundredths",
        "patient_groups",
        "body_regions",
        "logged_by",
        "logged_at",
        "decided_by",
        "decided_at",
        "decided_because",
        "standing_shown",
    )
    readonly_fields = fields
    list_filter: ClassVar = ["signed", "jurisdiction"]
    list_select_related: ClassVar = ["enrolment", "supervisor"]
    search_fields: ClassVar = ["=enrolment__practitioner__registry_number", "=supervisor__registry_number"]
    ordering: ClassVar = ["-on", "-pk"]

    @admin.display(description="standing")
    def standing_shown(self, logged: SupervisedSession) -> str:
        """What was answered when it was signed."""
        return format_html("<pre>{}</pre>", show_document(logged.standing)) if logged.standing else "-"


def _page(row: Model) -> str:
    return reverse(f"admin:courses_{row._meta.model_name}_change", args=[row.pk])
