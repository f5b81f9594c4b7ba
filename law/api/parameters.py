"""What a reader of the law may narrow it by, and the place asked; every fault is named."""

import datetime as dt
import re

from django.http import HttpRequest

from accounts.api.parameters import read_parameters
from accounts.api.problems import Fault, Problem, invalid, not_found
from law.queries.compiled import current_law
from law.queries.packs import NoLawReleased
from rulebook.facts import PROFESSIONS
from rulebook.law import Law
from rulebook.places import UnknownPlace
from rulebook.question import EARLIEST_DAY, LATEST_DAY

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_law() -> Law:
    """The law that answers now; Problem 503 before the first release."""
    try:
        return current_law()
    except NoLawReleased as none:
        raise Problem(503, "no-law", "No law has been released here", headers={"Retry-After": "10"}) from none


def read_place(law: Law, code: str) -> str:
    """The place that a code in the path means; Problem 404 when it means none."""
    try:
        return law.places.read_asked(code)
    except UnknownPlace:
        raise not_found("No place of that code is known here") from None


def read_filter(request: HttpRequest) -> tuple[str | None, dt.date | None]:
    """The profession and the day of the query, None where not given. Problem 422 naming every fault."""
    faults: list[Fault] = []
    known = ("profession", "on")
    try:
        given = read_parameters(request, known)
    except Problem as problem:
        if not problem.errors:
            raise
        faults.extend(problem.errors)
        told = {fault.pointer for fault in faults}
        given = {name: request.GET[name] for name in known if name in request.GET and f"/{name}" not in told}
    profession = read_profession(given.get("profession"), faults)
    on = read_day("on", given.get("on"), faults)
    if faults:
        raise invalid(tuple(faults))
    return profession, on


def read_profession(told: str | None, faults: list[Fault]) -> str | None:
    """The profession's code, in any case; None for None, and for what adds a fault."""
    if told is None:
        return None
    # str.upper() turns letters of other scripts into ASCII ones.
    code = told.upper() if told.isascii() else told
    if code not in PROFESSIONS:
        faults.append(Fault("/profession", "unknown_value", f"One of: {', '.join(PROFESSIONS)}"))
        return None
    return code


def read_day(name: str, told: str | None, faults: list[Fault]) -> dt.date | None:
    """The day given in the parameter `name`; None for None, and for what adds a fault."""
    if told is None:
        return None
    try:
        day = dt.date.fromisoformat(told) if _DAY.fullmatch(told) else None
    except ValueError:
        day = None
    if day is None:
        faults.append(Fault(f"/{name}", "not_a_day", "A day of the calendar, YYYY-MM-DD"))
    elif not EARLIEST_DAY <= day <= LATEST_DAY:
        faults.append(Fault(f"/{name}", "out_of_range", f"{EARLIEST_DAY} to {LATEST_DAY}"))
    return day
