"""Reads the question as callers send it: every fault named, nothing guessed. What depends on the law comes later."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from credentials.records.faults import Fault, Refusal, RefusedValue, refuse, shown
from credentials.records.numbers import capitalise_number, is_registry_number
from credentials.records.values import (
    choice_reader,
    list_reader,
    read_day,
    read_npi,
    read_number_text,
    text_reader,
)
from rulebook.facts import PROFESSIONS, REGIONS, normalise_number
from rulebook.question import EARLIEST_DAY, GROUPS, LATEST_DAY, OLDEST, STANDARD_SHIPPED

FIELDS = (
    "practitioner", "jurisdiction", "patient", "on", "known_at", "site", "attested", "body_region", "name", "standard",
)  # fmt: skip
_INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)
# What only the law can tell whether it exists, and under the law of which instant.
_LOOKED_UP = ("practitioner", "jurisdiction", "known_at", "site", "attested", "standard")
_short_text = text_reader(100)
_read_name = text_reader(500)


@dataclass(frozen=True, slots=True)
class Reference:
    """How the asker names the practitioner. A licence's number is in the form in which numbers are compared."""

    kind: str
    value: str
    jurisdiction: str = ""
    profession: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question whose every field has the right form; codes and keys are still to be looked up in the law.

    Of a question that was asked before, `asked_on` is the day of asking in UTC (None: that of the instant of asking),
    `organisation_id` who asked (None: who asks now), and `name` what the comparison gave then: names are not kept.
    """

    practitioner: Reference
    jurisdiction: str
    age: int | None
    group: str | None
    on: dt.date | None
    known_at: dt.datetime | None
    site: str | None
    attested: tuple[str, ...]
    body_region: str | None
    name: str | bool | None
    standard: str
    asked_on: dt.date | None = None
    organisation_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Misread(Refusal):
    """A question with faults in its form. What it names besides, the law may not know: that is told with them."""

    practitioner: Reference | None
    jurisdiction: str | None
    known_at: dt.datetime | None
    site: str | None
    attested: tuple[str, ...]
    standard: str | None


def read_asked(data: Any, *, now: dt.datetime) -> Asked | Refusal:
    """The question, or the faults of its form. `now` is the instant of asking: `known_at` may not lie after it."""
    if not isinstance(data, Mapping):
        return Refusal((Fault("", "wrong_type", "a question is an object"),))
    faults = [Fault("", "unknown_field", shown(name)).under(name) for name in data if name not in FIELDS]
    told: dict[str, Any] = dict.fromkeys(FIELDS)
    for name, value in data.items():
        if name in FIELDS and value is not None:
            try:
                told[name] = read_known_at(value, now=now) if name == "known_at" else _READERS[name](value)
            except RefusedValue as refused:
                faults += [fault.under(name) for fault in refused.faults]
    for name in ("practitioner", "jurisdiction", "patient"):
        if data.get(name) is None:
            faults.append(Fault("", "missing", f"{name} is needed").under(name))
    told["attested"] = told["attested"] or ()
    if faults:
        return Misread(faults=tuple(faults), **{name: told[name] for name in _LOOKED_UP})
    age, group = told.pop("patient")
    told["standard"] = told["standard"] or STANDARD_SHIPPED
    return Asked(age=age, group=group, **told)


def read_reference(value: Any) -> Reference:
    """One of a registry number, an NPI, or a licence with jurisdiction, profession and number."""
    kinds = ("registry_number", "npi", "licence")
    if not isinstance(value, Mapping):
        raise refuse("wrong_type", "an object with one of: " + ", ".join(kinds))
    faults = [Fault("", "unknown_field", shown(name)).under(name) for name in value if name not in kinds]
    given = [kind for kind in kinds if kind in value]
    if len(given) != 1:
        faults.append(Fault("", "one_of", "exactly one of: " + ", ".join(kinds)))
    if faults:
        raise RefusedValue(faults)
    (kind,) = given
    try:
        return _READ_BY_KIND[kind](value[kind])
    except RefusedValue as refused:
        raise RefusedValue(fault.under(kind) for fault in refused.faults) from None


def _read_registry_number(value: Any) -> Reference:
    """Any text: a number that nobody has is answered as not found, whatever its form."""
    if not isinstance(value, str):
        raise refuse("wrong_type", f"a text is needed, not {shown(value)}")
    number = capitalise_number(value)
    return Reference("registry_number", number if is_registry_number(number) else "")


def _read_licence(value: Any) -> Reference:
    if not isinstance(value, Mapping):
        raise refuse("wrong_type", "an object with jurisdiction, profession and number")
    readers = {"jurisdiction": _short_text, "profession": choice_reader(PROFESSIONS), "number": read_number_text}
    faults = [Fault("", "unknown_field", shown(name)).under(name) for name in value if name not in readers]
    told: dict[str, str] = {}
    for name, read in readers.items():
        try:
            told[name] = read(value.get(name))
        except RefusedValue as refused:
            faults += [fault.under(name) for fault in refused.faults]
    if faults:
        raise RefusedValue(faults)
    return Reference("licence", normalise_number(told["number"]), told["jurisdiction"], told["profession"])


_READ_BY_KIND: dict[str, Callable[[Any], Reference]] = {
    "registry_number": _read_registry_number,
    "npi": lambda value: Reference("npi", read_npi(value)),
    "licence": _read_licence,
}


def read_patient(value: Any) -> tuple[int | None, str | None]:
    """(age, None) or (None, group)."""
    if not isinstance(value, Mapping):
        raise refuse("wrong_type", "an object with age or group")
    faults = [Fault("", "unknown_field", shown(name)).under(name) for name in value if name not in ("age", "group")]
    age, group = value.get("age"), value.get("group")
    if (age is None) == (group is None):
        faults.append(Fault("", "one_of", "exactly one of: age, group"))
    if age is not None and (type(age) is not int or not 0 <= age <= OLDEST):
        faults.append(Fault("", "not_an_age", f"whole years from 0 to {OLDEST}").under("age"))
    if group is not None and group not in GROUPS:
        faults.append(Fault("", "unknown_value", f"one of: {', '.join(GROUPS)}").under("group"))
    if faults:
        raise RefusedValue(faults)
    return age, group


def read_treatment_day(value: Any) -> dt.date:
    """The day of treatment."""
    day = dt.date.fromisoformat(read_day(value))
    if not EARLIEST_DAY <= day <= LATEST_DAY:
        raise refuse("day_out_of_range", f"from {EARLIEST_DAY} to {LATEST_DAY}")
    return day


def read_known_at(value: Any, *, now: dt.datetime) -> dt.datetime:
    """An instant that is not in the future."""
    if not isinstance(value, str) or not _INSTANT.fullmatch(value):
        raise refuse("not_an_instant", f"{shown(value)} is no RFC 3339 instant such as 2026-11-22T09:30:00Z")
    try:
        instant = dt.datetime.fromisoformat(value.upper()).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise refuse("not_an_instant", f"{shown(value)} does not exist") from None
    if instant > now:
        raise refuse("in_the_future", f"{shown(value)} is yet to come")
    return instant


_READERS: dict[str, Callable[[Any], Any]] = {
    "practitioner": read_reference,
    "jurisdiction": _short_text,
    "patient": read_patient,
    "on": read_treatment_day,
    "site": lambda value: capitalise_number(_short_text(value)),
    "attested": list_reader(_short_text, once=True),
    "body_region": choice_reader(REGIONS),
    "name": _read_name,
    "standard": _short_text,
}
