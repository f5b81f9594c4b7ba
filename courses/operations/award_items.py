"""Awards in the words of the registry: training, exam passes and certifications as records tell them."""

import datetime as dt
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from courses.ladders.achieved import Achieved, last_valid_day
from courses.ladders.shapes import Level
from courses.queries.awards import AwardRow

Items = Mapping[str, Sequence[Mapping[str, Any]]]
_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # base 32 without I, L, O and U, which the eye mistakes
_BITS = 80
_KEYS = {"training": ("provider", "course", "completed_on"), "exams": ("form", "of", "passed_on")}


@dataclass(frozen=True, slots=True)
class Term:
    """From when until when an award lasts, what is told of how it was earned, and the ids of the results behind it."""

    awarded_on: dt.date
    expires_on: dt.date | None
    told: Items
    grounds: Mapping[str, Any]


def make_number() -> str:
    """A certification number that nobody can guess from another: FC- and eighty random bits in four groups of four.

    The alphabet is Crockford's base 32. Where a million certificates were given, whoever tries a million numbers a
    second finds the first after some 38,000 years.
    """
    drawn = secrets.randbits(_BITS)
    letters = "".join(_CROCKFORD[(drawn >> shift) & 31] for shift in range(_BITS - 5, -5, -5))
    return "-".join(["FC", *(letters[place : place + 4] for place in range(0, 16, 4))])


def term_of(level: Level, achieved: Achieved, *, programme_code: str, provider: str) -> Term:
    """The term of an award, from the day on which the last requirement was met.

    The course is told as programme and level (`DN/L1`), an examination as programme and examination: codes of levels
    alone would collide where a provider offers two programmes.
    """
    on = achieved.completed_on
    training = {
        "provider": provider,
        "course": f"{programme_code}/{level.code}",
        "completed_on": on.isoformat(),
        "hours": [
            {"hours": float(Decimal(one.hundredths) / 100)} | {name: getattr(one, name) for name in one._fields[1:]}
            for one in achieved.hours
        ],
        "supervised_sessions": achieved.supervised_sessions,
        "approved_by": list(achieved.approved_by),
        "patient_groups": list(level.patient_groups),
    }
    exams = [
        {"form": form, "of": f"{programme_code}/{code}", "passed_on": day.isoformat()}
        for form, code, day in achieved.exams
    ]
    told: Items = {"training": [training] if achieved.hours or achieved.supervised_sessions else [], "exams": exams}
    return Term(on, last_valid_day(on, level.award.months), told, {"results": list(achieved.result_ids)})


def certification_of(row: AwardRow, level: Level, *, replaces: str | None) -> dict[str, Any]:
    """The certification as it stands, with what became of it as its statuses."""
    return {
        "issuer": row.issuer,
        "title": level.award.title,
        "number": row.number,
        "level": level.award.level,
        "patient_groups": list(level.award.patient_groups),
        "issued_on": row.awarded_on.isoformat(),
        "expires_on": row.expires_on.isoformat() if row.expires_on else None,
        "replaces": replaces,
        "statuses": [
            {"status": status, "from": starts.isoformat(), "until": until.isoformat() if until else None}
            for status, starts, until in row.spans
        ],
    }


def keys_of(told: Items) -> dict[str, list[tuple[str, ...]]]:
    """The keys under which these items stand in the registry."""
    return {
        name: [tuple(str(item[field]) for field in _KEYS[name]) for item in items]
        for name, items in told.items()
        if name in _KEYS
    }
