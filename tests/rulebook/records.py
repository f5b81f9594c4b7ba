"""From a practitioner's record as people write it (docs: the API's record) to the rulebook's facts."""

import datetime as dt
from decimal import Decimal
from typing import Any

from rulebook.facts import (
    Authorization,
    Certification,
    ContinuingEducation,
    ExamPass,
    Facts,
    HourPart,
    Licence,
    Name,
    OtherCredential,
    Privilege,
    Span,
    Statement,
    Training,
)

HEAD = ("", "register", None, 0)  # id, assurance, day of last check, order: of facts whose source is all one
_KINDS = {
    "licences": ("licences", Licence),
    "privileges": ("privileges", Privilege),
    "authorizations": ("authorizations", Authorization),
    "training": ("training", Training),
    "exams": ("exams", ExamPass),
    "certifications": ("certifications", Certification),
    "credentials": ("credentials", OtherCredential),
    "continuing_education": ("education", ContinuingEducation),
    "statements": ("statements", Statement),
}


def facts_of(record: dict[str, Any]) -> Facts:
    """The facts of a record; a key that it does not know is an error, so that a slip in a case is seen."""
    lists = {
        _KINDS[kind][0]: tuple(_fact(kind, index, item) for index, item in enumerate(items))
        for kind, items in record.items()
        if kind not in ("name", "former_names")
    }
    names = [record["name"]] if "name" in record else []
    return Facts(**lists, names=tuple(Name(text) for text in [*names, *record.get("former_names", ())]))


def _fact(kind: str, index: int, item: dict[str, Any]) -> Any:
    given = {name: _value(name, value) for name, value in item.items() if name not in ("from", "hours")}
    if "from" in item:
        given["starts"] = _value("from", item["from"])
    if kind == "training":
        given["hours"] = tuple(_hours(part) for part in item.get("hours", ()))
    elif "hours" in item:
        given["hundredths"] = _hundredths(item["hours"])
    head = {"id": f"{kind}-{index + 1}", "assurance": "register", "checked_on": None, "order": index + 1}
    fields = {**head, **given}
    return _KINDS[kind][1](**fields)


def _value(name: str, value: Any) -> Any:
    if name.endswith("_on") or name in ("from", "until"):
        return dt.date.fromisoformat(value) if value is not None else None
    if name in ("statuses", "restrictions"):
        word = "status" if name == "statuses" else "kind"
        return tuple(Span(one[word], _value("from", one["from"]), _value("until", one["until"])) for one in value)
    return tuple(value) if isinstance(value, list) else value


def _hours(part: dict[str, Any]) -> HourPart:
    defaults = {"part": "practical", "delivery": "in_person", "subject": "dry_needling"}
    words = {name: part.get(name, default) for name, default in defaults.items()}
    return HourPart(hundredths=_hundredths(part["hours"]), **words)


def _hundredths(hours: Any) -> int:
    return int(Decimal(str(hours)) * 100)
