"""Papers are read whole, or refused with every fault."""

import copy

import pytest

from courses.scoring.documents import hundredths_of, shown_hundredths
from courses.scoring.reading import read_paper
from tests.courses.exams.test_practical import TWO
from tests.courses.exams.test_written import ITEMS


def change(content, **changes):
    """The content with a value put at each path such as sections__0__weight."""
    content = copy.deepcopy(content)
    for path, value in changes.items():
        *steps, last = [int(step) if step.isdigit() else step for step in path.split("__")]
        place = content
        for step in steps:
            place = place[step]
        place[last] = value
    return content


def faults(form, content):
    found = read_paper(form, content)
    return {(one.pointer, one.code) for one in found} if isinstance(found, list) else set()


def test_the_examples_are_papers():
    assert faults("written", ITEMS) == faults("practical", TWO) == set()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param([], {("", "wrong_type")}, id="a list"),
        pytest.param({}, {("/sections", "missing")}, id="no sections"),
        pytest.param({"sections": [], "at_least": 50}, {("/sections", "out_of_range")}, id="not one section"),
        pytest.param(change(ITEMS, at_least=100.01), {("/at_least", "over_maximum")}, id="more than everything"),
        pytest.param(change(ITEMS, at_least=0), {("/at_least", "out_of_range")}, id="a threshold that all meet"),
        pytest.param(
            change(ITEMS, at_least=None, sections__0__at_least=None), {("", "no_threshold")}, id="no threshold at all"
        ),
        pytest.param(change(ITEMS, sections__0__weight=None), {("/sections", "half_weighted")}, id="half weighted"),
        pytest.param(change(ITEMS, sections__1__code="one"), {("/sections", "same_code")}, id="a section twice"),
        pytest.param(
            change(ITEMS, sections__1__items__0__code="Q1"), {("/sections", "same_code")}, id="an item in two sections"
        ),
        pytest.param(
            change(ITEMS, sections__0__maximum=4), {("/sections/0/maximum", "contradicts")}, id="items and a maximum"
        ),
        pytest.param(
            change(ITEMS, sections__0__items__2__right=[], extra=1),
            {("/sections/0/items/2/right", "out_of_range"), ("/extra", "unknown_field")},
            id="no right choice, and a field that no paper has",
        ),
    ],
)
def test_what_is_no_written_paper(content, expected):
    assert faults("written", content) == expected


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param(
            {"stations": "x"},
            {("/stations", "wrong_type"), ("", "no_threshold"), ("", "missing")},
            id="stations as a text",
        ),
        pytest.param(change(TWO, discrepancy=None), {("", "missing")}, id="two examiners without a rule"),
        pytest.param(change(TWO, examiners=1), {("/discrepancy", "contradicts")}, id="a rule for one examiner"),
        pytest.param(
            change(TWO, examiners=3),
            {("/examiners", "out_of_range"), ("/discrepancy", "contradicts")},
            id="three examiners",
        ),
        pytest.param(
            change(TWO, discrepancy__beyond="toss"),
            {("/discrepancy/beyond", "unknown_value")},
            id="a rule unheard of",
        ),
        pytest.param(
            change(TWO, stations__0__items__0__critical=11),
            {("/stations/0/items/0/critical", "over_maximum")},
            id="a critical item that nobody can pass",
        ),
        pytest.param(change(TWO, stations_to_pass=9), {("/stations_to_pass", "out_of_range")}, id="too many stations"),
        pytest.param(change(TWO, stations__1__at_least="borderline"), {("", "missing")}, id="borderline, no ratings"),
        pytest.param(
            change(TWO, ratings={"lowest": 1, "highest": 1, "borderline": 9}),
            {("/ratings/highest", "out_of_range"), ("/ratings/borderline", "out_of_range")},
            id="a scale of one",
        ),
        pytest.param(change(TWO, conflicts=["friend"]), {("/conflicts/0", "unknown_value")}, id="an unknown conflict"),
    ],
)
def test_what_is_no_practical_paper(content, expected):
    assert faults("practical", content) == expected


@pytest.mark.parametrize("cents", [0, 1, 29, 57, 58, 113, 1999, 6100, 999_999])
def test_hundredths_survive_the_way_through_json(cents):
    assert hundredths_of(shown_hundredths(cents)) == cents


@pytest.mark.parametrize("value", [None, True, "1", [1], 0.001, float("inf"), float("nan"), 1e13])
def test_what_is_no_number_of_hundredths(value):
    assert hundredths_of(value) is None
