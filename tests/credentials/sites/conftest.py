import pytest

from law.queries.compiled import forget_compiled
from tests.credentials.api.world import record_people, release_law
from tests.credentials.sites.world import open_site


@pytest.fixture
def people(db):
    forget_compiled()
    release_law()
    record_people()
    yield
    forget_compiled()


@pytest.fixture
def site(people):
    """In Xanadu, where the law wants a town permit attested."""
    return open_site()
