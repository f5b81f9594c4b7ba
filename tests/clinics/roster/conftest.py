import pytest

from tests.clinics.roster.asking import decide
from tests.clinics.world import ADA, BEN, CY, DEE, EVE, make_entry


@pytest.fixture
def staffed(people, site):
    """Everybody on the roster, Ada for adults and children; decided."""
    for number in (ADA, BEN, CY, DEE, EVE):
        make_entry(site, people[number], ["adult", "child"] if number == ADA else ["adult"])
    decide()
    return site
