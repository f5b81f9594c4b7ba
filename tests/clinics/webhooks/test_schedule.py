"""What answers mean and when the next try comes."""

import datetime as dt

import pytest

from clinics.webhooks.schedule import (
    DELAYS,
    MOST_TRIES,
    delay_after,
    is_taken,
    is_unwell,
    read_retry_after,
    rest_after,
)
from clinics.webhooks.types import TYPES, is_pattern, is_wanted

NOON = dt.datetime(2026, 3, 1, 12, tzinfo=dt.UTC)
SECONDS = dt.timedelta(seconds=1)


TAKEN = {200: True, 204: True, 299: True, 199: False, 300: False, None: False}


@pytest.mark.parametrize(("status", "taken"), TAKEN.items())
def test_any_2xx_says_that_it_was_received_and_nothing_else(status, taken):
    assert is_taken(status) is taken


@pytest.mark.parametrize(
    ("status", "unwell"), [(None, True), (500, True), (503, True), (429, True), (408, True), (404, False), (301, False)]
)
def test_which_failure_leaves_the_endpoint_to_rest(status, unwell):
    assert is_unwell(status) is unwell


def test_ten_tries_span_about_three_days():
    waits = [delay_after(tries, 0.5) for tries in range(1, MOST_TRIES)]
    assert waits == list(DELAYS)
    assert dt.timedelta(days=3) < sum(waits, dt.timedelta()) < dt.timedelta(days=3.5)
    assert waits == sorted(waits)


def test_chance_spreads_what_failed_together():
    assert [delay_after(2, chance) for chance in (0, 1)] == [240 * SECONDS, 360 * SECONDS]


def test_an_endpoint_never_rests_for_longer_than_two_hours():
    assert [rest_after(failures, 0.5) for failures in (1, 3, 99)] == [
        5 * SECONDS, dt.timedelta(minutes=30), dt.timedelta(hours=2),
    ]  # fmt: skip


HEARD = {
    "120": NOON + 120 * SECONDS,
    " 7 ": NOON + 7 * SECONDS,
    "9999999999": NOON + dt.timedelta(days=1),
    "Sun, 01 Mar 2026 12:10:00 GMT": NOON + dt.timedelta(minutes=10),
    "Sun, 01 Mar 2026 12:10:00 -0000": NOON + dt.timedelta(minutes=10),
    "Fri, 01 Jan 2100 00:00:00 GMT": NOON + dt.timedelta(days=1),
    "Sun, 01 Mar 2026 11:59:59 GMT": None,
    "0": None,
    "-5": None,
    "soon": None,
    "١٢": None,
    "": None,
    None: None,
}


@pytest.mark.parametrize(("told", "until"), HEARD.items(), ids=repr)
def test_retry_after_is_heard_and_capped(told, until):
    assert read_retry_after(told, at=NOON) == until


WANTED = {
    ("roster.outcome_changed", "roster.outcome_changed"): True,
    ("roster.outcome_changed", "roster.*"): True,
    ("roster.outcome_changed", "*"): True,
    ("roster.outcome_changed", "roster"): False,
    ("roster.outcome_changed", "answers.*"): False,
    ("rosters.x", "roster.*"): False,
}


@pytest.mark.parametrize(("told", "wanted"), WANTED.items(), ids=str)
def test_a_pattern_means_what_stands_under_it(told, wanted):
    type_, pattern = told
    assert is_wanted(type_, [pattern]) is wanted


@pytest.mark.parametrize("pattern", ["*", "roster.*", *TYPES])
def test_a_pattern_of_something_there_is(pattern):
    assert is_pattern(pattern)


@pytest.mark.parametrize("pattern", ["", "roster", "roster.", "*.*", "ro*", "nobody.*", "roster.*.x", "roster.*\n"])
def test_no_pattern(pattern):
    assert not is_pattern(pattern)
