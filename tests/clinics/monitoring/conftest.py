import datetime as dt

import pytest

from accounts.models import RegistryClock
from accounts.operations.clock import recording_at

BEGUN = dt.datetime(2026, 2, 2, 8, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def _begun(db):
    """Everything is recorded from a Monday in February on, whatever day it is: what is due is due then."""
    RegistryClock.objects.all().delete()  # it never runs backwards
    with recording_at(BEGUN):
        yield
