"""Figures of exam reports beside published worked examples, and beside figures that other libraries gave.

`second_library.json` holds data and what `made_with` says of them; the worked examples are named where they stand.
"""

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from courses.statistics.agreement import intraclass, intraclass_of, weighted_kappa
from courses.statistics.distributions import describe
from courses.statistics.figures import Figure
from courses.statistics.items import difficulty, discrimination
from courses.statistics.reliability import cronbach_alpha

SECOND = json.loads(Path(__file__).with_name("second_library.json").read_text(encoding="utf-8"))
# Shrout & Fleiss 1979, table 2: six subjects, four judges.
SHROUT_FLEISS = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
PINGOUIN = {"ICC(1,1)": "icc_1_1", "ICC(A,1)": "icc_2_1", "ICC(C,1)": "icc_3_1",
            "ICC(1,k)": "icc_1_k", "ICC(A,k)": "icc_2_k", "ICC(C,k)": "icc_3_k"}  # fmt: skip


def matrix(rows):
    return np.array(rows, dtype=float)


@pytest.mark.parametrize(
    ("name", "value", "low", "high"),
    [
        ("icc_1_1", 0.17, -0.13, 0.72),
        ("icc_2_1", 0.29, 0.02, 0.76),
        ("icc_3_1", 0.71, 0.34, 0.95),
        ("icc_1_k", 0.44, -0.88, 0.91),
        ("icc_2_k", 0.62, 0.07, 0.93),
        ("icc_3_k", 0.91, 0.68, 0.99),
    ],
)
def test_the_six_correlations_of_shrout_and_fleiss(name, value, low, high):
    found = intraclass_of(matrix(SHROUT_FLEISS))[name]
    assert (round(found.value, 2), round(found.low, 2), round(found.high, 2)) == (value, low, high)


@pytest.mark.parametrize(("theirs", "value", "interval"), SECOND["icc"]["values"])
def test_intraclass_correlations_are_those_of_a_second_library(theirs, value, interval):
    found = intraclass(matrix(SECOND["icc"]["marks"]))[PINGOUIN[theirs]]
    assert found.value == pytest.approx(value, abs=1e-6)
    assert [round(found.low, 2), round(found.high, 2)] == interval


def test_alpha_is_that_of_a_second_library():
    found = cronbach_alpha(matrix(SECOND["alpha"]["marks"]))
    assert found.value == pytest.approx(SECOND["alpha"]["value"], abs=1e-6)
    assert [round(found.low, 3), round(found.high, 3)] == SECOND["alpha"]["interval"]


def test_corrected_point_biserial_correlations_are_those_of_a_second_function():
    found = [one.value for one in discrimination(matrix(SECOND["alpha"]["marks"]))]
    assert found == pytest.approx(SECOND["point_biserial"], abs=1e-6)


@pytest.mark.parametrize(("power", "name"), [(1, "linear"), (2, "quadratic")])
def test_weighted_kappa_is_that_of_a_second_library(power, name):
    found = weighted_kappa(SECOND["kappa"]["pairs"], power=power)
    assert found.value == pytest.approx(SECOND["kappa"][name], abs=1e-6)


def test_kappa_of_two_categories_is_cohens():
    # Both yes 20, both no 15, of fifty: 0.7 seen and 0.5 expected make 0.4.
    pairs = [(1, 1)] * 20 + [(1, 0)] * 5 + [(0, 1)] * 10 + [(0, 0)] * 15
    assert weighted_kappa(pairs, power=1).value == pytest.approx(0.4)
    assert weighted_kappa(pairs, power=2).value == pytest.approx(0.4)


def test_alpha_of_right_and_wrong_is_kuder_and_richardsons_formula_20():
    marks = matrix(SECOND["alpha"]["marks"])
    right = marks.mean(axis=0)
    spread = marks.sum(axis=1).var(ddof=0)
    kr20 = 8 / 7 * (1 - (right * (1 - right)).sum() / spread)
    assert cronbach_alpha(marks).value == pytest.approx(kr20)


ratings = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=10, max_size=40)


