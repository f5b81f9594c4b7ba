"""The fields of the question, as a person sees them."""

from django import forms

from law.web.words import PROFESSIONS
from rulebook.facts import REGIONS
from rulebook.question import OLDEST


def _text(**attrs: str) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "form-control", "autocomplete": "off", "spellcheck": "false", **attrs})


def _select(**attrs: str) -> forms.Select:
    return forms.Select(attrs={"class": "form-select", **attrs})


class QuestionFields(forms.Form):
    """Every field of the question. Which may be left out when another is given is checked where they are read."""

    person = forms.CharField(
        label="Registry number or NPI",
        required=False,
        max_length=100,
        help_text="Such as FN-7K3M-2Q9D, or the ten digits of the NPI",
        widget=_text(**{"class": "form-control w-text", "list": "recent-people"}),
    )
    licence_place = forms.ChoiceField(label="Place that gave the licence", required=False, widget=_select())
    licence_profession = forms.ChoiceField(
        label="Profession", required=False, choices=[("", "Choose"), *PROFESSIONS.items()], widget=_select()
    )
    licence_number = forms.CharField(label="Licence number", required=False, max_length=100, widget=_text())
    name = forms.CharField(
        label="Name",
        required=False,
        max_length=200,
        help_text="If you give it, it is compared with the names on record",
        widget=_text(**{"class": "form-control w-text"}),
    )
    place = forms.ChoiceField(
        label="Where is the patient?",
        required=False,
        help_text="The law of this place decides",
        widget=_select(**{"class": "form-select w-text"}),
    )
    place_code = forms.CharField(
        label="ISO code of the place",
        required=False,
        max_length=10,
        help_text="Such as SE for Sweden or US-GU for Guam",
        widget=_text(**{"class": "form-control w-code"}),
    )
    patient = forms.ChoiceField(
        label="Who is the patient?",
        choices=[
            ("age", "The age is known"),
            ("adult", "An adult, age not given"),
            ("child", "A child, age not given"),
        ],
        initial="age",
        error_messages={"required": "Say who the patient is"},
        widget=forms.RadioSelect(attrs={"class": "form-check-input"}),
    )
    age = forms.IntegerField(
        label="Age in years",
        required=False,
        min_value=0,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"class": "form-control w-age", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages={
            "invalid": "Give the age in whole years, such as 9",
            "min_value": f"Give an age from 0 to {OLDEST}",
            "max_value": f"Give an age from 0 to {OLDEST}",
        },
    )
    on = forms.DateField(
        label="Day of treatment",
        required=False,
        input_formats=["%Y-%m-%d"],
        help_text="Leave empty for today at that place",
        widget=forms.DateInput(attrs={"type": "date", "class": "form-control w-code"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Give the day as year-month-day, such as 2026-11-22"},
    )
    body_region = forms.ChoiceField(
        label="Part of the body",
        required=False,
        choices=[("", "Not said"), *((region, region.capitalize()) for region in REGIONS)],
        widget=_select(**{"class": "form-select w-code"}),
    )
    attested = forms.MultipleChoiceField(
        label="What you can vouch for",
        required=False,
        help_text="Tick only what you have seen or done yourself",
        widget=forms.CheckboxSelectMultiple(attrs={"class": "form-check-input"}),
        error_messages={"invalid_choice": "“%(value)s” cannot be vouched for here"},
    )
