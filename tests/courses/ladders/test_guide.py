"""The guide for providers tells every field, every word and every code, and its examples are read without a fault."""

import json
import re
from pathlib import Path

import pytest

from courses.demo.offering import FOLDER
from courses.ladders import reading_levels, reading_trees
from courses.ladders.reading import read_ladder
from courses.ladders.reading_values import CODES
from courses.ladders.shapes import Ladder
from courses.operations import programmes
from credentials.records.faults import CODES as RECORD_CODES
from credentials.records.objects import Field
from credentials.records.shapes import PATIENT_GROUPS
from rulebook.facts import PROFESSIONS
from tests.courses.ladders.documents import ladder, level

REPOSITORY = Path(__file__).parents[3]
GUIDE = (REPOSITORY / "docs" / "training-providers.md").read_text(encoding="utf-8")
SPANS = re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", GUIDE, flags=re.DOTALL))
TOLD = set(SPANS) | {word for one in SPANS if one.startswith("{") for word in re.findall(r'"(\w+)":', one)}


def fields_of(module):
    tuples = [value for value in vars(module).values() if isinstance(value, tuple)]
    return {one.name for fields in tuples for one in fields if isinstance(one, Field)}


MADE = (*reading_levels.level_fields(str), *reading_levels.approval_fields(str))
NAMES = fields_of(reading_levels) | fields_of(reading_trees) | {one.name for one in MADE}
WORDS = {
    *reading_levels.PARTS,
    *reading_levels.DELIVERIES,
    *reading_levels.SUBJECTS,
    *reading_levels.FORMS,
    *PATIENT_GROUPS,
    *reading_trees.KINDS,
}


def test_the_fields_are_found():
    assert set(level()) <= NAMES
    assert {"months", "within_days", "after_attempts", "since", "gap_months", "reference"} <= NAMES


@pytest.mark.parametrize("name", sorted(NAMES | WORDS))
def test_every_field_and_word_is_explained(name):
    assert name in TOLD


@pytest.mark.parametrize("code", sorted({**CODES, **programmes.CODES}))
def test_every_code_is_told(code):
    assert f"`{code}`" in GUIDE


@pytest.mark.parametrize("profession", PROFESSIONS)
def test_every_profession_is_told(profession):
    assert re.search(rf"\b{profession}\b", GUIDE)


def test_codes_mean_one_thing_each():
    assert not set(CODES) & set(RECORD_CODES)
    assert not set(CODES) & set(programmes.CODES)


BLOCKS = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", GUIDE, re.DOTALL)]


@pytest.mark.parametrize("block", [one for one in BLOCKS if "levels" in one])  # others are no ladders
def test_every_ladder_of_the_guide_is_read(block):
    assert isinstance(read_ladder(block), Ladder)


@pytest.mark.parametrize("example", [e for e in re.findall(r"^\| `(\{.*?\})` \|", GUIDE, re.MULTILINE) if "…" not in e])
def test_every_requirement_of_the_guide_is_read(example):
    document = ladder(level("DN-1", prerequisites=json.loads(example)), level("S1"))
    assert isinstance(read_ladder(document), Ladder)


def test_every_demo_file_is_told():
    assert {path.name for path in FOLDER.glob("*.json")} == set(re.findall(r"`([\w-]+\.json)`", GUIDE))
