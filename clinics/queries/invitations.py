"""Invitations as they stand, with what the clinic told of the person: erasable details, read when they are needed."""

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q, QuerySet

from accounts.models import PersonalDetail
from clinics.imports.matching import Candidate, ToldPerson, compare
from clinics.models import Invitation
from clinics.queries.people_on_file import read_people
from credentials.records.reading import LicenceKey

OPEN = (Invitation.State.WAITING, Invitation.State.MATCHED)


def open_invitations_of(
    organisation_id: int, *, npi: str | None, licence: LicenceKey | None
) -> list[tuple[Invitation, ToldPerson]]:
    """The organisation's invitations that stand and tell this NPI or this licence."""
    fits = Q(pk__in=[])
    if npi:
        fits |= Q(person__details__kind="npi", person__details__value=npi)
    if licence:
        jurisdiction, profession, number = licence
        fits |= Q(
            licence_jurisdiction=jurisdiction,
            licence_profession=profession,
            licence_number__normalised=number,
        )
    rows = Invitation.objects.filter(fits, organisation=organisation_id, state__in=OPEN)
    return told_by(rows.order_by("pk").distinct())


def told_by(invitations: QuerySet[Invitation] | Iterable[Invitation]) -> list[tuple[Invitation, ToldPerson]]:
    """Invitations with whom they are about; nothing is left of those that ended."""
    rows = list(invitations.select_related("licence_number") if isinstance(invitations, QuerySet) else invitations)
    details = _details_of({one.person_id for one in rows})
    return [(one, _told(one, details[one.person_id])) for one in rows]


def address_of(invitation: Invitation) -> str:
    """The mail address to which it went; empty once it ended."""
    return _details_of([invitation.person_id])[invitation.person_id].get("email", "")


def list_invitations(organisation_id: int, *, state: str | None, after: int, most: int) -> list[Invitation]:
    """The organisation's invitations above an id, in the order in which they were made."""
    rows = Invitation.objects.filter(organisation=organisation_id, pk__gt=after).order_by("pk")
    rows = rows.filter(state=state) if state else rows
    return list(rows.select_related("licence_number", "practitioner").prefetch_related("entries__site")[:most])


def read_invitation(organisation_id: int, key: uuid.UUID) -> Invitation | None:
    """The organisation's invitation of that key."""
    rows = Invitation.objects.filter(organisation=organisation_id, key=key)
    return rows.select_related("licence_number", "practitioner").prefetch_related("entries__site").first()


def compare_matched(invitations: Sequence[Invitation]) -> dict[int, tuple[str | None, Candidate | None]]:
    """By invitation the name told, and how who came on file compares with it; nothing where it ended."""
    people = read_people([one.practitioner_id for one in invitations if one.practitioner_id])
    found: dict[int, tuple[str | None, Candidate | None]] = {}
    for one, told in told_by(invitations):
        matched = one.practitioner_id or 0
        is_open = one.state in OPEN and matched in people
        found[one.pk] = (told.name, compare(told, matched, people[matched]) if is_open else None)
    return found


def _details_of(person_ids: Collection[int]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = defaultdict(dict)
    told = PersonalDetail.objects.filter(person__in=person_ids, value__isnull=False, superseded_at__isnull=True)
    for person, kind, value in told.values_list("person_id", "kind", "value"):
        found[person][kind] = value or ""
    return found


def _told(invitation: Invitation, details: dict[str, str]) -> ToldPerson:
    held = invitation.licence_number
    licence = None
    if held is not None and held.normalised is not None:
        licence = (invitation.licence_jurisdiction, invitation.licence_profession, held.normalised)
    born_on = details.get("born_on")
    return ToldPerson(
        npi=details.get("npi"),
        licence=licence,
        name=details.get("name"),
        born_on=dt.date.fromisoformat(born_on) if born_on else None,
    )
