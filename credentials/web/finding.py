"""The page on which a clinic looks for someone by name, among those who agreed to be found."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from credentials.queries.listing import Search, list_practitioners
from credentials.web.members import MemberView
from law.web.held import HeldLaw
from law.web.words import PROFESSIONS, name_profession


class PeopleForm(forms.Form):
    """Whom to look for; what is left empty stays open."""

    q = forms.CharField(
        label="Name", required=False, max_length=100, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    place = forms.ChoiceField(label="Licensed in", required=False, widget=forms.Select(attrs={"class": "form-select"}))
    profession = forms.ChoiceField(
        label="Profession",
        required=False,
        choices=[("", "Every profession"), *PROFESSIONS.items()],
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    after = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, held: HeldLaw) -> None:
        super().__init__(data)
        field = self.fields["place"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", "Anywhere"), *held.list_places()]

    def list_faults(self) -> list[dict[str, str]]:
        """Each fault with the id of its field, for the summary on top of the page."""
        return [
            {"field_id": self[name].id_for_label, "says": str(error)}
            for name, errors in self.errors.items()
            for error in errors
        ]


class FindView(MemberView):
    """The list, and the search in it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The first of all who agreed to be found."""
        return self._show(request, PeopleForm({}, held=self.held))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Those whom the search fits, a page at a time."""
        return self._show(request, PeopleForm(request.POST, held=self.held))

    def _show(self, request: HttpRequest, form: PeopleForm) -> HttpResponse:
        if not form.is_valid():
            context = {"form": form, "faults": form.list_faults()}
            return render(request, "credentials/find.html", context, status=422)
        told = form.cleaned_data
        people, after = list_practitioners(
            Search(
                on=timezone.now().date(),
                q=told["q"] or None,
                jurisdiction=told["place"] or None,
                profession=told["profession"] or None,
                after=told["after"],
            )
        )
        rows = [{**person, "licences": self._name_licences(person["licences"])} for person in people]
        return render(request, "credentials/find.html", {"form": form, "people": rows, "after": after})

    def _name_licences(self, licences: list[dict[str, str]]) -> list[str]:
        return [
            f"{name_profession(one['profession'])}, {self.held.name_place(one['jurisdiction'])}" for one in licences
        ]
