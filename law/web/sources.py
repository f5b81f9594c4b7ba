"""Citations and consent bands, made ready to show."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from law.web.words import EVIDENCE, name_key

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SourceText:
    """A citation to show; `url` is None where the source has no address on the web."""

    text: str
    url: str | None
    evidence_words: str
    checked_on: dt.date | None
    read: str


@dataclass(frozen=True, slots=True)
class ConsentText:
    """Who consents at which ages."""

    ages: str
    needs: tuple[str, ...]
    source: SourceText | None


def read_day(told: str | None) -> dt.date | None:
    """A day as documents and decisions tell it; None where they tell none."""
    return dt.date.fromisoformat(told) if told else None


def read_source(citation: Data | None, weight: Data | None = None) -> SourceText | None:
    """The citation. Evidence and day of last check come from `weight`: the provision, or the citation itself."""
    if not citation:
        return None
    told = citation if weight is None else weight
    evidence = str(told.get("evidence") or "")
    return SourceText(
        text=citation["text"],
        url=citation.get("url"),
        evidence_words=EVIDENCE.get(evidence, evidence),
        checked_on=read_day(told.get("checked_on")),
        read=citation.get("read") or "",
    )


def read_consent(document: Data) -> list[ConsentText]:
    """The ages at which children, parents or both consent in a place."""
    return [
        ConsentText(_tell_ages(band), tuple(name_key(key) for key in band["needs"]), read_source(band.get("citation")))
        for band in document.get("consent") or ()
    ]


def _tell_ages(band: Data) -> str:
    first, until = band["from_age"], band["until_age"]
    if until is None:
        return f"{first} years and older"
    return f"under {until} years" if first == 0 else f"{first} to {until - 1} years"
