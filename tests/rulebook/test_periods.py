"""Months, anniversaries and windows, where calendars are uneven."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.periods import (
    day_after,
    each_day,
    is_within_months,
    shift_months,
    shift_years,
    whole_years,
    window_closes_on,
)
from tests.rulebook.builders import day

DAYS = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
UNEVEN = st.one_of(
    DAYS, st.builds(lambda year, month: dt.date(year, month, 28), st.integers(1996, 2104), st.integers(1, 12))
)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-03-31", -1, "2026-02-28"),
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 12, "2027-12-31"),
        ("2026-01-15", -1, "2025-12-15"),
        ("2026-01-15", 0, "2026-01-15"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2100-02-28", -12, "2099-02-28"),
    ],
)
def test_months_are_clamped(start: str, months: int, end: str) -> None:
    assert shift_months(day(start), months) == day(end)


@pytest.mark.parametrize(("start", "months"), [("9999-12-31", 1), ("9999-01-01", 12), ("0001-01-01", -1)])
def test_beyond_the_calendar_is_never(start: str, months: int) -> None:
    assert shift_months(day(start), months) is None


def test_the_last_day_has_none_after_it() -> None:
    assert day_after(dt.date.max) is None
    assert day_after(day("2024-02-28")) == day("2024-02-29")


@pytest.mark.parametrize(
    ("since", "on", "years"),
    [
        ("2020-02-29", "2021-02-27", 0),
        ("2020-02-29", "2021-02-28", 1),
        ("2020-02-29", "2024-02-28", 3),
        ("2020-02-29", "2024-02-29", 4),
        ("2020-06-15", "2020-06-15", 0),
        ("2020-06-15", "2019-06-15", 0),
        ("2020-06-15", "2020-06-14", 0),
        ("2020-12-31", "2021-01-01", 0),
    ],
)
def test_completed_years(since: str, on: str, years: int) -> None:
    assert whole_years(day(since), day(on)) == years


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(since=UNEVEN, on=UNEVEN, minimum=st.integers(1, 12))
def test_years_held_and_the_anniversary_agree(since: dt.date, on: dt.date, minimum: int) -> None:
    anniversary = shift_years(since, minimum)
    assert (whole_years(since, on) >= minimum) is (anniversary is not None and anniversary <= on)


@settings(max_examples=400, derandomize=True, deadline=None, database=None)
@given(start=UNEVEN, months=st.integers(1, 40))
def test_a_window_closes_on_one_day_and_stays_closed(start: dt.date, months: int) -> None:
    closes = window_closes_on(start, months)
    around = each_day(start, closes + dt.timedelta(days=40))
    assert [is_within_months(start, of=one, months=months) for one in around] == [
        one < closes for one in each_day(start, closes + dt.timedelta(days=40))
    ]


@settings(max_examples=200, derandomize=True, deadline=None, database=None)
@given(start=UNEVEN, months=st.integers(-400, 400))
def test_a_month_on_is_in_that_month(start: dt.date, months: int) -> None:
    end = shift_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end + dt.timedelta(days=1)).day == 1


def test_every_day_of_a_span_is_told_both_ends_included() -> None:
    assert list(each_day(day("2024-02-28"), day("2024-03-01"))) == [
        day("2024-02-28"),
        day("2024-02-29"),
        day("2024-03-01"),
    ]
    assert list(each_day(day("2024-03-01"), day("2024-02-28"))) == []
