"""Reading what is sent about consents: who asks, pages, and the log's places."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter

from accounts.api.callers import owner_of
from accounts.api.parameters import take_parameters
from accounts.api.problems import Problem, invalid
from accounts.api.views import json_response
from clinics.api.consent_schemas import tell_request
from clinics.api.reading import read_cursor, this_instant
from clinics.queries.consents import FROM_NOW, Myself, Place, behind_person

PAGED = [OpenApiParameter("cursor", str, description="`next` of the page before")]
_CURSOR = re.compile(r"([0-9]{1,18})\.([a-z_]{1,16})\.([0-9]{1,18})")
_LARGEST = 2**62


def person_of(request: HttpRequest) -> tuple[int, str]:
    """The person on file that the signed-in user is, and the user as rows remember it. Problem 403 for anybody else."""
    owner = owner_of(request)
    if owner is None:
        raise Problem(403, "not-a-person", "Only the practitioner may do this", "Sign in as who this person is")
    return owner.person_id, f"user:{owner.user_id}"


def myself(request: HttpRequest) -> Myself:
    """Everything that counts as the signed-in person. Problem 403 for anybody else."""
    return behind_person(person_of(request)[0])


def known_id(id_: int) -> int:
    """An id that a row may have: larger ones would be an error of the database."""
    return min(id_, _LARGEST)


def cursor_of(request: HttpRequest) -> int:
    """The id before which the page begins, 0 for the first. Problem 422 for what is none."""
    given, unread = take_parameters(request, ("cursor",))
    faults = list(unread)
    after = read_cursor(given, faults)
    if faults:
        raise invalid(tuple(faults))
    return after


def read_place(given: dict[str, str]) -> Place | None:
    """Where in the log the page begins; None for what is no cursor."""
    if "cursor" not in given:
        return FROM_NOW
    found = _CURSOR.fullmatch(given["cursor"])
    return None if found is None else (int(found[1]), found[2], int(found[3]))


def told_page(page: list[Any], following: int | None) -> HttpResponse:
    """A page of requests as they stand now."""
    now = this_instant()
    items = [tell_request(one, now) for one in page]
    return json_response({"items": items, "next": str(following) if following else None})
