"""Places and provisions as the API tells them: as the law file holds them, every optional field filled in."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from law.queries.names import name_place
from rulebook.law import Jurisdiction, Law

Data = Mapping[str, Any]
# The order of a law file, which a pack, sorted by key, has lost.
_ORDER = (
    "id", "profession", "in_force", "position", "authority", "evidence", "complete", "checked_on", "citation", "says",
    "requires", "duties", "learners", "notes", "disagreements",
)  # fmt: skip


def tell_places(law: Law) -> list[dict[str, Any]]:
    """Every place with a law file, by code."""
    return [_tell(law, code, law.jurisdictions[code]) for code in sorted(law.jurisdictions)]


def tell_place(law: Law, code: str) -> dict[str, Any]:
    """One place with its provisions; without a law file, all that is known is its name."""
    held = law.jurisdictions.get(code)
    return {**_tell(law, code, held), "provisions": tell_provisions(law, code, None, None)}


def tell_provisions(law: Law, code: str, profession: str | None, on: dt.date | None) -> list[Data]:
    """The provisions of a place in the order of its file, of one profession or in force on a day only if asked."""
    held = law.jurisdictions.get(code)
    if held is None:
        return []
    wanted = {
        provision.id
        for several in held.provisions.values()
        for provision in several
        if (profession is None or provision.profession == profession) and (on is None or provision.is_in_force(on))
    }
    return [_order(data) for data in held.document["provisions"] if data["id"] in wanted]


def _order(provision: Data) -> Data:
    return {**{name: provision[name] for name in _ORDER if name in provision}, **provision}


def _tell(law: Law, code: str, held: Jurisdiction | None) -> dict[str, Any]:
    document: Data = held.document if held else {}
    provisions = document.get("provisions", ())
    return {
        "jurisdiction": code,
        "name": name_place(law, code),
        "on_file": held is not None,
        "age_of_majority": document.get("age_of_majority"),
        "time_zone": document.get("time_zone"),
        "compacts": document.get("compacts", []),
        "consent": document.get("consent", []),
        "notes": document.get("notes", []),
        "professions": sorted(held.provisions) if held else [],
        "last_checked_on": max((provision["checked_on"] for provision in provisions), default=None),
    }
