import pytest

from tests.clinics.world import ADA, make_entry, member_of


@pytest.fixture
def entry(people, site):
    """Ada at the main site, for adults."""
    return make_entry(site, people[ADA])


@pytest.fixture
def kim(clinic):
    """An administrator of the clinic."""
    return member_of(clinic)
