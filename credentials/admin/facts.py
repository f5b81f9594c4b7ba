"""Facts: to look at, and to supersede with a reason."""

from typing import Any, ClassVar, cast

import orjson
from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from unfold.admin import ModelAdmin
from unfold.decorators import action

from accounts.models import User
from credentials.admin.access import SeenByRegistrars
from credentials.admin.forms import SupersedeForm, show_form
from credentials.models import (
    Authorization,
    Certification,
    ContinuingEducation,
    ExamPass,
    Fact,
    Licence,
    OtherCredential,
    Privilege,
    Statement,
    Training,
)
from credentials.operations.copying import UnableToSupersede
from credentials.operations.corrections import shape_of, supersede_fact, version_of
from credentials.permissions import may_supersede_fact
from credentials.queries.readers import current_reader
from credentials.queries.records import item_as_exported
from credentials.records.faults import Refusal

MODELS = (
    *(Licence, Privilege, Authorization, Training, ExamPass),
    *(Certification, OtherCredential, ContinuingEducation, Statement),
)
_HIDDEN = ("id", "key_digest", "digest", "held_number", "replaced_number")
_LAST = ("source", "assurance", "checked_on", "recorded_at", "superseded_at", "superseded_because", "superseded_by")


@admin.register(*MODELS)
class FactAdmin(SeenByRegistrars, ModelAdmin):
    """Any kind of fact; what its columns are, its model says."""

    ordering: ClassVar = ["-id"]
    list_filter: ClassVar = ["assurance", ("superseded_at", admin.EmptyFieldListFilter)]
    search_fields: ClassVar = ["=practitioner__registry_number"]
    list_select_related: ClassVar = ["practitioner", "source"]
    show_full_result_count = False
    actions_detail: ClassVar = ["supersede"]

    def get_fields(self, request: HttpRequest, obj: Fact | None = None) -> tuple[str, ...]:
        """The practitioner, what is told, and when by whom."""
        told = [field.name for field in self.opts.concrete_fields if field.name not in (*_HIDDEN, *_LAST)]
        told.remove("practitioner")
        numbers = [name for name in ("held_number", "replaced_number") if name in self._names()]
        return ("practitioner", *told, *(f"{name}_text" for name in numbers), *_LAST, "digest_text")

    def get_readonly_fields(self, request: HttpRequest, obj: Fact | None = None) -> tuple[str, ...]:
        """All of them."""
        return self.get_fields(request, obj)

    def get_list_display(self, request: HttpRequest) -> tuple[str, ...]:
        """What tells one fact from another, and whether it still stands."""
        told = [field.name for field in self.opts.concrete_fields if field.name not in (*_HIDDEN, *_LAST)]
        lists = ("restrictions", "statuses", "hours", "approved_by", "practitioner")
        return (
            "practitioner",
            *(name for name in told if name not in lists),
            *("source", "assurance", "recorded_at", "superseded_at"),
        )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Fact]:
        """With the numbers, so that a page is few statements."""
        facts: QuerySet[Fact] = super().get_queryset(request)
        return facts.select_related(*(name for name in ("held_number", "replaced_number") if name in self._names()))

    def _names(self) -> set[str]:
        return {field.name for field in self.opts.concrete_fields}

    @admin.display(description="number")
    def held_number_text(self, fact: Any) -> str:
        """The number, unless there is none or it was erased."""
        return (fact.held_number.text or "erased") if fact.held_number else "—"

    @admin.display(description="replaces")
    def replaced_number_text(self, fact: Any) -> str:
        """The number of the certification that this one replaces."""
        return (fact.replaced_number.text or "erased") if fact.replaced_number else "—"

    @admin.display(description="digest (SHA-256)")
    def digest_text(self, fact: Fact) -> str:
        """The digest in hex."""
        return version_of(fact)

    def has_supersede_permission(self, request: HttpRequest, object_id: str | None = None) -> bool:
        """Whether whoever is signed in may correct this fact while it stands."""
        fact = self.get_object(request, str(object_id)) if object_id else None
        return fact is not None and fact.superseded_at is None and may_supersede_fact(cast(User, request.user), fact)

    @action(description="Supersede", url_path="supersede", permissions=["supersede"], icon="edit_note")  # type: ignore[untyped-decorator]  # unfold ships no types
    def supersede(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Correct it: another takes its place, or none."""
        fact = self.get_object(request, object_id)
        reader = current_reader()
        told = item_as_exported(fact, shape=shape_of(fact, reader.shapes))
        initial = {
            "how": "replace",
            "replacement": orjson.dumps(told, option=orjson.OPT_INDENT_2).decode(),
            "expected_version": version_of(fact),
        }
        back = reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_change", args=[fact.pk])

        def act(form: forms.Form) -> str | None:
            return _supersede(form, fact, reader.shapes, cast(User, request.user))

        form = SupersedeForm(request.POST or None, initial=initial)
        return show_form(self, request, form, "Supersede this fact", back, act, shows_impact=True)


def _supersede(form: forms.Form, fact: Fact, shapes: Any, user: User) -> str | None:
    given = form.cleaned_data
    try:
        outcome = supersede_fact(
            fact=fact,
            replacement=given["replacement"] if given["how"] == "replace" else None,
            shapes=shapes,
            reason=given["reason"],
            by=f"user:{user.pk}",
            expected_version=given["expected_version"],
        )
    except UnableToSupersede as unable:
        form.add_error(None, f"Somebody was first: {unable}. Go back and look again.")
        return None
    if isinstance(outcome, Refusal):
        for fault in outcome.faults:
            form.add_error(None, f"{fault.pointer or '/'} {fault.code}: {fault.detail}")
        return None
    return "Retracted." if outcome is None else f"Superseded by {outcome}."
