import pytest

from tests.credentials.api.conftest import (  # noqa: F401 (fixtures are found by their names here)
    asker,
    batch,
    fresh_memory,
    make_client,
    module_world,
    people,
    standing,
    verify,
)
from tests.credentials.api.test_round_trips import count, warm  # noqa: F401 (fixtures likewise)
from tests.credentials.sites.world import open_site


@pytest.fixture
def site(people):  # noqa: F811 (a fixture by its name)
    """In Xanadu, where the law wants a town permit attested."""
    return open_site()
