import datetime as dt

import pytest

from accounts.models import Membership, User
from accounts.operations.personal import find_or_make_organisation
from outbox.models import Message
from outbox.operations.delivering import deliver_due
from tests.credentials.api.conftest import (  # noqa: F401 (fixtures are found by their names here)
    asker,
    batch,
    fresh_memory,
    make_client,
    module_world,
    people,
    verify,
)

ASPEN, BIRCH = "Aspen Clinic", "Birch Clinic"


@pytest.fixture
def admins(db):
    """Someone at each clinic who is told what concerns it; gives the address by the clinic's name."""
    told = {}
    for name in (ASPEN, BIRCH):
        user = User.objects.create(email=f"admin@{name.split()[0].lower()}.example", is_active=True)
        organisation = find_or_make_organisation(name=name)
        Membership.objects.create(user=user, organisation=organisation, role=Membership.Role.CLINIC_ADMIN)
        told[name] = user.email
    return told


@pytest.fixture
def deliver(db):
    """Do what is due, jobs and mails alike, until nothing is."""

    def run():
        deliver_due(clock=lambda: dt.datetime.now(dt.UTC), seconds=60)
        assert not Message.objects.filter(closed_because=None).values_list("kind", "last_error")

    return run
