"""Erasing a person's data: names, contacts, NPI, birth date and the texts of numbers go; facts stay on record."""

from django.db import transaction

from accounts.operations.clock import tick
from accounts.operations.personal import erase_personal_data
from credentials.models import Practitioner
from credentials.operations.dossiers import build_dossiers
from credentials.operations.erasers import erasers
from credentials.operations.records import hold_registrar_lock


@transaction.atomic
def erase_person(*, practitioner: Practitioner) -> list[Practitioner]:
    """Erase the person under every number merged with this one, for good. Returns the records concerned."""
    for eraser in erasers:
        eraser.hold([record.pk for record in _list_records(practitioner)])
    hold_registrar_lock()  # a writer between looking and writing would tell anew what is being erased
    records = _list_records(practitioner)
    erase_personal_data(people=[record.person for record in records], at=tick())
    build_dossiers(practitioner_ids=[record.pk for record in records])
    for eraser in erasers:
        eraser.erase([record.pk for record in records])
    return records


def _list_records(practitioner: Practitioner) -> list[Practitioner]:
    """The surviving record, then all that were merged into it."""
    survivor = practitioner.merged_into or practitioner
    return [survivor, *survivor.absorbed.select_related("person")]
