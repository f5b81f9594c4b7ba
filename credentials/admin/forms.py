"""Forms of the actions that stand on a page of their own."""

from collections.abc import Callable
from typing import Any

import orjson
from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from credentials.admin.impacts import stamp_of, was_seen
from credentials.impacts import tell_impact
from credentials.operations.relying import preview_change


class ReasonForm(forms.Form):
    """Why it is done; the reason is kept for ever."""

    reason = forms.CharField(max_length=500, widget=UnfoldAdminTextInputWidget())


class SupersedeForm(ReasonForm):
    """What takes the place of a fact."""

    how = forms.ChoiceField(
        label="What is true instead",
        choices=[("replace", "The fact as written below"), ("retract", "Nothing: it was never so")],
        widget=UnfoldAdminRadioSelectWidget(),
    )
    replacement = forms.CharField(
        label="The fact, as records tell it",
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 14, "spellcheck": "false"}),
    )
    expected_version = forms.CharField(widget=forms.HiddenInput())

    def clean_replacement(self) -> dict[str, Any]:
        """One JSON object."""
        try:
            told = orjson.loads(self.cleaned_data["replacement"] or "{}")
        except ValueError as error:
            raise forms.ValidationError(f"This is no JSON: {error}") from error
        if not isinstance(told, dict):
            raise forms.ValidationError("One JSON object is needed.")
        return told


class MergeForm(ReasonForm):
    """Which record survives."""

    survivor = forms.CharField(
        label="Registry number of the record that survives", max_length=12, widget=UnfoldAdminTextInputWidget()
    )


def show_form(
    model_admin: ModelAdmin,
    request: HttpRequest,
    form: forms.Form,
    title: str,
    back: str,
    act: Callable[[forms.Form], str | None],
    *,
    shows_impact: bool = False,
) -> HttpResponse:
    """Show the form until `act` has done it; it returns what to tell the user, or None after adding errors.

    With `shows_impact` it is done only after what it would do to answers on record was shown.
    """
    impact: list[str] = []
    if request.method == "POST" and form.is_valid():
        if not shows_impact or was_seen(request):
            told = act(form)
            if told is not None:
                model_admin.message_user(request, told)
                return redirect(back)
        else:
            found = preview_change(lambda: act(form))
            impact = [] if form.errors else list(tell_impact(found))
    context = {
        **model_admin.admin_site.each_context(request),
        "title": title,
        "form": form,
        "back": back,
        "opts": model_admin.opts,
        "impact": impact,
        "seen": stamp_of(request) if impact else None,
    }
    return TemplateResponse(request, "admin/credentials/act.html", context)
