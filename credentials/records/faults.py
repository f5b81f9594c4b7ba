"""Faults of a record: each with a pointer to its place, a stable code, and a sentence."""

from collections.abc import Iterable
from dataclasses import dataclass

CODES = {
    "malformed_json": "the line is not one JSON object in UTF-8",
    "repeated_field": "an object names a field twice",
    "too_long": "a text or line is longer than is kept",
    "unknown_field": "a field that no record has",
    "missing": "a field that is needed was left out",
    "wrong_type": "the value has another JSON type than the field",
    "blank": "a text without a character to read",
    "unprintable": "a text with a NUL or half a character",
    "not_a_day": "not YYYY-MM-DD, or a day that does not exist",
    "day_out_of_range": "a day before 1900-01-01",
    "unknown_place": "a code that stands for no place",
    "unknown_value": "a word that is not in the closed list",
    "unknown_statement_key": "a statement that no loaded law or standard asks about a practitioner",
    "not_a_number": "hours that are no number",
    "negative": "a number below zero",
    "too_large": "a number beyond what is kept",
    "too_precise": "hours with more than two decimal places",
    "not_an_npi": "ten digits that pass the NPI's Luhn check are needed",
    "not_a_registry_number": "FN- and eight Crockford base-32 characters with a hyphen in the middle are needed",
    "not_an_address": "not a mail address",
    "reversed": "a period that ends before it begins",
    "overlap": "two statuses at the same time",
    "same_key": "two items with one key and other content",
    "no_reference": "neither registry number nor NPI nor licence says whose record this is",
    "two_candidates": "NPI and licences fit two persons",
    "contradicts_npi": "the NPI belongs to another person than the record is about",
    "contradicts_licence": "a licence belongs to another person than the record is about",
    "contradicts_path": "another registry number than the one in the path",
    "erased": "the person was erased; nothing is recorded about them any more",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a record; `pointer` is an RFC 6901 JSON pointer into it."""

    pointer: str
    code: str
    detail: str

    def under(self, name: str | int) -> "Fault":
        """The same fault as seen from the object or list that holds the place."""
        step = str(name).replace("~", "~0").replace("/", "~1")
        return Fault(f"/{step}{self.pointer}", self.code, self.detail)

    def told(self) -> dict[str, str]:
        """The fault as JSON shows it."""
        return {"pointer": self.pointer, "code": self.code, "detail": self.detail}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a record is not taken: every fault, not the first."""

    faults: tuple[Fault, ...]


class RefusedValue(Exception):
    """Raised inside the readers of one record; what leaves this package is a Refusal."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        super().__init__()
        self.faults = tuple(faults)


def refuse(code: str, detail: str) -> RefusedValue:
    """The exception for one fault at the place being read."""
    return RefusedValue((Fault("", code, detail),))


def shown(value: object) -> str:
    """A value in a message, short enough for a log."""
    text = repr(value) if isinstance(value, str | int | float | bool | None) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "…"
