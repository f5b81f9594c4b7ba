"""Whose record a line is: decided from the persons that its number, NPI and licences fit."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from credentials.records.faults import Fault, Refusal
from credentials.records.reading import LicenceKey, Record
from credentials.records.shapes import Shape


@dataclass(frozen=True, slots=True)
class Fits:
    """The surviving records, by id, that references fit."""

    by_number: Mapping[str, int] = field(default_factory=dict)
    by_npi: Mapping[str, frozenset[int]] = field(default_factory=dict)
    by_licence: Mapping[LicenceKey, frozenset[int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Whose:
    """The surviving record on file, or None and the number under which a new one is made (None: one is given)."""

    practitioner_id: int | None
    new_number: str | None = None


def list_candidates(record: Record, licences: Shape, fits: Fits) -> set[int]:
    """Every record that any reference of the line fits."""
    found = {fits.by_number[number] for number in record.numbers if number in fits.by_number}
    found |= fits.by_npi.get(record.npi or "", frozenset())
    return found.union(*(fits.by_licence.get(key, frozenset()) for key in record.licence_keys(licences)))


def decide_whose(record: Record, licences: Shape, fits: Fits) -> Whose | Refusal:
    """Whose it is; refused when the references fit two persons or contradict the number given."""
    if not record.numbers:
        found = list_candidates(record, licences, fits)
        if len(found) > 1:
            return Refusal((Fault("", "two_candidates", f"NPI and licences fit {len(found)} persons"),))
        return Whose(found.pop() if found else None)
    on_file = {fits.by_number.get(number) for number in record.numbers}
    if len(on_file) > 1 or (on_file == {None} and len(set(record.numbers)) > 1):
        detail = "another registry number than the one in the path"
        return Refusal((Fault("/registry_number", "contradicts_path", detail),))
    named = on_file.pop()
    faults = list_contradictions(record, licences, fits, named)
    return Refusal(faults) if faults else Whose(named, None if named else record.numbers[0])


def list_contradictions(record: Record, licences: Shape, fits: Fits, named: int | None) -> tuple[Fault, ...]:
    """What in the line belongs to another person than the one named."""
    faults = []
    if fits.by_npi.get(record.npi or "", frozenset()) - {named}:
        faults.append(Fault("/npi", "contradicts_npi", "the NPI belongs to another person"))
    assurance = licences.places["assurance"]
    for item in record.lists.get("licences", ()):
        others = fits.by_licence.get(item.key, frozenset()) - {named}
        if others and item.values[assurance] != "self_stated":
            detail = "the licence belongs to another person"
            faults.append(Fault(f"/licences/{item.place}/number", "contradicts_licence", detail))
    return tuple(faults)
