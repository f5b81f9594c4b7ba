"""Written papers: thresholds to the last hundredth, blanks, voided items, and everything that may be wrong."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.scoring.papers import WrittenPaper
from courses.scoring.reading import read_paper
from courses.scoring.scores import Score, tell_score
from courses.scoring.written import score_written

SWISS = {
    "sections": [
        {"code": "safety", "title": "Safety", "maximum": 24, "at_least": 75},
        {"code": "general", "title": "Anatomy and others", "maximum": 36, "at_least": 61},
    ]
}
ITEMS = {
    "sections": [
        {
            "code": "one",
            "title": "Choices",
            "items": [{"code": f"Q{n}", "maximum": 1, "right": ["A", "B"] if n == 1 else ["A"]} for n in range(1, 5)],
            "at_least": 50,
            "weight": 1,
        },
        {
            "code": "two",
            "title": "Marked by hand",
            "items": [{"code": "E1", "maximum": 2.5}, {"code": "E2", "maximum": 7.5}],
            "weight": 3,
        },
    ],
    "at_least": 60,
}
GOOD = {"Q1": "B", "Q2": "A", "Q3": None, "Q4": "C", "E1": 2.25, "E2": 5}


def paper(content):
    read = read_paper("written", content)
    assert isinstance(read, WrittenPaper), read
    return read


def score(content, answers, voided=()):
    found = score_written(paper(content), answers, frozenset(voided))
    assert isinstance(found, Score), found
    return found


def faults(content, answers, voided=()):
    return {(one.pointer, one.code) for one in score_written(paper(content), answers, frozenset(voided))}


@pytest.mark.parametrize(
    ("safety", "general", "because"),
    [
        pytest.param(18, 22, (), id="18 of 24 is 75 %, 22 of 36 is 61.1 %: both just met"),
        pytest.param(17, 36, ("part:safety",), id="one safety item short, however good the others"),
        pytest.param(24, 21, ("part:general",), id="21 of 36 is 58.3 %"),
        pytest.param(17.99, 21.95, ("part:safety", "part:general"), id="a hundredth short of both"),
        pytest.param(18, 21.96, (), id="21.96 is 61 % of 36 to the last hundredth"),
    ],
)
def test_each_threshold_of_its_own_must_be_met(safety, general, because):
    found = score(SWISS, {"totals": {"safety": safety, "general": general}})
    assert (found.passed, found.because) == (not because, because)


@given(st.integers(1, 10_000), st.integers(1, 400), st.data())
def test_a_threshold_never_turns_on_rounding(threshold, maximum, data):
    content = {"sections": [{"code": "s", "title": "S", "maximum": maximum, "at_least": threshold / 100}]}
    marks = data.draw(st.integers(0, maximum))
    found = score(content, {"totals": {"s": marks}})
    assert found.passed == (marks * 10_000 >= threshold * maximum)
    assert Fraction(found.percent, 10_000) <= Fraction(marks, maximum) < Fraction(found.percent + 1, 10_000)


def test_the_percent_is_cut_off_and_never_rounded_up_to_a_threshold_that_was_missed():
    found = score({"sections": [{"code": "s", "title": "S", "maximum": 3, "at_least": 66.67}]}, {"totals": {"s": 2}})
    assert (found.passed, found.percent) == (False, 6666)


def test_choices_and_marks_weigh_as_their_sections_say():
    found = score(ITEMS, {"items": GOOD})
    assert found.percent == 6687  # (1 × 2/4 + 3 × 7.25/10) / 4 = 0.66875
    assert found.passed
    assert tell_score(found) == {
        "parts": [
            {"code": "one", "marks": 2, "maximum": 4, "percent": 50, "at_least": 50, "met": True},
            {"code": "two", "marks": 7.25, "maximum": 10, "percent": 72.5, "at_least": None, "met": True},
        ],
        "failed_because": [],
    }


def test_a_voided_item_counts_for_nobody():
    assert [part.maximum for part in score(ITEMS, {"items": GOOD}, ["Q4", "E2"]).parts] == [300, 250]
    assert score(ITEMS, {"items": GOOD}, ["Q4"]).parts[0].share == Fraction(2, 3)
    assert score(ITEMS, {"items": GOOD}, ["Q1"]).because == ("part:one",)
    assert faults(SWISS, {"totals": {"safety": 20, "general": 30}}, ["Q1"]) == {("/totals", "totals_hide_items")}
    assert faults(ITEMS, {"items": GOOD}, GOOD) == {("", "nothing_counts")}


def test_a_section_that_is_voided_whole_is_left_out_with_its_weight():
    found = score(ITEMS, {"items": GOOD}, ["Q1", "Q2", "Q3", "Q4"])
    assert [(part.code, found.percent) for part in found.parts] == [("two", 7250)]


@given(st.permutations(list(GOOD)))
def test_the_order_of_the_answers_does_not_matter(order):
    assert score(ITEMS, {"items": {code: GOOD[code] for code in order}}) == score(ITEMS, {"items": GOOD})


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([], {("", "wrong_type")}, id="a list"),
        pytest.param({}, {("", "wrong_type")}, id="neither items nor totals"),
        pytest.param({"items": GOOD, "totals": {}}, {("", "wrong_type")}, id="both"),
        pytest.param({"items": GOOD | {"Q9": "A"}}, {("/items/Q9", "unknown_field")}, id="an unknown item"),
        pytest.param({"items": {"Q1": "A"}}, {(f"/items/{c}", "missing") for c in [*GOOD][1:]}, id="not all items"),
        pytest.param({"items": GOOD | {"E1": 2.51}}, {("/items/E1", "over_maximum")}, id="over the maximum"),
        pytest.param({"items": GOOD | {"E1": -1}}, {("/items/E1", "negative")}, id="below zero"),
        pytest.param({"items": GOOD | {"E1": 1.005}}, {("/items/E1", "too_precise")}, id="thousandths"),
        pytest.param({"items": GOOD | {"E1": True}}, {("/items/E1", "wrong_type")}, id="a truth is no mark"),
        pytest.param({"items": GOOD | {"E1": 1e300}}, {("/items/E1", "too_precise")}, id="a number beyond reason"),
        pytest.param(
            {"items": GOOD | {"Q1": 1, "E2": "7"}},
            {("/items/Q1", "wrong_type"), ("/items/E2", "wrong_type")},
            id="two at once",
        ),
        pytest.param({"totals": {"one": 5}}, {("/totals/two", "missing")}, id="a total left out"),
    ],
)
def test_every_fault_is_named(answers, expected):
    assert faults(ITEMS, answers) == expected


def test_items_cannot_be_told_where_the_paper_has_totals_only():
    assert ("", "no_items") in {(p.removeprefix("/items"), c) for p, c in faults(SWISS, {"items": {}})}
