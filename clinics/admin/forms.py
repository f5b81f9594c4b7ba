"""Forms for what clinics do by hand; what they hold goes through the same operations as what the API takes."""

from typing import Any

import orjson
from django import forms
from unfold.widgets import (
    UnfoldAdminDateWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldBooleanWidget,
)
from unfold.widgets import UnfoldAdminTextInputWidget as TextInput

from accounts.models import Organisation, User
from clinics.admin.seen import clinics_of

_ISO = "%Y-%m-%d"  # as everywhere here: 01/02 is two days


class OpenForm(forms.Form):
    """A new site."""

    organisation = forms.ModelChoiceField(Organisation.objects.none(), label="Clinic", widget=UnfoldAdminSelectWidget())
    name = forms.CharField(max_length=200, widget=TextInput())
    jurisdiction = forms.CharField(max_length=6, label="Jurisdiction; it stays for good", widget=TextInput())
    time_zone = forms.CharField(
        max_length=64, required=False, label="Time zone; left empty, that of the jurisdiction", widget=TextInput()
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organisation: Any = self.fields["organisation"]
        organisation.queryset = clinics_of(user)


class RenameForm(forms.Form):
    """Another name or time zone."""

    name = forms.CharField(max_length=200, widget=TextInput())
    time_zone = forms.CharField(max_length=64, widget=TextInput())


class CloseForm(forms.Form):
    """Closing is confirmed, for it is not undone."""

    known = forms.BooleanField(label="Its roster ends today, and nothing opens it again", widget=UnfoldBooleanWidget())


class RulesForm(forms.Form):
    """Rules of the clinic's own, and their first day."""

    starts_on = forms.DateField(label="First day", required=False, widget=UnfoldAdminDateWidget(format=_ISO))
    requires = forms.CharField(
        label="The requirement tree, as docs/clinics.md explains it",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 20, "spellcheck": "false"}),
    )
    note = forms.CharField(max_length=2000, required=False, widget=TextInput())

    def clean_requires(self) -> Any:
        """The tree as data; what is in it the operation looks at."""
        try:
            return orjson.loads(self.cleaned_data["requires"])
        except ValueError as error:
            raise forms.ValidationError(f"This is no JSON: {error}") from error


class EndForm(forms.Form):
    """The first day without."""

    on = forms.DateField(
        label="The first day without; left empty, today", required=False, widget=UnfoldAdminDateWidget(format=_ISO)
    )
