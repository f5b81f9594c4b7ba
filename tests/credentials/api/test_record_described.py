"""The described form of a record is the form that is read: field by field, and what is drawn from it is no odd body."""

import jsonschema
import pytest

from credentials.api.record_schema import LISTS, RECORD
from credentials.records.kinds import make_shapes
from credentials.records.objects import REQUIRED
from credentials.records.scalars import FORMER_NAMES, SCALARS
from credentials.records.shapes import RecordRules
from tests.house.sent_examples import RECORD as EXAMPLE

SHAPES = make_shapes(RecordRules(read_place=str, statement_keys=frozenset()))


def test_its_parts_are_those_that_are_read():
    assert set(RECORD["properties"]) == {"registry_number", FORMER_NAMES, *SCALARS, *SHAPES}
    assert not RECORD["additionalProperties"]


@pytest.mark.parametrize("name", SHAPES)
def test_an_item_has_the_fields_that_are_read_and_needs_the_same(name):
    fields = SHAPES[name].fields
    assert list(LISTS[name]["properties"]) == [one.name for one in fields]
    assert LISTS[name]["required"] == [one.name for one in fields if one.default is REQUIRED]
    assert not LISTS[name]["additionalProperties"]


def test_the_example_is_of_this_form():
    jsonschema.validate(EXAMPLE, RECORD)
