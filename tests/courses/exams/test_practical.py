"""Practical papers: two blind examiners in any order, discrepancies and their rules, critical items."""

import copy
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.scoring.papers import PracticalPaper
from courses.scoring.practical import Sheet, read_sheet, score_practical, settle
from courses.scoring.reading import read_paper
from courses.scoring.scores import Score

TWO = {
    "stations": [
        {
            "code": "neck",
            "title": "Neck",
            "items": [
                {"code": "depth", "title": "Depth", "maximum": 10, "critical": 4},
                {"code": "grip", "title": "Grip", "maximum": 10},
            ],
            "at_least": 60,
        },
        {
            "code": "hip",
            "title": "Hip",
            "items": [{"code": "depth", "title": "Depth", "maximum": 10}],
            "at_least": 50,
        },
    ],
    "at_least": 60,
    "examiners": 2,
    "discrepancy": {"allowed": 10, "beyond": "reconcile"},
}


def paper(beyond="reconcile", **changes):
    content = copy.deepcopy(TWO) | changes
    if content.get("discrepancy"):
        content["discrepancy"]["beyond"] = beyond
    read = read_paper("practical", content)
    assert isinstance(read, PracticalPaper), read
    return read


def neck(place, depth, grip, rating=None):
    return Sheet(place, {"depth": round(depth * 100), "grip": round(grip * 100)}, rating)


def hip(place, depth):
    return Sheet(place, {"depth": round(depth * 100)})


def settled(beyond, *sheets, voided=()):
    one = paper(beyond)
    return settle(one, one.stations[0], sheets, frozenset(voided))


GOOD = {"neck": (neck(1, 8, 8), neck(2, 8, 7)), "hip": (hip(1, 7), hip(2, 7))}


def test_within_what_is_allowed_the_mean_stands():
    found = score_practical(paper(), GOOD)
    assert (found.passed, found.percent) == (True, 7500)  # (15.5 + 7) of 30
    assert settled("reconcile", neck(1, 8, 8), neck(2, 8, 6)).marks == 1500  # two of twenty are ten per cent: allowed


@pytest.mark.parametrize(
    ("beyond", "status", "marks"),
    [("reconcile", "reconcile", None), ("average", "settled", 1495), ("third_examiner", "third_examiner", None)],
)
def test_a_hundredth_beyond_what_is_allowed_the_rule_speaks(beyond, status, marks):
    found = settled(beyond, neck(1, 8, 8), neck(2, 8, 5.9))
    assert (found.status, found.marks) == (status, marks)


@pytest.mark.parametrize(
    ("third", "marks"),
    [
        pytest.param(9, 950, id="nearer to the lower"),
        pytest.param(18, 1700, id="nearer to the higher"),
        pytest.param(13, 1300, id="half-way: the middle one itself"),
        pytest.param(20, 1800, id="above both"),
        pytest.param(0, 1000, id="below both, the lower one half-way: that one itself"),
    ],
)
def test_the_mean_of_the_two_nearest_of_three(third, marks):
    low, high = (10, 16) if third else (10, 20)
    sheets = [neck(1, 5, low - 5), neck(2, 10, high - 10), neck(3, min(third, 10), max(0, third - 10))]
    found = settled("third_examiner", *sheets)
    assert (found.status, found.marks) == ("settled", marks)


def test_differing_on_a_critical_item_is_beyond_whatever_the_marks():
    pair = (neck(1, 4, 8), neck(2, 3.9, 8))
    assert settled("reconcile", *pair).status == "reconcile"
    assert settled("average", *pair).failed == ("neck/depth",)  # either saw it failed
    assert settled("third_examiner", *pair, neck(3, 4, 8)).failed == ()
    assert settled("third_examiner", *pair, neck(3, 3, 8)).failed == ("neck/depth",)


def test_a_failed_critical_item_fails_outright():
    found = score_practical(paper(), GOOD | {"neck": (neck(1, 3.5, 10), neck(2, 3.5, 10))})
    assert (found.passed, found.because) == (False, ("critical:neck/depth",))
    assert found.percent > 6000
    voided = score_practical(paper(), GOOD | {"neck": (neck(1, 3.5, 10), neck(2, 3.5, 10))}, voided={"neck/depth"})
    assert voided.passed


