"""Words that depend on numbers, places and filters: "38 of 50 in-person hours", "as a physiotherapist"."""

from collections.abc import Mapping
from typing import Any

from rulebook.findings import Finding, Number
from rulebook.messages import FILTERS, PROFESSIONS, SUBJECTS
from rulebook.status import Status

_UNITS = {"hours": "hour", "sessions": "session", "years": "year"}


def tell_measure(finding: Finding, told: Mapping[str, Any], *, is_brief: bool = False) -> dict[str, str]:
    """What a measure is filled with: units in the number of what was told before them, filters as adjectives.

    Briefly, hours that a filter describes already ("in-person hours") go without "of needling training".
    """
    counted = finding.held if finding.status is Status.MET else finding.required
    units = {many: one if counted == 1 else many for many, one in _UNITS.items()}
    kinds = [FILTERS[str(told[name])] for name in ("delivery", "part") if told.get(name)]
    if told.get("approved"):
        kinds.insert(0, FILTERS["approved"])
    subject = str(told.get("subject"))
    return {
        **units,
        "hours": " ".join([*kinds, units["hours"]]),
        "training": "" if is_brief and kinds and subject == "dry_needling" else SUBJECTS.get(subject, ""),
        "held": tell_number(finding.held),
        "required": tell_number(finding.required),
    }


def tell_number(number: Number | str | None) -> str:
    """A number as people write it: 12.5, 3000 as 3,000."""
    return f"{number:,}" if isinstance(number, int | float) else str(number or "")


def name_profession(code: str, place: str = "") -> str:
    """A profession's name; a physical therapist is a physiotherapist outside the United States."""
    if code == "PT" and place and not place.startswith("US"):
        return "physiotherapist"
    return PROFESSIONS.get(code, code)


def name_professions(codes: str, place: str = "", *, plural: bool = False) -> str:
    """One profession or several, as in OT/PT."""
    names = [name_profession(code, place) + ("s" if plural else "") for code in codes.split("/") if code]
    return " or ".join(names)


def tell_as_profession(codes: str, place: str = "") -> str:
    """' as a physical therapist', or nothing where the profession is not known."""
    names = name_professions(codes, place)
    return f" as {'an' if names[0] in 'aeiou' else 'a'} {names}" if names else ""
