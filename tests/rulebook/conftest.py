import pytest

from rulebook.law import Law
from tests.rulebook.shipped import read_shipped_law


@pytest.fixture(scope="session")
def shipped_law() -> Law:
    """The law files that ship, compiled."""
    return read_shipped_law()
