"""Inviting whoever is on a clinic's list and not on file: once a person and clinic, by mail."""

import datetime as dt

from django.conf import settings
from django.db import connection
from django.utils.crypto import salted_hmac

from accounts.models import HeldNumber, Person, PersonalDetail
from accounts.operations.clock import tick
from accounts.operations.personal import prepare_detail
from clinics.imports.matching import ToldPerson
from clinics.models import Invitation, InvitedEntry, StagedEntry
from clinics.operations.imports.judging import told_person
from clinics.queries.invitations import open_invitations_of
from outbox.operations import enqueue
from rulebook.facts import normalise_number

INVITED = "roster_invited"
_LOCK = 4_620_231  # any number of our own: one list at a time invites for an organisation
_SALT = "clinics.invitations.declined"
Refused = tuple[str, str | None]


def invite(*, organisation_id: int, row: StagedEntry, by: str, at: dt.datetime) -> Refused | None:
    """Invite whom the row names, or add the row's place to the invitation that they have; else the fault.

    Part of the transaction that takes the row.
    """
    told, email = told_person(row), (row.told or {}).get("email")
    if not told.name or not (told.npi or told.licence):
        return ("no_name", None)
    if not email:
        return ("no_address", "email")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, organisation_id])
    said_no = Invitation.objects.filter(organisation=organisation_id, declined=digest_address(organisation_id, email))
    if said_no.exists():
        return ("declined", None)
    invitation = _find_open(organisation_id, told) or _make(organisation_id, row, told, by, at)
    InvitedEntry.objects.get_or_create(
        invitation=invitation,
        site_id=row.site_id or 0,
        starts_on=row.starts_on,
        defaults={"role": row.role or "", "patient_groups": row.patient_groups, "until_on": row.until_on},
    )
    return None


def digest_address(organisation_id: int, email: str) -> bytes:
    """By what an address that said no is known again, without being kept."""
    return salted_hmac(_SALT, f"{organisation_id}:{email.strip().lower()}", algorithm="sha256").digest()


def _find_open(organisation_id: int, told: ToldPerson) -> Invitation | None:
    """The invitation that this person has from the organisation already, by NPI or licence."""
    for invitation, invited in open_invitations_of(organisation_id, npi=told.npi, licence=told.licence):
        if (told.npi and told.npi == invited.npi) or (told.licence and told.licence == invited.licence):
            return invitation
    return None


def _make(organisation_id: int, row: StagedEntry, told: ToldPerson, by: str, at: dt.datetime) -> Invitation:
    person = Person.objects.create()
    _keep_details(person, organisation_id, told, email=(row.told or {})["email"])
    place, profession, number = (row.told or {}).get("licence") or (None, None, None)
    held = None
    if number:
        held = HeldNumber.objects.create(person=person, text=number, normalised=normalise_number(number))
    invitation = Invitation.objects.create(
        organisation_id=organisation_id,
        person=person,
        licence_jurisdiction=place,
        licence_profession=profession,
        licence_number=held,
        invited_at=at,
        invited_by=by,
        expires_at=at + dt.timedelta(days=settings.ROSTER_INVITATION_DAYS),
    )
    enqueue(
        kind=INVITED,
        cause=f"invitation:{invitation.pk}",
        recipient=f"person:{person.pk}",
        payload={"invitation": invitation.pk},
        at=at,
    )
    return invitation


def _keep_details(person: Person, organisation_id: int, told: ToldPerson, *, email: str) -> None:
    """What the clinic tells of the person, in rows that can be erased."""
    recorded_at = tick()
    values = {
        PersonalDetail.Kind.NAME: told.name,
        PersonalDetail.Kind.EMAIL: email,
        PersonalDetail.Kind.NPI: told.npi,
        PersonalDetail.Kind.BORN_ON: told.born_on.isoformat() if told.born_on else None,
    }
    PersonalDetail.objects.bulk_create(
        prepare_detail(
            person_id=person.pk,
            source_id=organisation_id,
            kind=kind,
            value=value,
            recorded_at=recorded_at,
            assurance=PersonalDetail.Assurance.SELF_STATED,  # a clinic's list is no proof of anything
        )
        for kind, value in values.items()
        if value
    )
