"""A pack in numbers."""

from collections.abc import Mapping
from typing import Any


def count_pack(content: Mapping[str, Any]) -> str:
    """What a pack holds, in numbers."""
    places = content["jurisdictions"]
    provisions = sum(len(place["provisions"]) for place in places)
    standards = len(content["standards"])
    return (
        f"{_count(len(places), 'place')}, {_count(provisions, 'provision')}, {_count(standards, 'standard')};"
        f" evidence floor {content['evidence_floor']}, review after {_count(content['review_months'], 'month')}"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