def test_every_station_is_to_be_passed_or_so_many():
    weak = GOOD | {"hip": (hip(1, 4), hip(2, 4.5))}
    assert score_practical(paper(), weak).because == ("part:hip",)
    assert score_practical(paper(stations_to_pass=1), weak).passed
    assert score_practical(paper(stations_to_pass=2), weak).because == ("parts",)


def test_what_is_not_settled_is_told_and_gives_no_score():
    open_ones = score_practical(paper(), {"neck": (neck(1, 8, 8),)})
    assert [(one.station, one.status) for one in open_ones] == [("neck", "waiting"), ("hip", "waiting")]


def test_a_station_set_by_borderline_regression_waits_for_its_standard():
    content = copy.deepcopy(TWO["stations"])
    content[1]["at_least"] = "borderline"
    one = paper(stations=content, ratings={"lowest": 1, "highest": 5, "borderline": 2})
    assert [(o.station, o.status) for o in score_practical(one, GOOD)] == [("hip", "standard")]
    assert score_practical(one, GOOD, cuts={"hip": 700}).passed
    assert score_practical(one, GOOD, cuts={"hip": 701}).because == ("part:hip",)


def test_one_examiner_alone_settles_where_the_paper_says_so():
    one = paper(examiners=1, discrepancy=None)
    assert score_practical(one, {"neck": (neck(1, 8, 8),), "hip": (hip(1, 7),)}).passed


marks = st.integers(0, 1000)


@st.composite
def marked(draw):
    """All sheets of two stations, a third examiner's too, with the order in which they come in."""
    sheets = [("neck", neck(p, draw(marks) / 100, draw(marks) / 100)) for p in (1, 2, 3)]
    sheets += [("hip", hip(p, draw(marks) / 100)) for p in (1, 2, 3)]
    return sheets, draw(st.permutations(sheets))


def gather(sheets):
    found = {}
    for station, sheet in sheets:
        found.setdefault(station, []).append(sheet)
    return found


@given(marked(), st.sampled_from(["reconcile", "average", "third_examiner"]))
def test_no_order_of_arrival_loses_or_changes_a_mark(both, rule):
    first, second = both
    assert score_practical(paper(rule), gather(first)) == score_practical(paper(rule), gather(second))


@given(marked(), st.sampled_from(["reconcile", "average", "third_examiner"]))
def test_which_examiner_came_first_does_not_matter(both, rule):
    swapped = [(s, Sheet({1: 2, 2: 1, 3: 3}[one.place], one.marks)) for s, one in both[0]]
    assert score_practical(paper(rule), gather(both[0])) == score_practical(paper(rule), gather(swapped))


@given(marked())
def test_every_mark_of_two_who_agree_counts_once(both):
    found = score_practical(paper("average"), gather([one for one in both[0] if one[1].place < 3]))
    assert isinstance(found, Score)
    given_marks = sum(sum(one.marks.values()) for _, one in both[0] if one.place < 3)
    assert sum(part.marks for part in found.parts) == Fraction(given_marks, 2)


@pytest.mark.parametrize(
    ("marks_told", "rating", "expected"),
    [
        pytest.param({"depth": 11, "grip": 5}, None, {("/marks/depth", "over_maximum")}, id="over the maximum"),
        pytest.param({"depth": 1}, None, {("/marks/grip", "missing")}, id="an item not marked"),
        pytest.param({"depth": 1, "grip": 1, "x": 1}, None, {("/marks/x", "unknown_field")}, id="an unknown item"),
        pytest.param({"depth": None, "grip": 1}, None, {("/marks/depth", "wrong_type")}, id="null is no mark"),
        pytest.param({"depth": 1, "grip": 1}, 3, {("/rating", "unknown_field")}, id="a rating nobody asked for"),
        pytest.param([], None, {("/marks", "wrong_type")}, id="a list"),
    ],
)
def test_every_fault_of_a_sheet_is_named(marks_told, rating, expected):
    found = read_sheet(paper(), paper().stations[0], marks_told, rating)
    assert {(one.pointer, one.code) for one in found} == expected


def test_a_rating_is_needed_where_the_paper_has_a_scale():
    one = paper(ratings={"lowest": 1, "highest": 5, "borderline": 2})
    for rating in (None, 0, 6, 2.5):
        assert [fault.pointer for fault in read_sheet(one, one.stations[1], {"depth": 5}, rating)] == ["/rating"]
    assert read_sheet(one, one.stations[1], {"depth": 5}, 5).rating == 5
