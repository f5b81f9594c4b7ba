"""Borderline regression, and the rules about attempts."""

import datetime as dt
import itertools
import statistics

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from courses.ladders.shapes import Examination, Remediation
from courses.scoring.attempts import Sat, judge_attempt
from courses.scoring.standards import Cut, NoCut, set_cut

DAY = dt.date(2026, 3, 2)


def test_the_line_is_read_at_the_borderline_rating():
    pairs = [(rating, 200 + 150 * rating) for rating in (1, 2, 3, 4, 5) for _ in range(2)]
    found = set_cut(pairs, borderline=2, maximum=1000)
    assert (found.hundredths, found.candidates, found.slope, found.intercept, found.r_squared) == (500, 10, 150, 200, 1)


@given(st.lists(st.tuples(st.integers(1, 5), st.integers(0, 2000)), min_size=10, max_size=40))
def test_the_line_is_that_of_the_standard_library(pairs):
    found = set_cut(pairs, borderline=3, maximum=2000)
    assume(isinstance(found, Cut))
    line = statistics.linear_regression(*zip(*pairs, strict=True))
    assert float(found.slope) == pytest.approx(line.slope)
    assert found.hundredths - 1 - 1e-6 <= line.intercept + 3 * line.slope <= found.hundredths + 1e-6
    assert float(found.r_squared) == pytest.approx(statistics.correlation(*zip(*pairs, strict=True)) ** 2)


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        pytest.param([(n % 5, n * 10) for n in range(9)], "too_few", id="nine candidates"),
        pytest.param([(3, n * 10) for n in range(10)], "one_rating", id="one rating for all"),
        pytest.param([(n, 100 - n) for n in range(10)], "no_rise", id="better rated, worse marked"),
        pytest.param([(n, 500) for n in range(10)], "no_rise", id="marks that do not move"),
        pytest.param([(n + 5, n * 100) for n in range(10)], "out_of_range", id="below zero at the borderline"),
    ],
)
def test_where_no_standard_can_be_set_the_reason_is_told(pairs, code):
    found = set_cut(pairs, borderline=2, maximum=1000)
    assert isinstance(found, NoCut)
    assert found.code == code


def rules(**changes):
    return Examination(
        **{"code": "F", "form": "written", "attempts": 3, "gap_days": 30, "window_days": 365, "remediation": None}
        | changes
    )


def judged(on, *sat, attended=(), is_renewal=False, **changes):
    found = judge_attempt(
        rules(**changes), on, sat, enrolled_on=dt.date(2026, 1, 1), attended=attended, is_renewal=is_renewal
    )
    return {one.code for one in found}


def failed(days):
    return Sat(DAY + dt.timedelta(days), passed=False)


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        pytest.param(0, {"same_day"}, id="the same day"),
        pytest.param(29, {"too_soon"}, id="the day before the gap is over"),
        pytest.param(30, set(), id="the first day after the gap"),
        pytest.param(365, set(), id="the last day of the window"),
        pytest.param(366, {"window_closed"}, id="the day after the window"),
        pytest.param(-29, {"too_soon"}, id="recorded later, sat before: the gap counts on both sides"),
        pytest.param(-30, set(), id="sat before, far enough"),
        pytest.param(-61, {"before_enrolment"}, id="the day before enrolment"),
    ],
)
def test_gap_and_window(days, expected):
    assert judged(DAY + dt.timedelta(days), failed(0)) == expected


def test_the_first_attempt_needs_no_gap():
    assert judged(DAY) == set()


def test_attempts_run_out():
    assert judged(DAY, failed(-60), failed(-30)) == set()
    assert judged(DAY + dt.timedelta(30), failed(-60), failed(-30), failed(0)) == {"no_attempts_left"}
    assert judged(DAY + dt.timedelta(30), failed(-60), failed(-30), failed(0), attempts=None) == set()


def test_who_passed_sits_again_only_to_renew():
    passed = Sat(DAY - dt.timedelta(60), passed=True)
    assert judged(DAY, failed(-90), passed) == {"already_passed"}
    assert judged(DAY, failed(-90), passed, is_renewal=True, attempts=1) == set()


def test_an_earlier_attempt_without_a_released_result_is_waited_for():
    assert judged(DAY, Sat(DAY - dt.timedelta(40), passed=None)) == {"earlier_not_released"}


def test_remediation_is_attended_after_the_failure_and_before_the_attempt():
    remedy = Remediation(2, "refresh")
    sat = (failed(-61), failed(-31))
    assert judged(DAY, *sat[:1], remediation=remedy) == set()
    assert judged(DAY, *sat, remediation=remedy) == {"remediation_missing"}
    for days, expected in ((-31, {"remediation_missing"}), (-30, set()), (0, set()), (1, {"remediation_missing"})):
        assert judged(DAY, *sat, remediation=remedy, attended=[DAY + dt.timedelta(days)]) == expected


def test_the_order_in_which_attempts_were_recorded_does_not_matter():
    sat = (failed(-61), failed(-31), failed(40))
    assert len({frozenset(judged(DAY, *order)) for order in itertools.permutations(sat)}) == 1
