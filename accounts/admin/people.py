from datetime import UTC, datetime
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin, TabularInline

from accounts.admin.forms import OnceAtATimeForm
from accounts.admin.read_only import AddedNotEdited, ReadOnly
from accounts.models import Consent, HeldNumber, Person, PersonalDetail, PersonLink
from accounts.operations.consents import end_person_link, record_consent, withdraw_consent


class DetailInline(ReadOnly, TabularInline):
    """What sources told about the person, current and superseded."""

    model = PersonalDetail
    fields = ("kind", "value", "source", "assurance", "recorded_at", "superseded_at")
    ordering = ("kind", "recorded_at")
    extra = 0


class NumberInline(ReadOnly, TabularInline):
    """The numbers that the person holds."""

    model = HeldNumber
    fields = ("text",)
    extra = 0


@admin.register(Person)
class PersonAdmin(ReadOnly, ModelAdmin):
    """People, found by pseudonym or by what is told about them."""

    list_display = ("key", "present_name", "created_at", "erased_at")
    search_fields = ("key", "details__value")
    ordering = ("-id",)
    inlines: ClassVar = [DetailInline, NumberInline]
    show_full_result_count = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        """With the details, so that a page of names is two statements."""
        people: QuerySet[Person] = super().get_queryset(request)
        return people.prefetch_related("details")

    @admin.display(description="name")
    def present_name(self, person: Person) -> str:
        """The names that stand now; several sources may tell several."""
        names = {d.value for d in person.details.all() if d.kind == "name" and d.superseded_at is None and d.value}
        return ", ".join(sorted(names)) or "—"


class ConsentForm(OnceAtATimeForm):
    """Who agrees to what."""

    ended_field = "withdrawn_at"
    once = (("person", "kind", "organisation"),)

    class Meta:
        model = Consent
        fields = ("person", "kind", "organisation")


@admin.register(Consent)
class ConsentAdmin(AddedNotEdited, ModelAdmin):
    """Consents, recorded with the registry's clock and withdrawn by an action."""

    form = ConsentForm

    list_display = ("person", "kind", "organisation", "recorded_at", "withdrawn_at")
    list_filter = ("kind",)
    list_select_related = ("person", "organisation")
    autocomplete_fields = ("person", "organisation")
    actions: ClassVar = ["withdraw"]

    def save_model(self, request: HttpRequest, obj: Consent, form: Any, change: bool) -> None:
        """Recorded at the registry's instant, inside the admin's transaction."""
        obj.pk = record_consent(person=obj.person, kind=obj.kind, organisation=obj.organisation).pk

    @admin.action(description="Withdraw the chosen consents", permissions=["change"])
    def withdraw(self, request: HttpRequest, queryset: QuerySet[Consent]) -> None:
        """Withdraw them now; what was given stays on record."""
        self.message_user(request, f"{sum(withdraw_consent(consent=consent) for consent in queryset)} withdrawn")


class PersonLinkForm(OnceAtATimeForm):
    """Which user is which person; each once."""

    once = (("user",), ("person",))

    class Meta:
        model = PersonLink
        fields = ("user", "person")


@admin.register(PersonLink)
class PersonLinkAdmin(AddedNotEdited, ModelAdmin):
    """Which user is which person on file."""

    form = PersonLinkForm

    list_display = ("user", "person", "linked_at", "linked_by", "ended_at", "ended_by")
    list_select_related = ("user", "person", "linked_by", "ended_by")
    search_fields = ("user__email", "person__key")
    autocomplete_fields = ("user", "person")
    actions: ClassVar = ["end"]

    def save_model(self, request: HttpRequest, obj: PersonLink, form: Any, change: bool) -> None:
        """Linked by whoever is signed in."""
        obj.linked_by = request.user  # type: ignore[assignment]  # staff are users
        super().save_model(request, obj, form, change)

    @admin.action(description="End the chosen links", permissions=["change"])
    def end(self, request: HttpRequest, queryset: QuerySet[PersonLink]) -> None:
        """End them now, by whoever is signed in."""
        at, by = datetime.now(UTC), request.user
        ended = sum(end_person_link(link=link, by=by, at=at) for link in queryset)  # type: ignore[arg-type]  # staff are users
        self.message_user(request, f"{ended} ended")
