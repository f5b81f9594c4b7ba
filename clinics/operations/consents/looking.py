"""Looking at a record on the strength of a consent: each look is written down with it, or does not happen."""

import datetime as dt
from uuid import UUID

from django.db import transaction

from accounts.models import Consent
from clinics.models import RecordLook
from clinics.queries.consents import behind_record, consents_in_force
from credentials.models import Practitioner


def note_look(
    *, practitioner: Practitioner, organisation_id: int, entry_key: UUID | None, by: str, at: dt.datetime
) -> RecordLook | None:
    """Note a look in the transaction that shows the record; None, and nothing may be shown, without a consent in force.

    The consent is held until then: whoever withdraws it waits, and whoever comes after sees that it is withdrawn.
    """
    if not transaction.get_connection().in_atomic_block:  # else the consent could be withdrawn between the two
        raise RuntimeError("note_look() needs a transaction around it")
    ids = consents_in_force(behind_record(practitioner), organisation_id=organisation_id)
    held = Consent.objects.select_for_update().filter(pk__in=ids, withdrawn_at__isnull=True).order_by("pk").first()
    if held is None:
        return None
    return RecordLook.objects.create(
        organisation_id=organisation_id,
        practitioner_id=practitioner.merged_into_id or practitioner.pk,
        consent=held,
        entry_key=entry_key,
        looked_at=at,
        looked_by=by,
    )


def note_registry_look(practitioner: Practitioner, organisation_id: int, by: str, at: dt.datetime) -> bool:
    """The same, at the registry's own address of the record: whether it may be shown."""
    noted = note_look(practitioner=practitioner, organisation_id=organisation_id, entry_key=None, by=by, at=at)
    return noted is not None
