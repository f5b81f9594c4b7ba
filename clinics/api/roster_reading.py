"""Reading what callers send about rosters: entries, changes, filters."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from accounts.api.callers import Caller
from accounts.api.parameters import take_parameters
from accounts.api.problems import Fault as ApiFault
from accounts.api.problems import invalid, not_found
from clinics.api.reading import read_day, released_law, this_instant
from clinics.models.roster import GROUPS
from clinics.operations.roster_checking import LONGEST_ROLE, NewEntry
from clinics.queries.entries import EntryHistory, find_entry, find_practitioners
from clinics.queries.roster import BEFORE_ALL, OUTCOMES, Place, RosterSearch
from clinics.queries.sites import day_at, find_site
from credentials.models import Practitioner
from credentials.questions import Reference, read_reference
from credentials.records.faults import RefusedValue, refuse
from credentials.records.objects import Field
from credentials.records.values import choice_reader, list_reader, optional, text_reader

FILTERS = ("site", "group", "outcome", "role", "due", "from", "until", "q")
LEFT: Any = object()  # in place of what was not told: null means something
_CURSOR = re.compile(r"(-1|[0-3])\.([1-9][0-9]{0,17})")
_DUE = {"true": True, "false": False}
_read_role = text_reader(LONGEST_ROLE)
_read_group = list_reader(choice_reader(GROUPS), once=True)


def _read_groups(value: Any) -> tuple[str, ...]:
    groups: tuple[str, ...] = _read_group(value)
    if not groups:
        raise refuse("empty_list", f"at least one of: {', '.join(GROUPS)}")
    return groups


NEW = (
    Field("site", text_reader(100)),
    Field("practitioner", read_reference),
    Field("role", _read_role),
    Field("patient_groups", _read_groups),
    Field("starts_on", optional(read_day), None),
    Field("until_on", optional(read_day), None),
)
CHANGES = (
    Field("role", _read_role, LEFT),
    Field("patient_groups", _read_groups, LEFT),
    Field("starts_on", read_day, LEFT),
    Field("until_on", optional(read_day), LEFT),
)
END = (Field("until_on", optional(read_day), None),)


def read_new_entry(caller: Caller, told: dict[str, Any]) -> NewEntry:
    """The entry, its site and person looked up. Problem 404 for an unknown person, 422 for another's site."""
    site = find_site(organisation_id=caller.organisation_id, code=told["site"])
    if site is None:
        raise invalid((ApiFault("/site", "unknown_site", "No such site of yours"),))
    person = find_person(told["practitioner"])
    return NewEntry(
        site_id=site.pk,
        practitioner_id=person.pk,
        role=told["role"],
        patient_groups=told["patient_groups"],
        starts_on=told["starts_on"] or day_at(site, this_instant()),
        until_on=told["until_on"],
    )


def find_person(reference: Reference) -> Practitioner:
    """The one record that a reference fits. Problem 404 for none; 422 for several, or a licence of no place."""
    places = released_law().places
    if reference.kind == "licence":
        try:
            places.read(reference.jurisdiction)
        except ValueError:
            pointer = "/practitioner/licence/jurisdiction"
            raise invalid((ApiFault(pointer, "unknown_place", "No place that is known here"),)) from None
    found = find_practitioners(reference)
    if len(found) > 1:
        raise invalid((ApiFault("/practitioner", "two_persons", "The reference fits more than one person"),))
    if not found:
        raise not_found("No such practitioner is on file")
    return found[0]


def own_entry(caller: Caller | int, key: UUID) -> EntryHistory:
    """The entry of the caller's organisation; Problem 404 for another's as for none."""
    organisation_id = caller.organisation_id if isinstance(caller, Caller) else caller
    found = find_entry(organisation_id=organisation_id, key=key)
    if found is None:
        raise not_found("No such entry of yours")
    return found


def read_search(request: HttpRequest, caller: Caller, known: tuple[str, ...]) -> tuple[RosterSearch, Place]:
    """What is looked for, and the place after which the page begins; Problem 422 that names every fault."""
    given, unread = take_parameters(request, known)
    faults = list(unread)
    if "site" in given and find_site(organisation_id=caller.organisation_id, code=given["site"]) is None:
        faults.append(ApiFault("/site", "unknown_site", "No such site of yours"))
    for name, words in (("group", GROUPS), ("outcome", OUTCOMES), ("due", tuple(_DUE))):
        if given.get(name, words[0]) not in words:
            faults.append(ApiFault(f"/{name}", "unknown_value", f"One of: {', '.join(words)}"))
    days = {name: _read_day(given, name, faults) for name in ("from", "until")}
    found = _CURSOR.fullmatch(given.get("cursor", "0.1"))
    if found is None:
        faults.append(ApiFault("/cursor", "not_a_cursor", "Take it from `next` of the page before"))
    if faults:
        raise invalid(tuple(faults))
    search = RosterSearch(
        site=given.get("site"),
        group=given.get("group"),
        outcome=given.get("outcome"),
        role=given.get("role"),
        due=_DUE.get(given.get("due", "")),
        starts=days["from"],
        until=days["until"],
        q=given.get("q"),
    )
    return search, (int(found[1]), int(found[2])) if found and "cursor" in given else BEFORE_ALL


def _read_day(given: dict[str, str], name: str, faults: list[ApiFault]) -> Any:
    if name not in given:
        return None
    try:
        return read_day(given[name])
    except RefusedValue as refused:
        faults += [ApiFault(f"/{name}", one.code, one.detail) for one in refused.faults]
        return None
