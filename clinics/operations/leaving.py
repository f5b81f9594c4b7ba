"""A clinic leaves: everything that goes on for it ends, and nothing is deleted that others rely on."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from accounts.models import ApiKey, Consent, Membership, Organisation
from accounts.operations.consents import withdraw_consent
from clinics.models import CalendarFeed, Invitation, RosterImport, WebhookEndpoint, WebhookSecret
from clinics.operations.consents.asking import take_back_requests
from clinics.operations.imports.invitations import end_invitations
from clinics.operations.imports.receiving import cancel_list
from clinics.operations.sites import close_site
from credentials.models import Site
from credentials.records.faults import Fault, Refusal

Status = WebhookEndpoint.Status


@dataclass(frozen=True, slots=True)
class Left:
    """How much of what came to its end."""

    sites: int
    webhooks: int
    calendars: int
    requests: int
    consents: int
    invitations: int
    keys: int
    memberships: int


@transaction.atomic
def close_clinic(*, organisation: Organisation, by: str, at: dt.datetime) -> Left | Refusal:
    """End its rosters and watches with its sites, what it is told, what it asked, its keys and last its memberships.

    Recorded verifications, checks, packs, alerts and the log of looks stay: they prove what was answered, to the clinic
    and to those about whom it was. Nothing undoes it; again changes nothing. Refused for other organisations.
    """
    held = Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if held.kind != Organisation.Kind.CLINIC:
        return Refusal((Fault("", "not_a_clinic", "only a clinic can be closed so"),))
    _cancel_imports(held, by=by, at=at)
    return Left(
        sites=_close_sites(held, by=by),
        webhooks=_silence_webhooks(held, at=at),
        calendars=CalendarFeed.objects.filter(organisation=held).delete()[0],
        requests=take_back_requests(organisation_id=held.pk, by=by, at=at),
        consents=_give_consents_back(held),
        invitations=_end_invitations(held, by=by, at=at),
        keys=ApiKey.objects.filter(organisation=held, revoked_at__isnull=True).update(revoked_at=at),
        memberships=Membership.objects.filter(organisation=held, ended_at__isnull=True).update(ended_at=at),
    )


def _close_sites(clinic: Organisation, *, by: str) -> int:
    sites = Site.objects.filter(organisation=clinic, closed_at__isnull=True).order_by("pk")
    return len([close_site(site=site, by=by) for site in sites])


def _silence_webhooks(clinic: Organisation, *, at: dt.datetime) -> int:
    """What waits is held, and nothing signs any more; the log of what was sent stays until it is swept."""
    endpoints = WebhookEndpoint.objects.filter(organisation=clinic)
    WebhookSecret.objects.filter(endpoint__in=endpoints).delete()
    return endpoints.filter(status=Status.ACTIVE).update(status=Status.PAUSED, status_at=at)


def _give_consents_back(clinic: Organisation) -> int:
    """Nobody could look any more, and nobody who comes later shall."""
    held = Consent.objects.filter(organisation=clinic, kind=Consent.Kind.SEE_RECORD, withdrawn_at__isnull=True)
    return sum(withdraw_consent(consent=consent) for consent in held.order_by("pk"))


def _end_invitations(clinic: Organisation, *, by: str, at: dt.datetime) -> int:
    waiting = Invitation.objects.select_for_update(of=("self",)).select_related("person")
    rows = list(waiting.filter(organisation=clinic, ended_at__isnull=True).order_by("pk"))
    end_invitations(rows, state=Invitation.State.WITHDRAWN, by=by, at=at)
    return len(rows)


def _cancel_imports(clinic: Organisation, *, by: str, at: dt.datetime) -> None:
    """Lists that wait for somebody; one that is being recorded ends by itself, for its sites are closed."""
    for job in RosterImport.objects.filter(organisation=clinic).order_by("pk"):
        cancel_list(job=job, by=by, at=at)
