import pytest

from tests.clinics.consents.world import SignedIn
from tests.clinics.world import ADA, make_entry


@pytest.fixture
def entry(site, people):
    """Ada, on the roster."""
    return make_entry(site, people[ADA])


@pytest.fixture
def ada(entry, people):
    return SignedIn(people[ADA])
