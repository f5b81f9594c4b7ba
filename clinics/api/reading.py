"""Reading what callers send about clinics: bodies, cursors, and for which organisation they act."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any, TypeVar

from django.http import HttpRequest

from accounts.api.bodies import read_json_object
from accounts.api.callers import Caller, require
from accounts.api.problems import Fault, Problem, invalid, not_found
from clinics.queries.sites import find_site
from credentials.api.refusals import problem_for, told
from credentials.decisions import NO_LAW, Unanswered
from credentials.models import Site
from credentials.records.faults import Refusal, RefusedValue
from credentials.records.objects import Field, read_object
from credentials.records.values import read_day as read_iso_day
from law.queries.compiled import current_law
from law.queries.packs import NoLawReleased
from rulebook.law import Law

READ_SCOPE, WRITE_SCOPE = "roster:read", "roster:write"
BODY_BYTES = 1024 * 1024
_ID = re.compile(r"[1-9][0-9]{0,17}")
Answer = TypeVar("Answer")


def reader_of(request: HttpRequest) -> Caller:
    """The caller, who must be allowed to read rosters. Problem 403 otherwise."""
    return caller_with(request, READ_SCOPE)


def writer_of(request: HttpRequest) -> Caller:
    """The caller, who must be allowed to write rosters. Problem 403 otherwise."""
    return caller_with(request, WRITE_SCOPE)


def caller_with(request: HttpRequest, scope: str) -> Caller:
    """The organisation's caller, who must have the scope. Problem 403 otherwise."""
    found = request.caller  # type: ignore[attr-defined]  # set by ApiView
    if not isinstance(found, Caller):
        raise Problem(403, "scope-missing", "A scope is missing", f"Needs {scope}")
    require(found, scope)
    return found


def author_of(caller: Caller) -> str:
    """Who writes, as rows remember it."""
    return f"key:{caller.key_id}" if caller.key_id is not None else f"user:{caller.user_id}"


def read_body_fields(request: HttpRequest, fields: tuple[Field, ...], *, limit: int = BODY_BYTES) -> dict[str, Any]:
    """The fields of a JSON body by name, or a Problem that names every fault."""
    body = read_json_object(request, limit)
    try:
        values = read_object(body, fields)
    except RefusedValue as refused:
        raise invalid(tuple(told(refused.faults))) from None
    return dict(zip((field.name for field in fields), values, strict=True))


def accepted(made: Answer | Refusal) -> Answer:
    """What was made; Problem 422 with every fault for what was refused."""
    if isinstance(made, Refusal):
        raise problem_for(made)
    return made


def read_cursor(given: Mapping[str, str], faults: list[Fault]) -> int:
    """The id after which the page begins, 0 for the first; what is no cursor becomes a fault."""
    value = given.get("cursor")
    if value is None:
        return 0
    if _ID.fullmatch(value):
        return int(value)
    faults.append(Fault("/cursor", "not_a_cursor", "Take it from `next`"))
    return 0


def own_site(caller: Caller, code: str) -> Site:
    """The caller's own site of that code; Problem 404 for another's as for none."""
    found = find_site(organisation_id=caller.organisation_id, code=code)
    if found is None:
        raise not_found("No such site of yours")
    return found


def released_law() -> Law:
    """The law in use; Problem 503 before any is released."""
    try:
        return current_law()
    except NoLawReleased:
        raise problem_for(Unanswered(NO_LAW)) from None


def read_day(value: Any) -> dt.date:
    """A day from 1900 on."""
    return dt.date.fromisoformat(read_iso_day(value))


def this_instant() -> dt.datetime:
    """The instant of asking."""
    return dt.datetime.now(dt.UTC)
