"""Forms for offering programmes by hand; what they hold goes through the same operations as what the API takes."""

import datetime as dt
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

from accounts.models import Membership, Organisation, User
from courses.ladders.arranging import arrange
from courses.ladders.reading_values import read_code
from credentials.records.faults import RefusedValue

_ISO = "%Y-%m-%d"  # as everywhere here: 01/02 is two days


class OfferForm(forms.Form):
    """A new programme."""

    provider = forms.ModelChoiceField(Organisation.objects.none(), widget=UnfoldAdminSelectWidget())
    code = forms.CharField(max_length=40, label="Code; it stays for good", widget=TextInput())
    title = forms.CharField(max_length=200, widget=TextInput())

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        provider: Any = self.fields["provider"]
        provider.queryset = providers_of(user)

    def clean_code(self) -> str:
        """A code as ladders have them."""
        try:
            return read_code(self.cleaned_data["code"])
        except RefusedValue as refused:
            raise forms.ValidationError(refused.faults[0].detail) from None


class LadderForm(forms.Form):
    """A version: its first day and its ladder's document."""

    starts_on = forms.DateField(label="First day, for who enrols from it on", widget=UnfoldAdminDateWidget(format=_ISO))
    ladder = forms.CharField(
        label="The ladder, as docs/training-providers.md explains it",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 30, "spellcheck": "false"}),
    )

    def clean_ladder(self) -> Any:
        """The document as data; what is in it the operation looks at."""
        try:
            return orjson.loads(self.cleaned_data["ladder"])
        except ValueError as error:
            raise forms.ValidationError(f"This is no JSON: {error}") from error


class CloseForm(forms.Form):
    """When a programme closes."""

    on = forms.DateField(label="The first day on which nobody new may enrol", widget=UnfoldAdminDateWidget(format=_ISO))


class PublishForm(forms.Form):
    """Publishing is confirmed, for it is not undone."""

    known = forms.BooleanField(
        label="It counts for who enrols from its first day on, and is never edited again", widget=UnfoldBooleanWidget()
    )


def providers_of(user: User) -> Any:
    """The training providers for which a user may write."""
    found = Organisation.objects.filter(kind=Organisation.Kind.PROVIDER).order_by("name")
    held = Membership.objects.filter(user=user, role=Membership.Role.PROVIDER_ADMIN, ended_at__isnull=True)
    return found if user.is_superuser else found.filter(pk__in=held.values("organisation_id"))


def show_document(content: Any) -> str:
    """A ladder's document, indented, in the order of the guide."""
    return orjson.dumps(arrange(content), option=orjson.OPT_INDENT_2).decode()


def first_words(content: Any, starts_on: dt.date | None) -> dict[str, Any]:
    """What a form shows at first."""
    return {"starts_on": starts_on, "ladder": show_document(content)}
