import pytest

from accounts.api import limits
from accounts.api.callers import forget_keys
from law.queries.compiled import forget_compiled
from tests.courses.sessions.calling import RIVAL, SCHOOL, key_of
from tests.courses.sessions.world import make_programme, release_law


@pytest.fixture
def law(db, settings, tmp_path):
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    forget_compiled()
    release_law(tmp_path / "law")
    yield
    forget_compiled()


@pytest.fixture
def programme(law):
    return make_programme()


@pytest.fixture
def school(law):
    return key_of(SCHOOL)


@pytest.fixture
def rival(law):
    return key_of(RIVAL)
