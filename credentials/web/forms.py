"""The question as a person fills it in, and how it becomes the question that the rulebook reads."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms

from credentials.records.numbers import is_npi
from credentials.web.fields import QuestionFields
from law.web.held import HeldLaw
from law.web.words import ATTESTATIONS, name_key
from rulebook.places import UnknownPlace
from rulebook.question import EARLIEST_DAY, LATEST_DAY, REVIEWED_KEYS

_NPI = re.compile(r"[0-9]{10}")
_COMMON_KEYS = tuple(key for key in ATTESTATIONS if key not in REVIEWED_KEYS)
_LICENCE_FIELDS = ("licence_place", "licence_profession", "licence_number")


class QuestionForm(QuestionFields):
    """May this practitioner needle this patient, here, on that day? One fault for each thing that is wrong."""

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, held: HeldLaw, initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=dict(initial or {}))
        self.law = held.law
        listed = [("", "Choose a place"), *held.list_places()]
        for name in ("place", "licence_place"):
            self._choose_from(name, listed)
        self.offer({})

    def offer(self, labels: Mapping[str, str]) -> None:
        """Offer the keys that everyone knows, and those ticked that the law knows; `labels` may bring their words."""
        ticked = self.data.getlist("attested") if hasattr(self.data, "getlist") else []
        more = dict.fromkeys(key for key in ticked if key in self.law.keys and key not in _COMMON_KEYS)
        self._choose_from(
            "attested",
            [(key, ATTESTATIONS.get(key) or labels.get(key) or name_key(key)) for key in (*_COMMON_KEYS, *more)],
        )

    def _choose_from(self, name: str, choices: Iterable[Any]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Look at what stands in several fields together."""
        cleaned = self.cleaned_data
        self._check_person(cleaned)
        self._check_place(cleaned)
        self._check_patient(cleaned)
        on = cleaned.get("on")
        if on is not None and not EARLIEST_DAY <= on <= LATEST_DAY:
            self.add_error("on", f"Give a day between {EARLIEST_DAY.year} and {LATEST_DAY.year}")
        return cleaned

    def _check_person(self, cleaned: Mapping[str, Any]) -> None:
        given = [name for name in _LICENCE_FIELDS if cleaned.get(name)]
        if cleaned.get("person") and given:
            self.add_error("person", "Give the registry number or NPI, or the licence, not both")
        npi = _read_npi(cleaned.get("person") or "")
        if npi and not is_npi(npi):
            self.add_error("person", "This is not an NPI: its check digit is wrong. Look for a mistyped digit")
        if not cleaned.get("person") and not given and not self.errors.keys() & {"person", *_LICENCE_FIELDS}:
            self.add_error("person", "Give the practitioner's registry number, NPI or licence")
        if given and not cleaned.get("person"):
            asks = ("Choose the place that gave the licence", "Choose the profession", "Give the licence number")
            for name, ask in zip(_LICENCE_FIELDS, asks, strict=True):
                if not cleaned.get(name) and name not in self.errors:
                    self.add_error(name, ask)

    def _check_place(self, cleaned: Mapping[str, Any]) -> None:
        listed, code = cleaned.get("place"), cleaned.get("place_code")
        if listed and code:
            self.add_error("place_code", "Choose a place from the list or give a code, not both")
        elif not listed and not code and not self.errors.keys() & {"place", "place_code"}:
            self.add_error("place", "Choose where the patient is")
        elif code:
            try:
                self.law.places.read(code)
            except UnknownPlace:
                self.add_error("place_code", "No place has this code")

    def _check_patient(self, cleaned: Mapping[str, Any]) -> None:
        chosen, age = cleaned.get("patient"), cleaned.get("age")
        if chosen == "age" and age is None and "age" not in self.errors:
            self.add_error("age", "Give the patient's age in whole years, or choose adult or child")
        if chosen in ("adult", "child") and age is not None:
            self.add_error("age", f"You gave an age and chose “{chosen}”: leave one of them out")

    def list_faults(self) -> list[dict[str, str]]:
        """Each fault with the id of its field, for the summary on top of the page; radio buttons have one each."""
        return [
            {"field_id": self._focus_of(name), "says": str(error)}
            for name, errors in self.errors.items()
            for error in errors
        ]

    def _focus_of(self, name: str) -> str:
        if name not in self.fields:
            return ""
        is_group = isinstance(self.fields[name].widget, forms.RadioSelect | forms.CheckboxSelectMultiple)
        return f"{self[name].auto_id}_0" if is_group else str(self[name].auto_id)

    def read_question(self) -> dict[str, Any]:
        """The question in the shape that the API takes. Call it when the form is valid."""
        told = self.cleaned_data
        on = told.get("on")
        question = {
            "practitioner": self._read_reference(),
            "jurisdiction": told["place"] or told["place_code"],
            "patient": {"age": told["age"]} if told["patient"] == "age" else {"group": told["patient"]},
            "on": on.isoformat() if on else None,
            "attested": list(told["attested"]) or None,
            "body_region": told["body_region"] or None,
            "name": told["name"] or None,
        }
        return {name: value for name, value in question.items() if value is not None}

    def _read_reference(self) -> dict[str, Any]:
        told = self.cleaned_data
        if not told["person"]:
            names = ("jurisdiction", "profession", "number")
            return {"licence": dict(zip(names, map(told.get, _LICENCE_FIELDS), strict=True))}
        npi = _read_npi(told["person"])
        return {"npi": npi} if npi else {"registry_number": told["person"].replace(" ", "")}


def _read_npi(told: str) -> str:
    """The ten digits that can only be meant as an NPI, else nothing."""
    compact = told.replace(" ", "")
    return compact if _NPI.fullmatch(compact) else ""
