import pytest
from django.core.cache import cache

from accounts.api import limits
from accounts.api.callers import forget_keys
from law.queries.compiled import forget_compiled
from tests.journeys.world import release_law, write_law


@pytest.fixture(autouse=True)
def fresh_memory(settings):
    """Keys, counts and laws remembered by this process belong to another test's database."""
    forget_keys()
    forget_compiled()
    limits.forget_counts()
    settings.REDIS_URL = ""
    cache.clear()


@pytest.fixture
def law_folder(tmp_path):
    """Where the law files of Xanadu and Ys North lie."""
    return write_law(tmp_path / "provisions")


@pytest.fixture
def the_law(db, law_folder):
    """That law, released."""
    release_law(law_folder)
    return law_folder
