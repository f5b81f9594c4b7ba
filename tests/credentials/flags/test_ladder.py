"""Each thing is flagged once for each step that it reaches, whatever happens between."""

import datetime as dt

import pytest

from credentials.models import ExpiryFlag, FlagRun
from tests.credentials.flags.conftest import LAST_DAY, ONE_OF_EACH, days_before, licence, steps


@pytest.mark.parametrize(
    ("before", "step"),
    [
        pytest.param(91, None, id="the day before the ladder begins"),
        pytest.param(90, 90, id="its first day"),
        pytest.param(89, 90, id="within its first step"),
        pytest.param(61, 90, id="the last day of its first step"),
        pytest.param(60, 60, id="the second step"),
        pytest.param(8, 14, id="eight days before"),
        pytest.param(7, 7, id="a week before"),
        pytest.param(1, 1, id="the day before the last valid day"),
        pytest.param(0, 0, id="the last valid day"),
        pytest.param(-1, -1, id="the day after it"),
        pytest.param(-2, None, id="two days after it, never run before"),
    ],
)
@pytest.mark.parametrize("kind", ONE_OF_EACH)
def test_a_first_run_flags_the_step_reached(hold, run, kind, before, step):
    hold(**{kind: ONE_OF_EACH[kind]})
    run(days_before(before))
    assert [found for _, found in steps()] == ([] if step is None else [step])


def test_every_kind_is_flagged_at_every_step_once(hold, run):
    hold(**ONE_OF_EACH)
    for before in range(95, -5, -1):
        run(days_before(before))
    told = ExpiryFlag.objects.order_by("id").values_list("kind", "step", "flagged_on")
    by_kind = {}
    for kind, step, flagged_on in told:
        assert flagged_on == days_before(step)
        by_kind.setdefault(kind, []).append(step)
    kinds = ("licence", "privilege", "authorization", "certification", "credential")
    assert by_kind == {kind: [90, 60, 30, 14, 7, 1, 0, -1] for kind in kinds}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param(61, 45, [90, 60], id="one step missed"),
        pytest.param(61, 6, [90, 7], id="four steps missed, one flag"),
        pytest.param(61, -40, [90, -1], id="lapsed while the job was down"),
        pytest.param(0, -40, [0, -1], id="lapsed on the first day down"),
        pytest.param(-1, -40, [-1], id="all was told before"),
        pytest.param(200, -1, [-1], id="the whole ladder missed"),
        pytest.param(200, -400, [-1], id="down for nearly two years"),
    ],
)
def test_after_days_of_downtime_it_catches_up_once(hold, run, before, after, expected):
    hold(licences=[licence()])
    run(days_before(before))
    run(days_before(after))
    run(days_before(after - 1))
    assert [step for _, step in steps()] == expected


def test_a_first_run_leaves_alone_what_expired_long_ago(hold, run):
    hold(licences=[licence(), licence("OLD", "2019-05-31", "US-UT")])
    run(LAST_DAY)
    assert steps() == [("licence", 0)]


def test_what_is_recorded_within_the_ladder_is_flagged_once(hold, run):
    run(days_before(20))
    hold(licences=[licence()])
    assert run(days_before(20)).flags == 1
    assert run(days_before(20)).flags == 0
    assert run(days_before(19)).flags == 0
    assert steps() == [("licence", 30)]


@pytest.mark.parametrize(
    ("lapsed", "expected"), [(1, [-1]), (2, [])], ids=["it lay within the ladder that day", "it lay outside already"]
)
def test_what_is_recorded_after_the_last_run_of_a_day_is_found_the_next(hold, run, lapsed, expected):
    run(LAST_DAY)
    hold(licences=[licence(expires_on=days_before(lapsed))])
    run(days_before(-1))
    assert [step for _, step in steps()] == expected


def test_what_never_expires_is_not_flagged(hold, run):
    hold(licences=[licence(expires_on=None)])
    for before in (90, 0, -1):
        run(days_before(before))
    assert steps() == []


def test_a_day_that_is_past_is_left_alone(hold, run):
    run(days_before(0))
    hold(licences=[licence()])
    assert run(days_before(30)).is_idle
    assert steps() == []


def test_a_run_that_can_find_nothing_new_reads_nothing(hold, run):
    hold(licences=[licence()])
    assert not run(days_before(7)).is_idle
    assert run(days_before(7)).is_idle
    assert run(days_before(7), (90, 8)).flags == 0  # another ladder is another question
    assert FlagRun.objects.count() == 2


def test_a_ladder_made_shorter_tells_nothing_again(hold, run):
    hold(licences=[licence()])
    run(days_before(30))
    run(days_before(29), (90, 0))
    run(days_before(0), (90, 0))
    assert [step for _, step in steps()] == [30, 0]


def test_told_again_unchanged_but_for_the_last_look_it_is_no_new_thing(hold, run):
    for before in range(7, -2, -1):
        hold(licences=[licence(checked_on=str(days_before(before)))])
        run(days_before(before))
    assert [step for _, step in steps()] == [7, 1, 0, -1]


def test_an_expiry_that_was_corrected_is_another_thing(hold, run):
    hold(licences=[licence()])
    run(days_before(7))
    hold(licences=[licence(expires_on=LAST_DAY - dt.timedelta(6))])
    run(days_before(7))
    assert [step for _, step in steps()] == [7, 1]
