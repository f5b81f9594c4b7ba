"""Erasing a person's data: names, contacts, NPI, birth date and the texts of numbers go; facts stay on record."""

from django.db import transaction

from accounts.operations.clock import tick
from accounts.operations.personal import erase_personal_data
from credentials.models import Practitioner
from credentials.operations.dossiers import build_dossiers
from credentials.operations.records import hold_registrar_lock


@transaction.atomic
def erase_person(*, practitioner: Practitioner) -> list[Practitioner]:
    """Erase the person under every number merged with this one, for good. Returns the records concerned."""
    hold_registrar_lock()  # a writer between looking and writing would tell anew what is being erased
    survivor = practitioner.merged_into or practitioner
    records = [survivor, *survivor.absorbed.select_related("person")]
    erase_personal_data(people=[record.person for record in records], at=tick())
    build_dossiers(practitioner_ids=[record.pk for record in records])
    return records
