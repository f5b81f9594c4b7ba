"""Asks the rulebook what the form says, and brings its faults back to the fields that they belong to."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from credentials.decisions import NOT_FOUND, Decided, Unanswered, decide_one
from credentials.questions import read_asked
from credentials.records.faults import Fault
from credentials.telling import tell_decided

# The longest pointer that fits decides.
_FIELDS = {
    "/practitioner/licence/jurisdiction": "licence_place",
    "/practitioner/licence/profession": "licence_profession",
    "/practitioner/licence": "licence_number",
    "/practitioner": "person",
    "/jurisdiction": "place",
    "/patient/age": "age",
    "/patient": "patient",
    "/on": "on",
    "/attested": "attested",
    "/body_region": "body_region",
    "/name": "name",
}
_SENTENCES = {
    "unknown_place": "No place has this code",
    "two_persons": "This fits more than one person: use the registry number",
    "unknown_key": "One of the ticks is no longer known to the law here",
}
_NOBODY = "Nobody on file has this number. Check it, or ask the practitioner for the registry number"
_NO_LAW = "No law has been released here yet, so no question can be answered"


@dataclass(frozen=True, slots=True)
class FormFault:
    """A fault to show beside a field; `field` is None when it belongs to none."""

    field: str | None
    says: str


def ask(
    question: dict[str, Any], *, now: dt.datetime, organisation_id: int | None = None
) -> dict[str, Any] | list[FormFault]:
    """The decision as the API tells it, or every fault of the question; `organisation_id` is who asks."""
    answer = decide_one(read_asked(question, now=now), now=now, organisation_id=organisation_id)
    if isinstance(answer, Decided):
        return tell_decided(answer)
    if isinstance(answer, Unanswered):
        field = "licence_number" if "licence" in question["practitioner"] else "person"
        return [FormFault(field, _NOBODY) if answer.reason == NOT_FOUND else FormFault(None, _NO_LAW)]
    return list(_locate(answer.faults))


def _locate(faults: Iterable[Fault]) -> Iterable[FormFault]:
    for fault in faults:
        fitting = [pointer for pointer in _FIELDS if fault.pointer.startswith(pointer)]
        field = _FIELDS[max(fitting, key=len)] if fitting else None
        yield FormFault(field, _SENTENCES.get(fault.code, fault.detail))
