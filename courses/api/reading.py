"""Reading what callers send about courses: bodies, days, cursors, and who asks."""

import datetime as dt
import re
from typing import Any

from django.http import HttpRequest

from accounts.api.bodies import read_json_object
from accounts.api.callers import Caller, Owner, require
from accounts.api.problems import Fault, Problem, invalid
from accounts.models import Organisation
from credentials.api.refusals import problem_for, told
from credentials.decisions import NO_LAW, Unanswered
from credentials.records.faults import RefusedValue
from credentials.records.objects import Field, read_object
from law.queries.compiled import current_law
from law.queries.packs import NoLawReleased
from rulebook.places import Places

READ_SCOPE, WRITE_SCOPE = "courses:read", "courses:write"
BODY_BYTES = 1024 * 1024
_ID = re.compile(r"[1-9][0-9]{0,17}")


def read_body_fields(request: HttpRequest, fields: tuple[Field, ...], *, limit: int = BODY_BYTES) -> dict[str, Any]:
    """The fields of a JSON body by name, or a Problem that names every fault."""
    body = read_json_object(request, limit)
    try:
        values = read_object(body, fields)
    except RefusedValue as refused:
        raise invalid(tuple(told(refused.faults))) from None
    return dict(zip((field.name for field in fields), values, strict=True))


def read_id(given: dict[str, str], name: str, faults: list[Fault]) -> int | None:
    """A parameter that is an id, as `cursor` is too; what is none becomes a fault."""
    value = given.get(name)
    if value is None:
        return None
    if _ID.fullmatch(value):
        return int(value)
    code, detail = ("not_a_cursor", "Take it from `next`") if name == "cursor" else ("not_an_id", "A whole number")
    faults.append(Fault(f"/{name}", code, detail))
    return None


def caller_of(request: HttpRequest) -> Caller | None:
    """The organisation that asks; None for a stranger or a signed-in person who acts for none."""
    found: Caller | Owner | None = request.caller  # type: ignore[attr-defined]  # set by ApiView
    return found if isinstance(found, Caller) else None


def reader_id(request: HttpRequest) -> int | None:
    """The organisation whose unpublished things may be shown: the caller's, where it may read courses."""
    caller = caller_of(request)
    return caller.organisation_id if caller is not None and caller.has(READ_SCOPE) else None


def writer_of(request: HttpRequest, scope: str = WRITE_SCOPE) -> Caller:
    """The caller, who must have the scope. Problem 403 otherwise."""
    caller = caller_of(request)
    if caller is None:
        raise Problem(403, "scope-missing", "A scope is missing", f"Needs {scope}")
    require(caller, scope)
    return caller


def provider_of(caller: Caller) -> Organisation:
    """The organisation for which the caller writes."""
    return Organisation.objects.get(pk=caller.organisation_id)


def author_of(caller: Caller) -> str:
    """Who writes, as rows remember it."""
    return f"key:{caller.key_id}" if caller.key_id is not None else f"user:{caller.user_id}"


def known_places() -> Places:
    """All places that the released law knows; Problem 503 before any is released."""
    try:
        return current_law().places
    except NoLawReleased:
        raise problem_for(Unanswered(NO_LAW)) from None


def this_day() -> dt.date:
    """Today in UTC."""
    return dt.datetime.now(dt.UTC).date()
