import pytest

from accounts.api import limits
from accounts.api.callers import forget_keys
from law.queries.compiled import forget_compiled
from tests.clinics.world import CONSENT, client_of, make_clinic, make_site, record_people, release_law


@pytest.fixture
def law(db, settings):
    """The law of Xanadu and Ys, released; nothing remembered of other tests."""
    settings.REDIS_URL = ""
    limits.forget_counts()
    forget_keys()
    forget_compiled()
    release_law()
    yield
    forget_compiled()


@pytest.fixture
def people(law):
    return record_people()


@pytest.fixture
def clinic(law):
    return make_clinic()


@pytest.fixture
def site(clinic):
    """In Xanadu, in UTC, where every patient signs a written consent."""
    return make_site(clinic, declares=[CONSENT])


@pytest.fixture
def caller(clinic):
    """The clinic over HTTP, with every scope a clinic may have."""
    return client_of(clinic, "verify:read", "roster:read", "roster:write", "alerts:manage")