@given(ratings, st.sampled_from([1, 2]))
def test_kappa_does_not_depend_on_who_is_called_first(pairs, power):
    one = weighted_kappa(pairs, power=power)
    other = weighted_kappa([(b, a) for a, b in pairs], power=power)
    assert one.because == other.because
    assert one.value == (None if other.value is None else pytest.approx(other.value))
    assert one.value is None or one.value <= 1


@given(ratings)
def test_correlations_of_a_mean_lie_above_those_of_one(pairs):
    found = intraclass(matrix(pairs))
    for case in ("1", "2", "3"):
        single, mean = found[f"icc_{case}_1"], found[f"icc_{case}_k"]
        assert single.value is None or not 0 < single.value < 1 or single.value <= mean.value
        for one in (single, mean):
            told = (one.value, one.low, one.high)
            assert all(part is None or np.isfinite(part) for part in told)
            assert (one.value is None) == (one.because is not None)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param([[1, 2]] * 12, id="only the examiners differ"),
        pytest.param([[1, 5], [5, 1]] * 6, id="the mean of all is the same"),
        pytest.param([[1, 1], [1, 1.01]] * 6, id="almost nothing"),
    ],
)
def test_where_candidates_do_not_vary_no_figure_is_infinite(rows):
    for one in intraclass(matrix(rows)).values():
        assert all(part is None or np.isfinite(part) for part in (one.value, one.low, one.high))
        assert (one.value is None) == (one.because is not None)


def test_those_who_agree_wholly_have_the_highest_figures_and_no_interval():
    marks = matrix([[n, n] for n in range(12)])
    for one in intraclass(marks).values():
        assert (one.value, one.low, one.high) == (pytest.approx(1), None, None)
    assert weighted_kappa([(n % 3, n % 3) for n in range(12)], power=2).value == 1


SMALL = matrix([[n % 2, n % 3] for n in range(9)])


@pytest.mark.parametrize(
    ("figure", "because"),
    [
        pytest.param(lambda: cronbach_alpha(SMALL), "too_few", id="alpha of nine"),
        pytest.param(lambda: cronbach_alpha(np.ones((12, 1))), "one_part", id="alpha of one item"),
        pytest.param(lambda: cronbach_alpha(np.ones((12, 3))), "no_variance", id="alpha where all got everything"),
        pytest.param(lambda: discrimination(SMALL)[0], "too_few", id="discrimination among nine"),
        pytest.param(lambda: discrimination(np.ones((12, 1)))[0], "one_part", id="one item has no others"),
        pytest.param(lambda: discrimination(np.ones((12, 2)))[0], "no_variance", id="an item that everybody got right"),
        pytest.param(lambda: weighted_kappa([(1, 1)] * 9, power=2), "too_few", id="kappa of nine"),
        pytest.param(lambda: weighted_kappa([(3, 3)] * 12, power=2), "no_variance", id="one rating for all"),
        pytest.param(lambda: intraclass(SMALL)["icc_2_1"], "too_few", id="correlation of nine"),
        pytest.param(lambda: intraclass(np.ones((12, 2)))["icc_2_1"], "no_variance", id="the same marks for all"),
        pytest.param(lambda: difficulty(np.ones((0, 2)))[0], "too_few", id="difficulty for nobody"),
    ],
)  # fmt: skip
def test_small_groups_get_a_reason_instead_of_nonsense(figure, because):
    found = figure()
    assert isinstance(found, Figure)
    assert (found.value, found.low, found.high, found.because) == (None, None, None, because)


def test_difficulty_is_the_share_reached():
    assert [one.value for one in difficulty(matrix([[1, 0.5], [0, 1]]))] == [0.5, 0.75]


def test_the_spread_of_results():
    told = describe([10.0, 50.0, 90.0, 100.0], 3)
    assert told == {
        "n": 4, "passed": 3, "mean": 62.5, "deviation": 41.1299, "lowest": 10, "quartile": 40, "median": 70,
        "upper_quartile": 92.5, "highest": 100, "tenths": [0, 1, 0, 0, 0, 1, 0, 0, 0, 2],
    }  # fmt: skip
    assert describe([80.0], 1)["deviation"] is None
    assert describe([], 0)["mean"] is None
