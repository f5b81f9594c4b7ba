import pytest

from credentials.signing.published import keys_by_kid
from tests.credentials.api.conftest import (  # noqa: F401 (fixtures of the API's own tests)
    asker,
    batch,
    fresh_memory,
    make_client,
    module_world,
    people,
    verify,
)


@pytest.fixture
def receipt(verify):  # noqa: F811 (a fixture by its name)
    """The receipt of a question about Ada."""
    return verify(attested=["town_permit"]).json()["receipt"]


@pytest.fixture
def keys(receipt):
    """The keys published after it."""
    return keys_by_kid()
