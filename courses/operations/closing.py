"""A provider that closes: nobody new may enrol, and what was earned stays."""

import datetime as dt

from django.db import transaction

from accounts.models import Organisation
from courses.models import Programme
from courses.operations.programmes import close_programme
from credentials.records.faults import Fault, Refusal


@transaction.atomic
def close_provider(*, provider: Organisation, on: dt.date) -> list[Programme] | Refusal:
    """Close all programmes that are open, from the day on; all or, where one is refused, none.

    Certificates stay on record and answer until they expire: the registry holds them as facts of the organisation,
    which stays too.
    """
    closed: list[Programme] = []
    faults: list[Fault] = []
    for programme in Programme.objects.filter(provider=provider, closed_on=None).order_by("pk"):
        made = close_programme(programme=programme, on=on)
        if isinstance(made, Refusal):
            faults += [Fault(f"/{programme.code}{fault.pointer}", fault.code, fault.detail) for fault in made.faults]
        else:
            closed.append(made)
    if faults:
        transaction.set_rollback(True)
        return Refusal(tuple(faults))
    return closed
