import pytest

from tests.courses.results.world import enrol_many, make_programme


@pytest.fixture
def version(db):
    made = make_programme()
    enrol_many(made, 10)
    return made
