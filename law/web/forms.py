"""What a reader of the law may narrow it by. Sent by GET, so that a page of the law has an address to share."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from law.web.words import PROFESSIONS
from rulebook.question import EARLIEST_DAY, LATEST_DAY

Choices = Sequence[tuple[str, list[tuple[str, str]]]]


class LawFilter(forms.Form):
    """The day, and the profession, of the law to show; every fault is told and the rest still holds."""

    on = forms.DateField(
        label="In force on",
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control w-code"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, such as 2026-11-22"},
    )
    profession = forms.ChoiceField(
        label="Profession",
        required=False,
        choices=[("", "Every profession"), *PROFESSIONS.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "Choose one of the professions in the list"},
    )

    def clean_on(self) -> dt.date | None:
        """Refuse days outside the span that questions may be about."""
        on: dt.date | None = self.cleaned_data["on"]
        if on is not None and not EARLIEST_DAY <= on <= LATEST_DAY:
            raise forms.ValidationError(f"Give a day between {EARLIEST_DAY.year} and {LATEST_DAY.year}")
        return on

    def read(self, today: dt.date) -> tuple[dt.date, str]:
        """The day (today where none or a faulty one is given) and the profession (empty for all)."""
        self.is_valid()
        cleaned: dict[str, Any] = self.cleaned_data
        return cleaned.get("on") or today, cleaned.get("profession") or ""

    def list_faults(self) -> list[dict[str, str]]:
        """Each fault with the id of its field, for the summary on top of the page."""
        return list_faults(self)


class LawIndexFilter(LawFilter):
    """The same, and a place to look for."""

    q = forms.CharField(
        label="Place",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "class": "form-control", "autocomplete": "off"}),
    )
    field_order = ("q", "profession", "on")

    @property
    def wanted_place(self) -> str:
        """What the reader wrote for a place, ready to compare."""
        return str(self.cleaned_data.get("q") or "").casefold()


class HistoryFilter(forms.Form):
    """The place and the profession whose changes to show."""

    place = forms.ChoiceField(
        label="Place",
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "Choose one of the places in the list"},
    )
    profession = forms.ChoiceField(
        label="Profession",
        required=False,
        choices=[("", "Every profession"), *PROFESSIONS.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
        error_messages={"invalid_choice": "Choose one of the professions in the list"},
    )

    def __init__(self, sent: QueryDict, places: Choices) -> None:
        super().__init__(sent)
        self.fields["place"].choices = [("", "Every place"), *places]  # type: ignore[attr-defined]  # a ChoiceField

    def read(self) -> tuple[str | None, str | None]:
        """The place and the profession; None for all."""
        self.is_valid()
        return self.cleaned_data.get("place") or None, self.cleaned_data.get("profession") or None

    def list_faults(self) -> list[dict[str, str]]:
        """Each fault with the id of its field, for the summary on top of the page."""
        return list_faults(self)


def list_faults(form: forms.Form) -> list[dict[str, str]]:
    """Each fault with the id of its field, for the summary on top of a page."""
    return [
        {"field_id": form[name].id_for_label, "says": str(error)}
        for name, errors in form.errors.items()
        for error in errors
    ]
