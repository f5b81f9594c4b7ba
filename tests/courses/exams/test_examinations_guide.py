"""The guide keeps its word: every example in it is read, and every word of a paper stands in it."""

import json
import re
from pathlib import Path

import pytest

from courses.scoring.papers import CONFLICTS, RULES
from courses.scoring.reading import read_paper
from courses.statistics import figures

GUIDE = Path("docs/examinations.md").read_text(encoding="utf-8")
EXAMPLES = [json.loads(found) for found in re.findall(r"```json\n(.*?)```", GUIDE, re.S)]
FORMS = list(zip(("written", "practical"), EXAMPLES, strict=True))
FIELDS = {
    *("sections", "at_least", "code", "title", "items", "maximum", "weight", "right", "stations", "stations_to_pass"),
    *("examiners", "discrepancy", "allowed", "beyond", "ratings", "lowest", "highest", "borderline", "conflicts"),
    "critical",
}


@pytest.mark.parametrize(("form", "example"), FORMS)
def test_each_example_is_a_paper(form, example):
    assert not isinstance(read_paper(form, example), list), read_paper(form, example)


def test_every_field_and_word_stands_in_the_guide():
    reasons = {value for name, value in vars(figures).items() if name.isupper() and isinstance(value, str)}
    assert len(reasons) == 6
    for word in (*FIELDS, *RULES, *CONFLICTS, *reasons):
        assert re.search(rf"\b{word}\b", GUIDE), word


def with_a_stranger(value):
    """The same document with a field that nobody knows in each of its objects."""
    if isinstance(value, dict):
        return {name: with_a_stranger(one) for name, one in value.items()} | {"stranger": 1}
    return [with_a_stranger(one) for one in value] if isinstance(value, list) else value


def test_the_fields_are_those_that_are_read():
    found = [one for form, example in FORMS for one in read_paper(form, with_a_stranger(example))]
    known = {name for one in found for name in one.detail.removeprefix("Known here: ").split(", ")}
    assert {one.code for one in found} == {"unknown_field"}
    assert known == FIELDS
