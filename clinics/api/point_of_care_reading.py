"""Reading what is asked at the point of care. No fault repeats what was said about the patient."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from clinics.screening.patients import Answer, Patient, Presence
from credentials.questions import FIELDS
from credentials.records.faults import Fault, RefusedValue, refuse
from credentials.records.objects import unknown_fields
from rulebook.facts import REGIONS
from rulebook.precautions import Precautions

OF_THE_QUESTION = frozenset(FIELDS) - {"known_at"}  # what a treatment needs is known now
_PARTS = ("present", "absent", "unknown", "left_out", "deep_muscles")
_ANSWERS = (Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered of the patient, and which areas will be left out."""

    by_precaution: Mapping[str, Answer]
    left_out: frozenset[str]
    deep_muscles: bool | None


def part_question(body: Mapping[str, Any]) -> tuple[dict[str, Any], list[Fault]]:
    """What belongs to the question about the practitioner, and a fault for each field that nothing here knows."""
    question = {name: value for name, value in body.items() if name in OF_THE_QUESTION}
    known = OF_THE_QUESTION | {"screening", "regions"}
    return question, [Fault("", "unknown_field", "no field here").under(name) for name in body if name not in known]


def read_regions(body: Mapping[str, Any]) -> tuple[list[str], list[Fault]]:
    """The regions to be treated: `body_region` and `regions` together, each once."""
    more = body.get("regions")
    try:
        regions = [] if more is None else _read_regions(more)
    except RefusedValue as refused:
        return [], [fault.under("regions") for fault in refused.faults]
    first = body.get("body_region")
    named = [first] if isinstance(first, str) and first in REGIONS else []
    return list(dict.fromkeys([*named, *regions])), []


def read_answers(value: Any, precautions: Precautions) -> tuple[Answers, list[Fault]]:
    """The answers of the screening, or a fault for each that cannot be read; None: nothing was asked."""
    empty = Answers({}, frozenset(), None)
    if value is None:
        return empty, []
    if not isinstance(value, dict):
        return empty, [Fault("/screening", "wrong_type", "an object is needed")]
    faults = [Fault("", "unknown_field", "no field here").under(one) for one in value if one not in _PARTS]
    given: dict[str, Answer] = {}
    for presence in _ANSWERS:
        _take(value.get(presence.value), presence, precautions, given, faults)
    left_out: set[str] = set()
    for place, one in _listed(value.get("left_out"), "left_out", faults):
        if not isinstance(one, str) or one not in precautions.items:
            faults.append(Fault(f"/left_out/{place}", "unknown_precaution", "no such precaution is known"))
        else:
            left_out.add(one)
    deep = value.get("deep_muscles")
    if deep is not None and not isinstance(deep, bool):
        faults.append(Fault("/deep_muscles", "wrong_type", "true or false"))
    return Answers(given, frozenset(left_out), deep), [fault.under("screening") for fault in faults]


def patient_of(question: Mapping[str, Any], regions: Iterable[str], answers: Answers) -> Patient:
    """The patient, of a question whose every field was found in order."""
    told = question["patient"]
    return Patient(
        age=told.get("age"),
        group=told.get("group"),
        answers=answers.by_precaution,
        treated=frozenset(regions),
        deep_muscles=answers.deep_muscles,
        attested=frozenset(question.get("attested") or ()),
        left_out=answers.left_out,
    )


def _take(
    value: Any, presence: Presence, precautions: Precautions, given: dict[str, Answer], faults: list[Fault]
) -> None:
    name = presence.value
    for place, one in _listed(value, name, faults):
        try:
            precaution, regions = _read_answer(one, may_tell_regions=presence is Presence.PRESENT)
            _refuse_what_is_not_asked(precaution, precautions, given)
        except RefusedValue as refused:
            faults += [fault.under(place).under(name) for fault in refused.faults]
        else:
            given[precaution] = Answer(presence, regions)


def _listed(value: Any, name: str, faults: list[Fault]) -> Iterable[tuple[int, Any]]:
    if value is not None and not isinstance(value, list):
        faults.append(Fault(f"/{name}", "wrong_type", "a list is needed"))
        return ()
    return enumerate(value or ())


def _read_answer(value: Any, *, may_tell_regions: bool) -> tuple[str, tuple[str, ...]]:
    """An id, or of what is present an object with the id and the regions where it is."""
    if isinstance(value, str):
        return value, ()
    if not may_tell_regions or not isinstance(value, dict) or not isinstance(value.get("precaution"), str):
        raise refuse("wrong_type", "the id of a precaution is needed, or {precaution, regions} of one that is present")
    if value.keys() - {"precaution", "regions"}:
        raise RefusedValue(unknown_fields(dict.fromkeys(value), {"precaution", "regions"}))
    try:
        return value["precaution"], tuple(_read_regions(value["regions"]) if value.get("regions") is not None else ())
    except RefusedValue as refused:
        raise RefusedValue(fault.under("regions") for fault in refused.faults) from None


def _refuse_what_is_not_asked(precaution: str, precautions: Precautions, given: Mapping[str, Answer]) -> None:
    item = precautions.items.get(precaution)
    if item is None:
        raise refuse("unknown_precaution", "no such precaution is known")
    if not item.is_asked:
        raise refuse("not_asked", "age or region tell of it, or it informs alone: leave it out")
    if precaution in given:
        raise refuse("answered_twice", "it was answered already")


def _read_regions(value: Any) -> list[str]:
    if not isinstance(value, list):
        raise refuse("wrong_type", "a list of regions is needed")
    faults = [
        Fault(f"/{place}", "unknown_value", f"one of: {', '.join(REGIONS)}")
        for place, one in enumerate(value)
        if not isinstance(one, str) or one not in REGIONS
    ]
    if faults:
        raise RefusedValue(faults)
    return value
