"""Consents and links: what a person agreed to, and which user is that person."""

from datetime import datetime

from django.db import transaction

from accounts.models import Consent, Organisation, Person, PersonLink, User
from accounts.operations.clock import tick


@transaction.atomic
def record_consent(*, person: Person, kind: str, organisation: Organisation | None = None) -> Consent:
    """Record that a person agrees, from this instant. IntegrityError when the same consent is in force already."""
    return Consent.objects.create(person=person, kind=kind, organisation=organisation, recorded_at=tick())


@transaction.atomic
def withdraw_consent(*, consent: Consent) -> bool:
    """Withdraw a consent from this instant; what was given stays on record. False when it was withdrawn before."""
    in_force = Consent.objects.filter(pk=consent.pk, withdrawn_at__isnull=True)
    return in_force.update(withdrawn_at=tick()) == 1


def end_person_link(*, link: PersonLink, by: User, at: datetime) -> bool:
    """End the link between a user and a person. False when it had ended before."""
    return PersonLink.objects.filter(pk=link.pk, ended_at__isnull=True).update(ended_at=at, ended_by=by) == 1
