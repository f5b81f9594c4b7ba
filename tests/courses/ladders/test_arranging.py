"""A document comes back in the order of the guide."""

import json

import pytest

from courses.demo.offering import read_programmes
from courses.ladders.arranging import _PLACES, arrange
from courses.ladders.reading_trees import KINDS
from tests.courses.ladders.test_guide import NAMES
from tests.courses.ladders.test_reading import WHOLE

LADDERS = {f"{one.code} {at}": version.ladder for one in read_programmes() for at, version in enumerate(one.versions)}


def shuffled(told):
    """Objects in the order of PostgreSQL: by length, then by letters."""
    if isinstance(told, list):
        return [shuffled(one) for one in told]
    if not isinstance(told, dict):
        return told
    return {name: shuffled(told[name]) for name in sorted(told, key=lambda name: (len(name), name))}


@pytest.mark.parametrize("document", LADDERS.values(), ids=LADDERS)
def test_nothing_is_lost_and_the_order_is_always_the_same(document):
    again = arrange(shuffled(document))
    assert again == document
    assert json.dumps(again) == json.dumps(arrange(document))
    assert json.dumps(again) != json.dumps(shuffled(document))


def test_a_level_begins_with_its_code_and_ends_with_its_renewal():
    names = list(arrange(shuffled(WHOLE))["levels"][0])
    assert (names[:3], names[-2:]) == (["code", "title", "components"], ["award", "renewal"])


def test_every_field_has_a_place():
    assert NAMES | set(KINDS) | {"levels", "of"} == set(_PLACES)
