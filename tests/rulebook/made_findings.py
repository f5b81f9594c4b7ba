"""Findings made up for the tests of sentences."""

import datetime as dt
from typing import Any

from rulebook.findings import Citation, Finding
from rulebook.status import Status

MET, CONDITION, UNKNOWN, UNMET = Status.MET, Status.CONDITION, Status.UNKNOWN, Status.UNMET
FLORIDA = Citation("Fla. Stat. § 486.117", None, "primary", dt.date(2026, 11, 22))
NAMES = {"US-UT": "Utah", "US-CO": "Colorado", "GB": "United Kingdom"}
HOURS = {"unit": "hours", "words": {"delivery": "in_person", "subject": "dry_needling"}}
YEARS = {"unit": "years", "words": {"profession": "PT"}}
UTAH = {"place": "US-UT", "profession": "PT"}


def found(code: str, status: Status, layer: str = "law", **told: Any) -> Finding:
    words = tuple((name, value) for name, value in told.pop("words", {}).items())
    return Finding(code, layer, status, "path", words=words, **told)


def cited(code: str, status: Status, **told: Any) -> Finding:
    return found(code, status, citation=FLORIDA, **told)


def name_of(code: str) -> str:
    return NAMES.get(code, code)
