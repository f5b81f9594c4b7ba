"""Reads of consents."""

from accounts.models import Consent


def may_see_record(*, person_id: int, organisation_id: int) -> bool:
    """Whether the person lets this organisation see the record behind a decision."""
    return Consent.objects.filter(
        person_id=person_id,
        kind=Consent.Kind.SEE_RECORD,
        organisation_id=organisation_id,
        withdrawn_at__isnull=True,
    ).exists()
